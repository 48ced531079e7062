import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createEvent } from "../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { publishEvent } from "../../../src/actions/events/publish.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { createInterview } from "../../../src/actions/interviews/create.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { fieldProblem } from "../../../src/domain/field-problem.ts"
import { eventPatch } from "../../../src/input/event.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { readEvent } from "../../../src/store/events.ts"
import { readInterview } from "../../../src/store/interviews.ts"
import { readObject } from "../../../src/store/objects.ts"
import { makeCalendars, plenary } from "../../support/agenda.ts"
import { addFollowers } from "../../support/followers.ts"
import { dump, lastSeq, sentSince } from "../../support/rows.ts"
import { ORIGIN, openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00.400Z")
let server: Awaited<ReturnType<typeof openSite>>
beforeEach(async () => {
  server = await openSite(START, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
  await addFollowers(server.db, "agenda", [{ host: "a.example" }])
  await addFollowers(server.db, "instance", [{ host: "relay.example" }])
})
afterEach(() => server.close())

const patch = (id: string, body: object) =>
  updateEvent(server.db, server.site, OPERATOR, id, parseInput(eventPatch, body))

describe("publishing", () => {
  test("writes the event, its calendar text, its places and its object, and one Create; the instance passes it on", async () => {
    const { db, site } = server
    const before = await lastSeq(db)
    const event = await createEvent(db, site, OPERATOR, plenary())
    expect(event).toMatchObject({
      state: "published",
      status: "scheduled",
      slug: "seance-pleniere",
      uid: `${event.id}@communs.example`,
      sequence: 0,
      publishedAt: START,
      changedAt: START,
      updatedAt: null,
      startsAt: new Date("2026-11-30T13:00:00Z"),
      endsAt: new Date("2026-11-30T16:00:00Z"),
      overAt: new Date("2026-11-30T16:00:00Z"),
    })
    const { ical } = await db.selectFrom("event").select("ical").where("id", "=", event.id).executeTakeFirstOrThrow()
    expect(ical).toBe(site.texts.event(event))
    expect(ical).toMatch(/^BEGIN:VEVENT\r\n[\s\S]*\r\nSUMMARY:Séance plénière\r\n[\s\S]*END:VEVENT\r\n$/)

    const object = (await readObject(db, `/events/${event.id}`))!
    expect(object).toMatchObject({
      type: "Event",
      version: 1,
      gone: false,
      page: "/e/seance-pleniere",
      body: site.wire.event(event).body,
    })
    const place = event.places[0]!
    expect((await readObject(db, `/places/${place.id}/v1`))?.body).toBe(site.wire.place(place).body)

    const [create, announce, ...rest] = await sentSince(db, before)
    expect(rest).toEqual([])
    expect(create).toMatchObject({
      type: "Create",
      actor: "agenda",
      objectPath: `/events/${event.id}`,
      objectType: "Event",
      listed: true,
      inboxes: [["https://a.example/inbox", ""]],
    })
    expect(create!.json).toMatchObject({
      type: "Create",
      id: `${ORIGIN}/activities/${create!.id}`,
      actor: `${ORIGIN}/actors/agenda`,
      published: "2026-11-21T10:00:00Z",
      to: ["https://www.w3.org/ns/activitystreams#Public"],
      cc: [`${ORIGIN}/actors/agenda/followers`],
      proof: { cryptosuite: "eddsa-jcs-2022" },
    })
    // what is delivered and what its address answers are the same
    expect({ "@context": create!.json["@context"], ...create!.json.object }).toEqual(JSON.parse(object.body))
    expect(announce).toMatchObject({
      type: "Announce",
      actor: "instance",
      inboxes: [["https://relay.example/inbox", ""]],
    })
    expect(announce!.json.object).toBe(`${ORIGIN}/events/${event.id}`)
  })

  test("a draft is nowhere: no object, no text, no activity; then it is announced once", async () => {
    const { db, site } = server
    const before = await dump(db)
    const draft = await createEvent(db, site, OPERATOR, plenary({ publish: false }))
    expect(draft).toMatchObject({ state: "draft", publishedAt: null })
    const after = await dump(db)
    for (const table of ["object", "outbox", "delivery"]) expect(after[table]).toEqual(before[table])
    server.setClock(new Date("2026-11-22T08:00:00Z"))
    await patch(draft.id, { title: "Séance plénière de rentrée" })
    expect((await dump(db)).outbox).toEqual(before.outbox)
    const seq = await lastSeq(db)
    const published = await publishEvent(db, site, OPERATOR, draft.id)
    expect(published).toMatchObject({
      state: "published",
      publishedAt: new Date("2026-11-22T08:00:00Z"),
      updatedAt: null,
      sequence: 0,
    })
    expect((await sentSince(db, seq)).map(({ type }) => type)).toEqual(["Create", "Announce"])
    await expect(publishEvent(db, site, OPERATOR, draft.id)).rejects.toMatchObject({
      code: "already-published",
      kind: "conflict",
    })
  })

  test("the past is recorded and sent to nobody", async () => {
    const { db, site } = server
    const seq = await lastSeq(db)
    const over = await createEvent(db, site, OPERATOR, plenary({ start: "2026-11-21T09:00", end: "2026-11-21T11:00" }))
    const sent = await sentSince(db, seq)
    expect(sent.map(({ type, listed, inboxes }) => [type, listed, inboxes])).toEqual([
      ["Create", true, []],
      ["Announce", true, []],
    ])
    await patch(over.id, { summary: "Compte rendu." })
    expect((await sentSince(db, seq)).slice(2).map(({ type, inboxes }) => [type, inboxes])).toEqual([["Update", []]])
    // its last minute is not the past
    const running = await createEvent(
      db,
      site,
      OPERATOR,
      plenary({ start: "2026-11-21T09:00", end: "2026-11-21T11:01" }),
    )
    expect((await sentSince(db, seq)).at(-2)!.inboxes).toEqual([["https://a.example/inbox", ""]])
    expect(running.slug).toBe("seance-pleniere-2026-11-21")
    // without an end, an event lasts until its midnight
    const open = await createEvent(db, site, OPERATOR, plenary({ start: "2026-11-21T08:00", end: null }))
    expect(open.overAt).toEqual(new Date("2026-11-21T23:00:00Z"))
    expect((await sentSince(db, seq)).at(-2)!.inboxes).toEqual([["https://a.example/inbox", ""]])
  })
})

describe("correcting", () => {
  test("sends an Update and no message; SEQUENCE grows with date, place or address only; `updated` grows by a second at least", async () => {
    const { db, site } = server
    const { id } = await createEvent(db, site, OPERATOR, plenary())
    const seq = await lastSeq(db)
    const steps: [object, number, string][] = [
      [{ title: "Séance plénière publique" }, 0, "2026-11-21T10:00:01.400Z"],
      [{ tags: ["communs"], description: "Texte." }, 0, "2026-11-21T10:00:02.400Z"],
      [{ end: "2026-11-30T18:00" }, 1, "2026-11-21T10:00:03.400Z"],
      [{ place: { name: "Stereolux", locality: "Nantes" } }, 2, "2026-11-21T10:00:04.400Z"],
      [{ online: { url: "https://visio.example/x" } }, 3, "2026-11-21T10:00:05.400Z"],
      [{ timeZone: "Indian/Reunion" }, 4, "2026-11-21T10:00:06.400Z"],
    ]
    for (const [body, sequence, updatedAt] of steps) {
      const event = await patch(id, body)
      expect([body, event.sequence, event.updatedAt?.toISOString()]).toEqual([body, sequence, updatedAt])
      expect(event.changedAt).toEqual(event.updatedAt)
      expect(event.news).toEqual([])
    }
    const sent = await sentSince(db, seq)
    expect(sent.map(({ type }) => type)).toEqual(steps.map(() => "Update"))
    const updated = sent.map(({ json }) => json.object.updated)
    expect(updated).toEqual([...new Set(updated)].sort())
    expect(sent.every(({ json }) => json.object.updated > json.object.published)).toBe(true)
    expect((await readObject(db, `/events/${id}`))?.version).toBe(7)
    server.setClock(new Date("2026-11-21T12:00:00Z"))
    expect((await patch(id, { title: "Plus tard" })).updatedAt).toEqual(new Date("2026-11-21T12:00:00Z"))
  })

  test("with nothing changed, nothing is written", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary({ tags: ["Communs"], organisers: ["Ana"] }))
    const before = await dump(db)
    await patch(event.id, {})
    await patch(event.id, {
      title: "Séance plénière",
      end: "2026-11-30T17:00",
      tags: ["Communs"],
      place: { name: "Nouveau Siècle", locality: "Lille", street: null },
    })
    expect(await dump(db)).toEqual(before)
  })

  test("a bad correction names its field and writes nothing", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    const before = await dump(db)
    await expect(patch(event.id, { end: "2026-11-30T13:00" })).rejects.toMatchObject({
      code: "invalid-fields",
      problems: [fieldProblem("end", "end-before-start", { end: "2026-11-30T13:00", start: "2026-11-30T14:00" })],
    })
    await expect(patch(event.id, { start: "2026-12-01" })).rejects.toMatchObject({ problems: [{ field: "end" }] })
    expect(await dump(db)).toEqual(before)
  })

  test("a programme: sessions keep their uid by slug, grow in SEQUENCE when moved, follow the event's zone, are kept in order of time", async () => {
    const { db, site } = server
    const { id, sessions } = await createEvent(
      db,
      site,
      OPERATOR,
      plenary({
        programme: [
          { slug: "fin", title: "La fin", start: "2026-11-30T16:00", end: null },
          { slug: "libre", title: "Sans heure" },
          { slug: "debut", title: "Le début", start: "2026-11-30T14:00", end: "2026-11-30T15:00" },
        ],
      } as never),
    )
    expect(sessions.map(({ slug, position, sequence }) => [slug, position, sequence])).toEqual([
      ["debut", 0, 0],
      ["fin", 1, 0],
      ["libre", 2, 0],
    ])
    const uids = Object.fromEntries(sessions.map(({ slug, uid }) => [slug, uid]))
    const event = await patch(id, {
      programme: [
        { slug: "debut", title: "Le début", start: "2026-11-30T14:30", end: "2026-11-30T15:00" },
        { slug: "fin", title: "La vraie fin", start: "2026-11-30T16:00" },
        { slug: "neuve", title: "Une autre" },
      ],
    })
    expect(event.sequence).toBe(0)
    expect(event.sessions.map(({ slug, uid, sequence }) => [slug, uid === uids[slug], sequence])).toEqual([
      ["debut", true, 1],
      ["fin", true, 0],
      ["neuve", false, 0],
    ])
    const rows = await db
      .selectFrom("session")
      .select(["slug", "ical"])
      .where("eventId", "=", id)
      .orderBy("position")
      .execute()
    expect(rows.map(({ slug, ical }) => [slug, ical])).toEqual(
      event.sessions.map(session => [session.slug, session.when && site.texts.session(session, event)]),
    )
    const moved = await patch(id, { timeZone: "Indian/Reunion" })
    expect(moved.sessions.map(({ when }) => when?.timeZone)).toEqual(["Indian/Reunion", "Indian/Reunion", undefined])
  })
})

