import { Application, Group, Multikey, Person } from "@fedify/vocab"
import { expect, test } from "vitest"
import { actorObject } from "../../../../federation/vocab/writing/actor.ts"
import { CONTEXT } from "../../../../federation/vocab/writing/context.ts"
import type { Actor } from "../../../../src/domain/calendar.ts"
import { refuseMastodon } from "../../../support/receivers/mastodon.ts"
import { breachesOf } from "../../../support/receivers/profile.ts"
import { calendar, INSTANCE, image, ORIGIN, PUBLISHER } from "../../../support/wire-events.ts"

const RSA = `-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL0vM6cYVmV4ZkV3pFzVxJ0Q9S0V3i1k
bq4d0m0pJ8m1Vv6yJ1Q7m8b7k2m7oYx2kq2p1m0c2m8b7k2m7oYx2ksCAwEAAQ==
-----END PUBLIC KEY-----
`
const KEYS = { rsaPem: RSA, ed25519Multibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2" }
const render = (actor: Actor) => actorObject(ORIGIN, actor, KEYS)

test("a calendar, whole: a Group that its publisher owns", () => {
  const id = `${ORIGIN}/actors/agenda`
  const agenda = calendar({
    summary: "Auditions, séances & ateliers.\n\nOuverts à toutes et tous.",
    icon: image({ url: "/media/tour.png", alt: "Une tour", mediaType: "image/png", width: 400, height: 400 }),
    links: [{ name: "Site", url: "https://communs.example/a?b=1&c=2" }],
    updatedAt: new Date("2026-11-20T09:00:00Z"),
  })
  expect(render(agenda)).toEqual({
    "@context": CONTEXT,
    id,
    type: "Group",
    attributedTo: [`${ORIGIN}/actors/redaction`],
    preferredUsername: "agenda",
    name: "Agenda des communs numériques",
    summary: "<p>Auditions, séances &amp; ateliers.</p><p>Ouverts à toutes et tous.</p>",
    url: `${ORIGIN}/@agenda`,
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    followers: `${id}/followers`,
    following: `${id}/following`,
    featured: `${id}/featured`,
    featuredTags: `${id}/tags`,
    upcomingEvents: `${id}/upcoming`,
    endpoints: { sharedInbox: `${ORIGIN}/inbox` },
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: RSA },
    assertionMethod: [
      { id: `${id}#ed25519-key`, type: "Multikey", controller: id, publicKeyMultibase: KEYS.ed25519Multibase },
    ],
    icon: {
      type: "Image",
      mediaType: "image/png",
      url: `${ORIGIN}/media/tour.png`,
      name: "Une tour",
      width: 400,
      height: 400,
    },
    attachment: [
      {
        type: "PropertyValue",
        name: "Site",
        value: '<a href="https://communs.example/a?b=1&amp;c=2" rel="me">communs.example/a?b=1&amp;c=2</a>',
      },
    ],
    tag: [],
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    attributionDomains: ["communs.example"],
    published: "2026-11-01T09:00:00Z",
    updated: "2026-11-20T09:00:00Z",
  })
})

test("the publisher is a Person, the server an Application at the site's root; nobody owns them", () => {
  const [person, application] = [render(PUBLISHER), render(INSTANCE)]
  expect([person.type, person.url, person.attributedTo]).toEqual(["Person", `${ORIGIN}/@redaction`, undefined])
  expect([application.type, application.url, application.attributedTo]).toEqual([
    "Application",
    `${ORIGIN}/`,
    undefined,
  ])
  expect(person).not.toHaveProperty("updated")
})

test.each([calendar(), PUBLISHER, INSTANCE].map(actor => [actor.kind, actor] as const))(
  "the %s keeps to the profile and Mastodon takes it",
  (_, actor) => {
    expect(breachesOf(render(actor))).toEqual([])
    expect(refuseMastodon(render(actor))).toEqual([])
  },
)

test("a list of keys or a key of another is a breach", () => {
  const { publicKey, ...rest } = render(calendar())
  expect(breachesOf({ ...rest, publicKey: [publicKey] })).not.toEqual([])
  expect(refuseMastodon({ ...rest, publicKey: { ...(publicKey as object), owner: "https://x.example/" } })).toEqual([
    "the key is another's",
  ])
})

test("Fedify reads them, with both keys", async () => {
  const documentLoader = async (url: string): Promise<never> => {
    throw new Error(`${url} is not needed`)
  }
  const group = await Group.fromJsonLd(render(calendar({ icon: image() })), { documentLoader })
  expect(group.preferredUsername).toBe("agenda")
  expect(group.attributionId?.href).toBe(`${ORIGIN}/actors/redaction`)
  expect(group.publicKeyId?.href).toBe(`${ORIGIN}/actors/agenda#main-key`)
  const methods = await Array.fromAsync(group.getAssertionMethods({ documentLoader }))
  expect(methods[0]).toBeInstanceOf(Multikey)
  expect(methods[0]?.controllerId?.href).toBe(`${ORIGIN}/actors/agenda`)
  await expect(Person.fromJsonLd(render(PUBLISHER), { documentLoader })).resolves.toBeInstanceOf(Person)
  await expect(Application.fromJsonLd(render(INSTANCE), { documentLoader })).resolves.toBeInstanceOf(Application)
})
