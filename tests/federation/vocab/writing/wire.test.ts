import { verifyObject } from "@fedify/fedify/sig"
import { Create } from "@fedify/vocab"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { createDialects } from "../../../../federation/remote/dialects.ts"
import { createKeyring } from "../../../../federation/signatures/keyring.ts"
import { createWire } from "../../../../federation/vocab/writing/wire.ts"
import type { WireObject } from "../../../../src/actions/site.ts"
import type { Actor } from "../../../../src/domain/calendar.ts"
import { insertKeys } from "../../../../src/store/actor-keys.ts"
import { insertActor } from "../../../../src/store/actors.ts"
import { openDatabase } from "../../../../src/store/db.ts"
import { createDatabase } from "../../../support/postgres.ts"
import { breachesOf } from "../../../support/receivers/profile.ts"
import {
  calendar,
  INSTANCE,
  news,
  ORIGIN,
  PUBLISHED,
  PUBLISHER,
  place,
  uuid,
  wholeEvent,
  wholeInterview,
} from "../../../support/wire-events.ts"

const SECRET_KEY = "a secret key of more than thirty-two signs"
const wire = createWire({ origin: ORIGIN, keyring: createKeyring(SECRET_KEY) })
const AGENDA = calendar()
let drop: () => Promise<void>
let open: ReturnType<typeof openDatabase>

beforeAll(async () => {
  const created = await createDatabase(inject("postgres"))
  drop = created.drop
  open = openDatabase(created.url, 2)
  for (const actor of [INSTANCE, PUBLISHER]) await insertActor(open.db, actor)
  const { calendarKind, timeZone } = AGENDA
  await insertActor(open.db, AGENDA, { publisherId: PUBLISHER.id, calendarKind, timeZone, position: 0 })
  for (const { id } of [INSTANCE, PUBLISHER, AGENDA]) await insertKeys(open.db, id, await wire.newKeys(), new Date())
})
afterAll(async () => {
  await open.db.destroy()
  await drop()
})

/** Our actors' documents, from their ids; Fedify fetches keys with it. */
const documentLoader = async (url: string) => {
  const actor = [INSTANCE, PUBLISHER, AGENDA].find(({ handle }) => url.startsWith(`${ORIGIN}/actors/${handle}`))!
  return { contextUrl: null, documentUrl: url, document: (await wire.actor(open.db, actor)).json }
}
const activity = (type: string, object: WireObject | string, actor: Actor = AGENDA) =>
  wire.activity(open.db, { id: uuid(1), type, actor, object, published: PUBLISHED })

const inDialect = createDialects(ORIGIN, createKeyring(SECRET_KEY))
const inGancio = (body: string) => inDialect(open.db, { body, variant: "gancio", actorId: AGENDA.id })
const byTheInstance = (body: string) => inDialect(open.db, { body, variant: "gancio-instance", actorId: INSTANCE.id })

test("objects have the paths of their ids", async () => {
  const event = wholeEvent()
  const objects = [
    await wire.actor(open.db, AGENDA),
    wire.event(event),
    wire.place(place({ version: 3 })),
    wire.interview(wholeInterview()),
    wire.news(news(), event),
    wire.tombstone(`/events/${event.id}`, "Event", PUBLISHED),
  ]
  expect(objects.map(({ path, type }) => [path, type])).toEqual([
    ["/actors/agenda", "Group"],
    [`/events/${uuid(10)}`, "Event"],
    [`/places/${uuid(20)}/v3`, "Place"],
    [`/interviews/${uuid(50)}`, "Article"],
    [`/news/${uuid(40)}`, "Note"],
    [`/events/${uuid(10)}`, "Tombstone"],
  ])
  for (const { json, path } of objects) {
    expect(json.id).toBe(ORIGIN + path)
    expect(breachesOf(json)).toEqual([])
  }
})