describe("deleting", () => {
  test("a published event leaves a Tombstone for ever and tells its followers", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    const seq = await lastSeq(db)
    server.setClock(new Date("2026-11-25T10:00:00Z"))
    await deleteEvent(db, site, OPERATOR, event.id)
    const [sent, ...rest] = await sentSince(db, seq)
    expect(rest).toEqual([])
    expect(sent).toMatchObject({
      type: "Delete",
      actor: "agenda",
      objectPath: `/events/${event.id}`,
      objectType: "Event",
      inboxes: [["https://a.example/inbox", ""]],
    })
    expect(sent!.json.object).toMatchObject({
      id: `${ORIGIN}/events/${event.id}`,
      type: "Tombstone",
      formerType: "Event",
      deleted: "2026-11-25T10:00:00Z",
    })
    const object = await readObject(db, `/events/${event.id}`)
    expect(object).toMatchObject({ type: "Tombstone", gone: true, version: 2, page: "/e/seance-pleniere" })
    expect(await readEvent(db, { id: event.id })).toMatchObject({
      state: "deleted",
      deletedAt: new Date("2026-11-25T10:00:00Z"),
    })
    const before = await dump(db)
    for (const act of [
      () => deleteEvent(db, site, OPERATOR, event.id),
      () => publishEvent(db, site, OPERATOR, event.id),
      () => patch(event.id, { title: "Revenue" }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "deleted", kind: "gone" })
    expect(await dump(db)).toEqual(before)
  })

  test("who was told of an event is told that it went, also when its date has passed; who never was is not", async () => {
    const { db, site } = server
    const announced = await createEvent(db, site, OPERATOR, plenary())
    const archived = await createEvent(db, site, OPERATOR, plenary({ start: "2020-01-01", end: null }))
    server.setClock(new Date("2026-12-25T10:00:00Z"))
    const seq = await lastSeq(db)
    await deleteEvent(db, site, OPERATOR, announced.id)
    await deleteEvent(db, site, OPERATOR, archived.id)
    expect((await sentSince(db, seq)).map(({ inboxes }) => inboxes)).toEqual([[["https://a.example/inbox", ""]], []])
  })

  test("a draft leaves nothing, and interviews that named it stand alone", async () => {
    const { db, site } = server
    const before = await dump(db)
    const draft = await createEvent(
      db,
      site,
      OPERATOR,
      plenary({
        publish: false,
        slug: "brouillon",
        programme: [{ slug: "a", title: "Une séance", summary: "", speakers: [], documents: [] }],
      }),
    )
    const interview = await createInterview(db, site, OPERATOR, {
      calendar: "entretiens",
      title: "Un entretien",
      summary: "",
      content: "",
      interviewees: [],
      tags: [],
      published: "2026-11-20",
      event: "brouillon",
      publish: false,
    })
    expect(interview.eventId).toBe(draft.id)
    await deleteEvent(db, site, OPERATOR, draft.id)
    expect((await readInterview(db, { id: interview.id }))?.eventId).toBeNull()
    const after = await dump(db)
    for (const table of ["event", "session", "eventPlace", "outbox", "object"])
      expect([table, after[table]]).toEqual([table, before[table]])
    await expect(deleteEvent(db, site, OPERATOR, draft.id)).rejects.toMatchObject({ code: "not-found" })
  })
})

test("places: one row for what says the same, whatever the letters; another when anything differs", async () => {
  const { db, site } = server
  const at = (place: object) => createEvent(db, site, OPERATOR, plenary({ place: place as never }))
  const first = await at({ name: "École d'architecture", locality: "Nantes", latitude: 47.2, longitude: -1.5 })
  const again = await at({ name: "École d'architecture", locality: "Nantes", latitude: 47.2, longitude: -1.5 })
  const other = await at({ name: "École d'architecture", locality: "Nantes" })
  expect(again.places[0]!.id).toBe(first.places[0]!.id)
  expect(other.places[0]!.id).not.toBe(first.places[0]!.id)
})
