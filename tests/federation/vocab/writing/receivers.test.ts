import { generateKeyPairSync, type KeyObject } from "node:crypto"
import { type HttpMessageSignaturesSpec, signRequest } from "@fedify/fedify/sig"
import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { actorObject } from "../../../../federation/vocab/writing/actor.ts"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import { gancioForm } from "../../../../federation/vocab/writing/gancio.ts"
import { noteObject } from "../../../../federation/vocab/writing/note.ts"
import type { Actor } from "../../../../src/domain/calendar.ts"
import type { WholeEvent } from "../../../../src/domain/event.ts"
import type { JsonObject } from "../../../../src/domain/json.ts"
import { refuseGancio, startGancioReceiver } from "../../../support/receivers/gancio.ts"
import { refuseMastodon, startMastodonReceiver } from "../../../support/receivers/mastodon.ts"
import { refuseMobilizon, startMobilizonReceiver } from "../../../support/receivers/mobilizon.ts"
import type { Receiver } from "../../../support/receivers/receiver.ts"
import { activityObject } from "../../../support/wire-activities.ts"
import { calendar, INSTANCE, news, ORIGIN, place, uuid, wholeEvent } from "../../../support/wire-events.ts"

/** A site of ours, small: its actors' documents, and one key for all of them. */
let origin: string
let server: ReturnType<typeof serve>
const pair = generateKeyPairSync("rsa", { modulusLength: 2048 })
let key: CryptoKey
const receivers: Receiver[] = []

async function importKey(privateKey: KeyObject): Promise<CryptoKey> {
  const der = privateKey.export({ type: "pkcs8", format: "der" })
  return crypto.subtle.importKey("pkcs8", der, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, true, ["sign"])
}

