import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { markEventFull } from "../../../src/actions/events/mark-full.ts"
import { moveEventOnline } from "../../../src/actions/events/move-online.ts"
import { postponeEvent } from "../../../src/actions/events/postpone.ts"
import { rescheduleEvent } from "../../../src/actions/events/reschedule.ts"
import { restoreEvent } from "../../../src/actions/events/restore.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import type { WholeEvent } from "../../../src/domain/event.ts"
import { readObject } from "../../../src/store/objects.ts"
import { makeCalendars, plenary } from "../../support/agenda.ts"
import { addFollowers } from "../../support/followers.ts"
import { dump, lastSeq, sentSince } from "../../support/rows.ts"
import { ORIGIN, openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00.400Z")
const REASON = "La salle est fermée."
const INBOX = [["https://a.example/inbox", ""]]
let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(START, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
  await addFollowers(server.db, "agenda", [{ host: "a.example" }])
})
beforeEach(() => server.setClock(START))
afterAll(() => server.close())

/** What a change sent: the event anew, then a message of its own. */
async function changed(act: (event: WholeEvent) => Promise<WholeEvent>, before: WholeEvent) {
  const seq = await lastSeq(server.db)
  const event = await act(before)
  const [update, note, ...rest] = await sentSince(server.db, seq)
  expect(rest).toEqual([])
  expect([update!.type, update!.objectType, note!.type, note!.objectType]).toEqual([
    "Update",
    "Event",
    "Create",
    "Note",
  ])
  expect(event.sequence).toBe(before.sequence + 1)
  expect(event.updatedAt!.getTime()).toBeGreaterThanOrEqual((before.updatedAt ?? before.publishedAt)!.getTime() + 1000)
  const stored = (await readObject(server.db, `/events/${event.id}`))!
  expect({ "@context": update!.json["@context"], ...update!.json.object }).toEqual(JSON.parse(stored.body))
  expect(JSON.parse(stored.body)).toEqual(server.site.wire.event(event).json)
  const text = (await readObject(server.db, note!.objectPath!))!
  expect({ "@context": note!.json["@context"], ...note!.json.object }).toEqual(JSON.parse(text.body))
  const { ical } = await server.db
    .selectFrom("event")
    .select("ical")
    .where("id", "=", event.id)
    .executeTakeFirstOrThrow()
  expect(ical).toBe(server.site.texts.event(event))
  return { event, update: update!, note: note!, news: event.news[0]! }
}

const paragraph = (note: { json: { object: { content: string } } }): string =>
  /^<p>(.*?)<\/p>/.exec(note.json.object.content)![1]!.replaceAll("&#39;", "'")