describe("an activity", () => {
  const object = () => wire.event(wholeEvent())

  test("holds the object's own bytes under one context, and a proof that Fedify verifies", async () => {
    const body = await activity("Create", object())
    const { "@context": context, ...inside } = object().json
    expect(body).toContain(JSON.stringify(inside))
    const json = JSON.parse(body)
    expect(json["@context"]).toEqual(context)
    expect(json.proof.verificationMethod).toBe(`${ORIGIN}/actors/agenda#ed25519-key`)
    expect(breachesOf(json)).toEqual([])
    expect(await verifyObject(Create, json, { documentLoader })).toBeInstanceOf(Create)
  })

  test("is the same bytes each time: a repeat is the same activity", async () => {
    expect(await activity("Create", object())).toEqual(await activity("Create", object()))
  })

  test("about an event has Gancio's forms, each with a proof by its actor, the same bytes each time", async () => {
    const body = await activity("Update", object())
    const [gancio, byInstance] = await Promise.all([inGancio(body), byTheInstance(body)])
    expect(await Promise.all([inGancio(body), byTheInstance(body)])).toEqual([gancio, byInstance])
    expect(JSON.parse(gancio).proof.verificationMethod).toBe(`${ORIGIN}/actors/agenda#ed25519-key`)
    expect(JSON.parse(byInstance).proof).toMatchObject({
      verificationMethod: `${ORIGIN}/actors/instance#ed25519-key`,
      created: JSON.parse(body).proof.created,
    })
    for (const [type, by] of [
      ["gancio", inGancio],
      ["instance", byTheInstance],
    ] as const) {
      const create = JSON.parse(await by(await activity("Create", object())))
      const verified = await verifyObject(Create, create, { documentLoader })
      expect(verified?.actorId?.href).toBe(`${ORIGIN}/actors/${type === "gancio" ? "agenda" : "instance"}`)
    }
  })

  test("without a proof gets none in Gancio's forms either", async () => {
    const { proof: _, ...unproved } = JSON.parse(await activity("Update", object()))
    expect(JSON.parse(await byTheInstance(JSON.stringify(unproved)))).not.toHaveProperty("proof")
  })

  test("that was stored with its members in another order gets a proof in Gancio's forms too", async () => {
    const turned = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(turned)
        : typeof value === "object" && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, inside]) => [name, turned(inside)]),
            )
          : value
    const body = JSON.stringify(turned(JSON.parse(await activity("Create", object()))))
    const create = JSON.parse(await byTheInstance(body))
    expect(await verifyObject(Create, create, { documentLoader })).toBeInstanceOf(Create)
  })

  test("around an object that an older version serialised has the context of that object, and a valid proof", async () => {
    const { "@context": context, ...inside } = object().json
    const older = JSON.stringify({
      ...inside,
      "@context": [...(context as unknown[]), { old: "https://old.example/" }],
    })
    const create = JSON.parse(
      await wire.activity(open.db, {
        id: uuid(1),
        type: "Create",
        actor: AGENDA,
        object: { body: older },
        published: PUBLISHED,
      }),
    )
    expect(create["@context"]).toHaveLength(4)
    expect(create.object).toEqual(inside)
    expect(await verifyObject(Create, create, { documentLoader })).toBeInstanceOf(Create)
  })

  test("about anything else, or by another kind of actor, has one form", async () => {
    const note = wire.news(news(), wholeEvent())
    const bodies = await Promise.all([
      activity("Create", note),
      activity("Announce", `${ORIGIN}/events/x`, INSTANCE),
      activity("Update", await wire.actor(open.db, AGENDA)),
    ])
    for (const body of bodies) expect([await inGancio(body), await byTheInstance(body)]).toEqual([body, body])
  })

  test("of an actor without keys fails", async () => {
    const nobody: Actor = { ...PUBLISHER, id: uuid(99) }
    await expect(activity("Announce", `${ORIGIN}/events/x`, nobody)).rejects.toThrow("has no keys")
  })
})

test("sizes stay within what was measured for delivery", async () => {
  const body = await activity("Create", wire.event(wholeEvent()))
  // 4.4 kB activities were measured; the proof repeats the context, as FEP-8b32 asks
  expect(body.length).toBeLessThan(10_000)
})