beforeAll(async () => {
  key = await importKey(pair.privateKey)
  const rsaPem = String(pair.publicKey.export({ type: "spki", format: "pem" }))
  const app = new Hono().get("/actors/:handle", c => {
    const handle = c.req.param("handle")
    const actor: Actor = handle === "instance" ? INSTANCE : calendar({ handle })
    const document = actorObject(origin, actor, {
      rsaPem,
      ed25519Multibase: "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    })
    return c.json(document, 200, { "Content-Type": "application/activity+json" })
  })
  origin = await new Promise(resolve => {
    server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    )
  })
  receivers.push(await startMastodonReceiver(), await startMobilizonReceiver(), await startGancioReceiver())
})
afterAll(async () => {
  await Promise.all(receivers.map(receiver => receiver.close()))
  await new Promise(resolve => server.close(resolve))
})

interface Posting {
  by?: string
  spec?: HttpMessageSignaturesSpec
  signal?: AbortSignal
  signed?: boolean
}

async function post(
  inbox: string,
  activity: JsonObject,
  { by, spec, signal, signed = true }: Posting = {},
): Promise<number> {
  const request = new Request(inbox, {
    method: "POST",
    headers: { "Content-Type": "application/activity+json" },
    body: JSON.stringify(activity),
    ...(signal && { signal }),
  })
  const owner = by ?? String(activity.actor)
  const sent = signed
    ? await signRequest(request, key, new URL(`${owner}#main-key`), { ...(spec && { spec }) })
    : request
  return (await fetch(sent)).status
}

let count = 0
function activityOf(type: string, event: WholeEvent, object = eventObject(origin, event)) {
  count += 1
  return { id: uuid(7000 + count), type, actor: event.calendar, object, published: new Date() }
}

describe("our posts, signed", () => {
  test("are taken by Mastodon and Mobilizon", async () => {
    const [mastodon, mobilizon] = receivers as [Receiver, Receiver]
    const create = activityObject(origin, activityOf("Create", wholeEvent()))
    const update = activityObject(
      origin,
      activityOf("Update", wholeEvent({ status: "cancelled", updatedAt: new Date() })),
    )
    const note = activityObject(origin, activityOf("Create", wholeEvent(), noteObject(origin, news(), wholeEvent())))
    for (const activity of [create, update, note]) {
      expect(await post(mastodon.sharedInbox, activity)).toBe(202)
      expect(await post(mobilizon.inbox("relay"), activity)).toBe(200)
    }
    expect(await post(mastodon.sharedInbox, create, { spec: "rfc9421" })).toBe(202)
    for (const receiver of [mastodon, mobilizon]) {
      expect(receiver.refused).toEqual([])
      expect(receiver.accepted).toEqual(JSON.parse(JSON.stringify([create, update, note])))
    }
  })

  test("are taken by Gancio in its own form, from the actor that it follows", async () => {
    const gancio = receivers[2]!
    for (const type of ["Create", "Update"]) {
      const byInstance = gancioForm(origin, activityObject(origin, activityOf(type, wholeEvent())), "gancio-instance")
      expect(await post(gancio.inbox("relay"), byInstance!)).toBe(201)
    }
    expect(gancio.refused).toEqual([])
    // an event stays with the actor that sent it first: this would hang it
    const byCalendar = gancioForm(origin, activityObject(origin, activityOf("Update", wholeEvent())), "gancio")
    const signal = AbortSignal.timeout(300)
    await expect(post(gancio.inbox("relay"), byCalendar!, { signal })).rejects.toThrow()
    expect(gancio.refused[0]!.reasons).toEqual([
      `hang: ${origin}/events/${uuid(10)} belongs to ${origin}/actors/instance, not to ${origin}/actors/agenda`,
    ])
  })
})

describe("the receivers", () => {
  test("refuse what is not signed, signed by another, or unreadable", async () => {
    const mastodon = await startMastodonReceiver()
    receivers.push(mastodon)
    const create = activityObject(origin, activityOf("Create", wholeEvent()))
    expect(await post(mastodon.sharedInbox, create, { signed: false })).toBe(401)
    expect(await post(mastodon.sharedInbox, create, { by: `${origin}/actors/instance` })).toBe(401)
    expect(await post(mastodon.sharedInbox, create, { by: mastodon.actor() })).toBe(401)
    expect(mastodon.refused.map(({ reasons }) => reasons)).toEqual([
      ["not signed"],
      [`signed by ${origin}/actors/instance, not by ${origin}/actors/agenda`],
      ["the signature does not hold"],
    ])
    expect(mastodon.accepted).toEqual([])
    expect(mastodon.arrivals.map(({ scheme, status }) => [scheme, status])).toEqual([
      [null, 401],
      ["cavage", 401],
      ["cavage", 401],
    ])
  })

  test("Gancio never answers another signature than draft-cavage", async () => {
    const gancio = receivers[2]!
    const form = gancioForm(origin, activityObject(origin, activityOf("Create", wholeEvent())), "gancio")
    const signal = AbortSignal.timeout(300)
    await expect(post(gancio.inbox(), form!, { spec: "rfc9421", signal })).rejects.toThrow()
    expect(gancio.arrivals.at(-1)).toMatchObject({ scheme: "rfc9421", status: "hang" })
  })

  test("Mobilizon keeps the first form of a place", async () => {
    const mobilizon = await startMobilizonReceiver()
    receivers.push(mobilizon)
    const at = (over: object, id: number) =>
      activityObject(origin, activityOf("Create", wholeEvent({ id: uuid(id), places: [place(over)] })))
    await post(mobilizon.inbox(), at({}, 60))
    await post(mobilizon.inbox(), at({ name: "Autre nom", version: 2 }, 61))
    expect(mobilizon.refused).toEqual([])
    await post(mobilizon.inbox(), at({ name: "Troisième nom" }, 62))
    expect(mobilizon.refused.map(({ reasons }) => reasons)).toEqual([
      [`place ${origin}/places/${uuid(20)}/v1 is known in another form`],
    ])
  })

  test("name their software, have actors, and sign what they send", async () => {
    const gancio = receivers[2]!
    const json = async (url: string) => (await fetch(url)).json() as Promise<JsonObject>
    const { links } = (await json(`${gancio.origin}/.well-known/nodeinfo`)) as { links: { href: string }[] }
    expect(await json(links[0]!.href)).toMatchObject({ software: { name: "gancio", version: "1.21.0" } })
    const finger = `${gancio.origin}/.well-known/webfinger?resource=acct:relay@127.0.0.1`
    expect(await json(finger)).toMatchObject({ links: [{ rel: "self", href: gancio.actor("relay") }] })
    expect(await json(gancio.actor("relay"))).toMatchObject({ type: "Application", inbox: gancio.inbox("relay") })

    const mastodon = await startMastodonReceiver()
    receivers.push(mastodon)
    const follow = {
      "@context": "https://www.w3.org/ns/activitystreams",
      id: `${gancio.actor("relay")}#f`,
      type: "Follow",
      actor: gancio.actor("relay"),
      object: mastodon.actor(),
    }
    expect((await gancio.send(mastodon.inbox(), follow, "relay")).status).toBe(202)
    expect(await mastodon.waitFor(1)).toEqual([follow])
  })

  test("answer as told, and say so when nothing comes", async () => {
    const mastodon = await startMastodonReceiver()
    receivers.push(mastodon)
    const create = activityObject(origin, activityOf("Create", wholeEvent()))
    mastodon.answerWith(503, { "Retry-After": "7" })
    expect(await post(mastodon.sharedInbox, create)).toBe(503)
    mastodon.answerWith(null)
    expect(await post(mastodon.sharedInbox, create)).toBe(202)
    expect(await post(mastodon.sharedInbox, create)).toBe(202)
    expect(mastodon.accepted).toHaveLength(1)
    await expect(mastodon.waitFor(2, 50)).rejects.toThrow("mastodon took Create of 2")
  })
})

/** Each breaks a good Create of an event, and who loses it. */
const EVENT = () => eventObject(ORIGIN, wholeEvent())
const BROKEN: [string, (event: JsonObject) => JsonObject, (json: unknown) => string[], string][] = [
  ["a null location", e => ({ ...e, location: null }), refuseMobilizon, "crash: location is no object"],
  ["a list of locations", e => ({ ...e, location: [e.location] }), refuseMobilizon, "crash: location is no object"],
  [
    "whole degrees",
    e => ({ ...e, location: { ...(e.location as JsonObject), latitude: 48 } }),
    refuseMobilizon,
    "latitude 48 is an integer: dropped",
  ],
  ["joinMode none", e => ({ ...e, joinMode: "none" }), refuseMobilizon, "joinMode none"],
  ["a null status", e => ({ ...e, status: null }), refuseMobilizon, "crash: status null"],
  ["a null image", e => ({ ...e, image: null }), refuseMobilizon, "crash: image is no object"],
  [
    "an image without name",
    e => ({ ...e, attachment: [{ type: "Document", mediaType: "image/png", url: "https://a.example/i" }] }),
    refuseMobilizon,
    "crash: an image without name",
  ],
  ["a null attachment", e => ({ ...e, attachment: null }), refuseMobilizon, "crash: attachment is not a list"],
  ["a title of two letters", e => ({ ...e, name: "AG" }), refuseMobilizon, "name must have 3 to 200 characters"],
  [
    "an Article without actor",
    e => ({ ...e, type: "Article", actor: undefined }),
    refuseMobilizon,
    "crash: an Article without actor",
  ],
  [
    "an attachment without mediaType",
    e => ({ ...e, attachment: [{ type: "Link", href: "https://a.example/" }] }),
    refuseGancio,
    "400: an attachment without mediaType",
  ],
  [
    "a hashtag without #",
    e => ({ ...e, tag: [{ type: "Hashtag", name: "communs" }] }),
    refuseGancio,
    "400: a tag would lose its first letter",
  ],
  [
    "an address of nothing",
    e => ({ ...e, location: { name: "Ici", address: { type: "PostalAddress", postalCode: "1" } } }),
    refuseGancio,
    "400: a place without address",
  ],
  ["a Note", e => ({ ...e, type: "Note" }), refuseGancio, "hang: a Note"],
  ["an Article", e => ({ ...e, type: "Article" }), refuseGancio, "404: creates Article"],
  [
    "an id on another host",
    e => ({ ...e, id: "https://elsewhere.example/1" }),
    refuseMastodon,
    "the object's id is on another host than its actor",
  ],
  [
    "another author",
    e => ({ ...e, attributedTo: `${ORIGIN}/actors/redaction` }),
    refuseMastodon,
    "attributedTo is not the actor",
  ],
  ["HTML in the name", e => ({ ...e, name: "<b>x</b>" }), refuseMastodon, "name would be read as HTML"],
  ["followers only", e => ({ ...e, to: e.cc, cc: [] }), refuseMastodon, "not public"],
  ["a type that nobody shows", e => ({ ...e, type: "Place" }), refuseMastodon, "Place is not shown"],
  [
    "an edit that is not later",
    e => ({ ...e, updated: e.published }),
    refuseMastodon,
    "updated is not after published",
  ],
]

test.each(BROKEN)("%s is refused", (_, broken, refuse, reason) => {
  const create = activityObject(ORIGIN, {
    id: uuid(1),
    type: "Create",
    actor: calendar(),
    object: EVENT(),
    published: new Date(),
  })
  // JSON.parse: what is undefined here is absent there
  expect(refuse(JSON.parse(JSON.stringify({ ...create, object: broken(EVENT()) })))).toEqual([reason])
})

test("what Gancio answers badly to", () => {
  const actor = `${ORIGIN}/actors/instance`
  expect(refuseGancio({ type: "Announce", actor, object: `${ORIGIN}/events/x` })).toEqual(["404: Announce is unknown"])
  expect(refuseGancio({ type: "Delete", actor, object: `${ORIGIN}/events/x` })).toEqual(["500: deletes a bare IRI"])
  expect(refuseGancio({ type: "Update", actor, object: { type: "Group", id: actor } })).toEqual(["hang: updates Group"])
  expect(refuseGancio({ type: "Update", actor, object: { ...EVENT(), attachment: undefined } })).toEqual([
    "hang: attachment is not a list",
  ])
  expect(refuseGancio({ type: "Undo", actor, object: { type: "Follow" } })).toEqual([])
})