describe("each change tells of itself, in a message that can be understood alone", () => {
  test.each<[string, (event: WholeEvent) => Promise<WholeEvent>, object, string]>([
    [
      "cancel",
      ({ id }) => cancelEvent(server.db, server.site, OPERATOR, id, REASON),
      { status: "cancelled" },
      "ANNULÉ · Séance plénière. Date prévue : lun. 30 nov. 2026, 14h–17h, Nouveau Siècle, Lille. La salle est fermée.",
    ],
    [
      "postpone",
      ({ id }) => postponeEvent(server.db, server.site, OPERATOR, id, REASON),
      { status: "postponed" },
      "REPORTÉ · Séance plénière. La nouvelle date sera annoncée ici. La salle est fermée.",
    ],
    [
      "reschedule",
      ({ id }) => rescheduleEvent(server.db, server.site, OPERATOR, id, { start: "2026-12-07T14:00", reason: REASON }),
      { status: "rescheduled" },
      "REPORTÉ · Séance plénière. Nouvelle date : lun. 7 déc. 2026, 14h–17h, Nouveau Siècle, Lille (au lieu du lun. 30 nov.). La salle est fermée.",
    ],
    [
      "move online",
      ({ id }) => moveEventOnline(server.db, server.site, OPERATOR, id, "https://visio.example/x", REASON),
      { status: "moved-online", onlineUrl: "https://visio.example/x" },
      "EN LIGNE · Séance plénière aura lieu en visioconférence, à la même heure. La salle est fermée.",
    ],
    [
      "full",
      ({ id }) => markEventFull(server.db, server.site, OPERATOR, id, REASON),
      { status: "scheduled", full: true },
      "COMPLET · Il n'y a plus de place pour Séance plénière. La salle est fermée.",
    ],
  ])("%s", async (_, act, state, post) => {
    const before = await createEvent(server.db, server.site, OPERATOR, plenary())
    const { event, update, note, news } = await changed(act, before)
    expect(event).toMatchObject(state)
    expect(news).toMatchObject({
      text: post,
      reason: REASON,
      eventId: event.id,
      language: "fr",
      publishedAt: event.updatedAt,
    })
    expect(note.json.object).toMatchObject({
      id: `${ORIGIN}/news/${news.id}`,
      type: "Note",
      attributedTo: `${ORIGIN}/actors/agenda`,
      context: update.json.object.context,
    })
    expect(paragraph(note)).toBe(post)
    expect([update.inboxes, note.inboxes]).toEqual([INBOX, INBOX])
    expect(update.json.object.updated > update.json.object.published).toBe(true)
  })

  test("the event itself says its state first, in name, summary and calendars", async () => {
    const { db, site } = server
    const { id } = await createEvent(db, site, OPERATOR, plenary())
    await cancelEvent(db, site, OPERATOR, id)
    const { body } = (await readObject(db, `/events/${id}`))!
    expect(JSON.parse(body)).toMatchObject({
      name: "ANNULÉ · Séance plénière",
      status: "CANCELLED",
      eventStatus: "EventCancelled",
      summary: "ANNULÉ · lun. 30 nov. 2026, 14h–17h · Nouveau Siècle, Lille",
    })
    const { ical } = await db.selectFrom("event").select("ical").where("id", "=", id).executeTakeFirstOrThrow()
    expect(ical).toContain("SUMMARY:ANNULÉ · Séance plénière\r\n")
    expect(ical).toContain("STATUS:CANCELLED\r\n")
    expect(ical).toContain("SEQUENCE:1\r\n")
  })

  test("without followers the words are the same and nothing leaves", async () => {
    const { db, site } = server
    const { id } = await createEvent(db, site, OPERATOR, plenary({ calendar: "rencontres" }))
    const seq = await lastSeq(db)
    await cancelEvent(db, site, OPERATOR, id)
    expect((await sentSince(db, seq)).map(({ type, inboxes }) => [type, inboxes])).toEqual([
      ["Update", []],
      ["Create", []],
    ])
  })

  test("changes in one second are still told apart and in order", async () => {
    const { db, site } = server
    let event = await createEvent(db, site, OPERATOR, plenary())
    const seq = await lastSeq(db)
    const acts = [
      (e: WholeEvent) => postponeEvent(db, site, OPERATOR, e.id),
      (e: WholeEvent) => rescheduleEvent(db, site, OPERATOR, e.id, { start: "2026-12-07T14:00" }),
      (e: WholeEvent) => markEventFull(db, site, OPERATOR, e.id),
      (e: WholeEvent) => moveEventOnline(db, site, OPERATOR, e.id, "https://visio.example/x"),
      (e: WholeEvent) => cancelEvent(db, site, OPERATOR, e.id),
      (e: WholeEvent) => restoreEvent(db, site, OPERATOR, e.id),
    ]
    for (const act of acts) event = (await changed(act, event)).event
    expect(event.sequence).toBe(6)
    expect(event.news.map(({ kind }) => kind)).toEqual([
      "restored",
      "cancelled",
      "moved-online",
      "full",
      "rescheduled",
      "postponed",
    ])
    const sent = (await sentSince(db, seq))
      .filter(({ type }) => type === "Update")
      .map(({ json }) => json.object.updated)
    expect(sent).toEqual([1, 2, 3, 4, 5, 6].map(n => `2026-11-21T10:00:0${n}Z`))
    const lines = (await db.selectFrom("event").select("ical").where("id", "=", event.id).executeTakeFirstOrThrow())
      .ical!
    expect(lines).toContain("LAST-MODIFIED:20261121T100006Z\r\n")
    expect(lines).toContain("SEQUENCE:6\r\n")
  })
})

describe("moving", () => {
  test("keeps the length, shows the old date, takes the programme along", async () => {
    const { db, site } = server
    const before = await createEvent(
      db,
      site,
      OPERATOR,
      plenary({
        programme: [
          {
            slug: "a",
            title: "Accueil",
            summary: "",
            start: "2026-11-30T14:00",
            end: "2026-11-30T14:30",
            speakers: [],
            documents: [],
          },
          { slug: "libre", title: "Sans heure", summary: "", speakers: [], documents: [] },
        ],
      }),
    )
    const { event } = await changed(
      e => rescheduleEvent(db, site, OPERATOR, e.id, { start: "2026-12-07T09:00" }),
      before,
    )
    expect(event).toMatchObject({
      when: { start: "2026-12-07T09:00", end: "2026-12-07T12:00", allDay: false, timeZone: "Europe/Paris" },
      previous: before.when,
      startsAt: new Date("2026-12-07T08:00:00Z"),
      overAt: new Date("2026-12-07T11:00:00Z"),
    })
    expect(
      event.sessions.map(({ slug, when, sequence }) => [slug, when?.start ?? null, when?.end ?? null, sequence]),
    ).toEqual([
      ["a", "2026-12-07T09:00", "2026-12-07T09:30", 1],
      ["libre", null, null, 0],
    ])
    const sessions = await db
      .selectFrom("session")
      .select("ical")
      .where("eventId", "=", event.id)
      .where("ical", "is not", null)
      .execute()
    expect(sessions.map(({ ical }) => ical)).toEqual([site.texts.session(event.sessions[0]!, event)])
    const again = (
      await changed(
        e => rescheduleEvent(db, site, OPERATOR, e.id, { start: "2026-12-14T09:00", end: "2026-12-14T18:00" }),
        event,
      )
    ).event
    expect([again.when.end, again.previous]).toEqual(["2026-12-14T18:00", event.when])
  })

  test("from whole days to hours, to another zone", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary({ start: "2026-12-12", end: "2026-12-13" }))
    expect((await rescheduleEvent(db, site, OPERATOR, event.id, { start: "2026-12-19" })).when).toEqual({
      start: "2026-12-19",
      end: "2026-12-20",
      allDay: true,
      timeZone: "Europe/Paris",
    })
    expect(
      (await rescheduleEvent(db, site, OPERATOR, event.id, { start: "2026-12-26T10:00", timeZone: "Indian/Reunion" }))
        .when,
    ).toEqual({
      start: "2026-12-26T10:00",
      end: null,
      allDay: false,
      timeZone: "Indian/Reunion",
    })
  })

  test("to a date that is none, or the same, or where a session has no hour: refused by field, nothing written", async () => {
    const { db, site } = server
    const event = await createEvent(
      db,
      site,
      OPERATOR,
      plenary({
        programme: [
          { slug: "nuit", title: "La nuit", summary: "", start: "2026-12-01T02:30", speakers: [], documents: [] },
        ],
      }),
    )
    const before = await dump(db)
    for (const [input, field] of [
      [{ start: "2026-12-32T10:00" }, "start"],
      [{ start: "n'importe quoi" }, "start"],
      [{ start: "2026-11-30T14:00" }, "start"],
      [{ start: "2027-03-28T02:15" }, "start"],
      [{ start: "2026-12-07T14:00", end: "2026-12-07T13:00" }, "end"],
      [{ start: "2027-03-27T14:00" }, "programme[0].start"],
    ] as const) {
      await expect(rescheduleEvent(db, site, OPERATOR, event.id, input)).rejects.toMatchObject({
        code: "invalid-fields",
        problems: [{ field }],
      })
    }
    expect(await dump(db)).toEqual(before)
  })
})

describe("what may follow what", () => {
  test("a conflict says why and writes nothing", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    await cancelEvent(db, site, OPERATOR, event.id)
    const before = await dump(db)
    for (const [code, act] of [
      ["event-already-cancelled", () => cancelEvent(db, site, OPERATOR, event.id)],
      ["event-must-be-restored", () => postponeEvent(db, site, OPERATOR, event.id)],
      ["event-must-be-restored", () => rescheduleEvent(db, site, OPERATOR, event.id, { start: "2027-01-01T10:00" })],
      ["event-must-be-restored", () => moveEventOnline(db, site, OPERATOR, event.id, "https://visio.example")],
      ["event-is-cancelled", () => markEventFull(db, site, OPERATOR, event.id)],
    ] as const)
      await expect(act()).rejects.toMatchObject({ code, kind: "conflict" })
    const draft = await createEvent(db, site, OPERATOR, plenary({ publish: false }))
    await expect(cancelEvent(db, site, OPERATOR, draft.id)).rejects.toMatchObject({
      code: "event-is-draft",
      kind: "conflict",
    })
    await deleteEvent(db, site, OPERATOR, draft.id)
    expect(await dump(db)).toEqual(before)
    await expect(cancelEvent(db, site, OPERATOR, draft.id)).rejects.toMatchObject({ code: "not-found" })
  })

  test("a cancelled event comes back as it was last announced", async () => {
    const { db, site } = server
    const restored = async (act: (id: string) => Promise<unknown>) => {
      const { id } = await createEvent(db, site, OPERATOR, plenary())
      await act(id)
      await cancelEvent(db, site, OPERATOR, id)
      return (await restoreEvent(db, site, OPERATOR, id)).status
    }
    expect(await restored(async () => {})).toBe("scheduled")
    expect(await restored(id => rescheduleEvent(db, site, OPERATOR, id, { start: "2026-12-07T14:00" }))).toBe(
      "rescheduled",
    )
    expect(await restored(id => moveEventOnline(db, site, OPERATOR, id, "https://visio.example/x"))).toBe(
      "moved-online",
    )
    expect(await restored(id => markEventFull(db, site, OPERATOR, id))).toBe("scheduled")
  })

  test("of several at once one wins and the others are told", async () => {
    const { db, site } = server
    const { id } = await createEvent(db, site, OPERATOR, plenary())
    const seq = await lastSeq(db)
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => cancelEvent(db, site, OPERATOR, id)))
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", ...Array(5).fill("rejected")])
    expect(await sentSince(db, seq)).toHaveLength(2)
  })

  test("the past changes for the record, without a message to anyone", async () => {
    const { db, site } = server
    const { id } = await createEvent(db, site, OPERATOR, plenary())
    server.setClock(new Date("2026-12-01T10:00:00Z"))
    const seq = await lastSeq(db)
    await cancelEvent(db, site, OPERATOR, id)
    expect((await sentSince(db, seq)).map(({ type, listed, inboxes }) => [type, listed, inboxes])).toEqual([
      ["Update", true, []],
      ["Create", true, []],
    ])
  })

  test("deleting takes the messages away too", async () => {
    const { db, site } = server
    const { id } = await createEvent(db, site, OPERATOR, plenary())
    await postponeEvent(db, site, OPERATOR, id)
    const event = await cancelEvent(db, site, OPERATOR, id)
    const seq = await lastSeq(db)
    await deleteEvent(db, site, OPERATOR, id)
    const sent = await sentSince(db, seq)
    expect(sent.map(({ type, objectPath, inboxes }) => [type, objectPath, inboxes])).toEqual([
      ["Delete", `/news/${event.news[0]!.id}`, INBOX],
      ["Delete", `/news/${event.news[1]!.id}`, INBOX],
      ["Delete", `/events/${id}`, INBOX],
    ])
    for (const { objectPath } of sent)
      expect(await readObject(db, objectPath!)).toMatchObject({ gone: true, type: "Tombstone" })
  })
})
