import { readFile } from "node:fs/promises"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createCalendar, createPublisher } from "../../src/actions/calendars/create.ts"
import { cancelEvent } from "../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { updateEvent } from "../../src/actions/events/update.ts"
import { addSource } from "../../src/actions/sources/add.ts"
import { removeSource } from "../../src/actions/sources/remove.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { transact } from "../../src/store/db.ts"
import { readEvent } from "../../src/store/events.ts"
import { publicEvents } from "../../src/store/public/events.ts"
import { listSources, readSource } from "../../src/store/sources.ts"
import { addFollowers } from "../support/followers.ts"
import { openImporter } from "../support/importer.ts"
import { openSite } from "../support/site.ts"

/** A calendar elsewhere, over real HTTP, that changes between two readings; what follows here and what followers are sent. */
let place: Awaited<ReturnType<typeof openSite>>
let importer: ReturnType<typeof openImporter>
let feed: Awaited<ReturnType<typeof openFeed>>
const FRAMAGENDA = await readFile(new URL("../fixtures/ics/framagenda-1.ics", import.meta.url), "utf8")

async function openFeed() {
  const asked: { path: string; headers: IncomingMessage["headers"] }[] = []
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    response.writeHead(404).end()
  const server = createServer((request, response) => {
    asked.push({ path: request.url!, headers: request.headers })
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answers(next: typeof answer) {
      answer = next
    },
    /** with an ETag, as Nextcloud gives it */
    says(body: string | Buffer, headers: Record<string, string> = {}) {
      const etag = `"${Buffer.byteLength(body)}-${weigh(body)}"`
      answer = (request, response) => {
        if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end()
        response.writeHead(200, { "content-type": "text/calendar; charset=utf-8", etag, ...headers }).end(body)
      }
    },
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
/** Two bodies of one length differ. */
const weigh = (body: string | Buffer): number =>
  [...Buffer.from(body)].reduce((sum, byte, n) => (sum + byte * (n + 1)) % 1e9, 7)

beforeEach(async () => {
  place = await openSite(new Date("2026-11-21T10:00:00Z"), { oneKeyPair: true })
  importer = openImporter(place.site)
  feed = await openFeed()
  const { db, site } = place
  await transact(db, async trx => {
    const publisher = await createPublisher(trx, site, OPERATOR, {
      handle: "communs",
      name: "Communs",
      language: "fr",
      summary: "",
    })
    const calendar = { kind: "agenda", language: "fr", timeZone: "Europe/Paris", summary: "" } as const
    await createCalendar(trx, site, OPERATOR, { ...calendar, handle: "agenda", name: "Agenda" }, publisher.id)
    await createCalendar(trx, site, OPERATOR, { ...calendar, handle: "autre", name: "Autre" }, publisher.id)
  })
  await addFollowers(db, "agenda", [{ host: "mastodon.example" }])
})
afterEach(async () => {
  await feed.close()
  await importer.close()
  await place.close()
})

const path = "/remote.php/dav/public-calendars/Ab3dEf?export"
const input = (more: object = {}) => ({
  url: `${feed.origin}/index.php/apps/calendar/p/Ab3dEf`,
  calendar: "agenda",
  tagMap: {},
  publish: true,
  ...more,
})

/** Subscribes, and reads once. */
async function subscribe(more: object = {}) {
  const { source } = await importer.subscribe(place.db, OPERATOR, input(more))
  return { id: source.id, report: await importer.refresh(place.db, OPERATOR, source.id) }
}

const events = () => publicEvents(place.db, { calendar: "agenda" })
const shown = async () => (await events()).map(({ title, when, status }) => [title, when.start, status])
const byUid = async (uid: string) => {
  const row = await place.db.selectFrom("event").select("id").where("uid", "=", uid).executeTakeFirstOrThrow()
  return (await readEvent(place.db, { id: row.id }))!
}

/** Activities in the outbox, with whether followers are sent them, since the last look. */
let seen = 0
async function sent() {
  const rows = await place.db
    .selectFrom("outbox")
    .leftJoin("delivery", "delivery.outboxId", "outbox.id")
    .innerJoin("actor", "actor.id", "outbox.actorId")
    .leftJoin("object", "object.path", "outbox.objectPath")
    .select(["outbox.seq", "outbox.type", "outbox.body", "object.body as about", "delivery.inbox"])
    .where("actor.handle", "=", "agenda")
    .where("outbox.seq", ">", seen)
    .orderBy("outbox.seq")
    .execute()
  seen = Math.max(seen, ...rows.map(({ seq }) => seq))
  return rows.map(({ type, body, about, inbox }) => {
    const object = body === null ? JSON.parse(about!) : JSON.parse(body).object
    const text =
      object.type === "Note" ? object.content.replace(/<p><a[\s\S]*$/, "").replace(/<[^>]+>/g, "") : object.name
    return `${type} ${object.type} · ${text}${inbox === null ? " (not sent)" : ""}`
  })
}
beforeEach(() => {
  seen = 0
})

describe("a Framagenda that is taken in", () => {
  test("a dry run writes nothing and says line by line what would come", async () => {
    feed.says(FRAMAGENDA)
    const report = await importer.preview(place.db, OPERATOR, input())
    expect(feed.asked.map(({ path }) => path)).toEqual([path])
    expect(report).toMatchObject({
      applied: false,
      held: null,
      counts: { created: 10, changed: 0, cancelled: 0, restored: 0, unchanged: 0, left: 0, refused: 3 },
    })
    expect(report.lines.slice(0, 4)).toEqual([
      {
        outcome: "refused",
        line: 67,
        title: "Une date à la main",
        start: null,
        reasons: ['DTSTART is no date: "2026-12-11 10h"'],
      },
      { outcome: "refused", line: 81, title: null, start: null, reasons: ["it is private"] },
      {
        outcome: "refused",
        line: 88,
        title: "Peut-être un atelier",
        start: null,
        reasons: ["its origin calls it tentative: it comes in once it is confirmed"],
      },
      { outcome: "created", line: 47, title: "Point hebdomadaire (mardi)", start: "2026-12-01T14:00", reasons: [] },
    ])
    expect([await events(), await listSources(place.db)]).toEqual([[], []])
  })

  test("its entries become events that followers are sent; what is over is not sent", async () => {
    feed.says(FRAMAGENDA)
    const { id, report } = await subscribe()
    expect([report.applied, report.counts.created]).toEqual([true, 10])
    expect(await shown()).toEqual(
      [
        ["Point hebdomadaire", "2026-10-26T09:00", "scheduled"],
        ["Point hebdomadaire", "2026-11-02T09:00", "scheduled"],
        ["Point hebdomadaire", "2026-11-09T09:00", "scheduled"],
        ["Point hebdomadaire", "2026-11-16T09:00", "scheduled"],
        ["Point hebdomadaire", "2026-11-23T09:00", "scheduled"],
        ["Point hebdomadaire (mardi)", "2026-12-01T14:00", "scheduled"],
        ["Audition de la Cour des comptes", "2026-12-10T14:30", "scheduled"],
        ["Point hebdomadaire", "2026-12-14T09:00", "scheduled"],
        ["Séminaire", "2026-12-14", "scheduled"],
        ["Point hebdomadaire", "2026-12-21T09:00", "scheduled"],
      ]
        .sort((a, b) => (a[1]! < b[1]! ? -1 : 1))
        .map(row => expect.arrayContaining(row)),
    )
    expect(await sent()).toEqual([
      "Create Event · Point hebdomadaire (not sent)",
      "Create Event · Point hebdomadaire (not sent)",
      "Create Event · Point hebdomadaire (not sent)",
      "Create Event · Point hebdomadaire (not sent)",
      "Create Event · Point hebdomadaire",
      "Create Event · Point hebdomadaire (mardi)",
      "Create Event · Audition de la Cour des comptes",
      "Create Event · Séminaire",
      "Create Event · Point hebdomadaire",
      "Create Event · Point hebdomadaire",
    ])
    // the UID of their origin; occurrences after the first add where they stand
    const uids = (await events()).map(({ uid }) => uid)
    expect(uids.sort()).toEqual(
      ["audition-0002", "seminaire-0004", "weekly-0001"].concat(
        ["20261102", "20261109", "20261116", "20261123", "20261130", "20261214", "20261221"].map(
          day => `weekly-0001/${day}T090000`,
        ),
      ),
    )
    const weekly = (await events()).filter(({ uid }) => uid.startsWith("weekly"))
    expect(new Set(weekly.map(({ seriesId }) => seriesId)).size).toBe(1)
    const source = (await readSource(place.db, id))!
    expect([source.name, source.intervalSeconds, source.failures, source.held]).toEqual([
      "Conseil (public)",
      4 * 3600,
      0,
      null,
    ])
    const hearing = await byUid("audition-0002")
    expect(hearing.source).toEqual({ name: "Conseil (public)", url: null })
  })

  test("nothing changes while it says the same, and it is not read again while it is the same", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    await sent()
    const before = await place.db.selectFrom("event").select(["id", "changedAt", "sequence"]).orderBy("id").execute()
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({ created: 10 })
    expect(feed.asked.at(-1)!.headers["if-none-match"]).toBeDefined()
    // what recurs goes on: after a day it is read whole
    place.setClock(new Date("2026-11-22T11:00:00Z"))
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({
      created: 0,
      changed: 0,
      cancelled: 0,
      unchanged: 10,
    })
    expect(feed.asked.at(-1)!.headers["if-none-match"]).toBeUndefined()
    expect(await place.db.selectFrom("event").select(["id", "changedAt", "sequence"]).orderBy("id").execute()).toEqual(
      before,
    )
    expect(await sent()).toEqual([])
  })

  test("changes, moves, cancellations and new entries follow, as an officer would tell them", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    await sent()
    const edited = FRAMAGENDA.replace(
      "SUMMARY:Audition de la Cour des comptes",
      "SUMMARY:Audition publique de la Cour des comptes",
    )
      // the seminar moves a week; the one moved to Tuesday goes back to its Monday; an occurrence is taken out
      .replace(
        "DTSTART;VALUE=DATE:20261214\r\nDTEND;VALUE=DATE:20261217",
        "DTSTART;VALUE=DATE:20270111\r\nDTEND;VALUE=DATE:20270114",
      )
      .replace("20261201T140000\r\n", "20261130T090000\r\n")
      .replace("20261201T153000\r\n", "20261130T103000\r\n")
      .replace("EXDATE;TZID=Europe/Paris:20261207T090000", "EXDATE;TZID=Europe/Paris:20261207T090000,20261214T090000")
      // the broken one is mended, the uncertain one is certain
      .replace("2026-12-11 10h", "20261211T100000")
      .replace("STATUS:TENTATIVE", "STATUS:CONFIRMED")
    expect(edited.length).not.toBe(FRAMAGENDA.length)
    feed.says(edited)
    const { counts, lines } = await importer.refresh(place.db, OPERATOR, id)
    expect(counts).toEqual({ created: 2, changed: 3, cancelled: 1, restored: 0, unchanged: 6, left: 0, refused: 1 })
    expect(lines.filter(({ outcome }) => outcome === "cancelled")).toEqual([
      {
        outcome: "cancelled",
        line: null,
        title: "Point hebdomadaire",
        start: "2026-12-14T09:00",
        reasons: ["it is no longer in the source"],
      },
    ])
    expect((await sent()).sort()).toEqual(
      [
        "Update Event · Audition publique de la Cour des comptes",
        "Update Event · REPORTÉ · Séminaire",
        "Create Note · REPORTÉ · Séminaire. Nouvelle date : lun. 11 – mer. 13 janv. 2027 (au lieu du lun. 14 – mer. 16 déc.).",
        "Update Event · REPORTÉ · Point hebdomadaire (mardi)",
        "Create Note · REPORTÉ · Point hebdomadaire (mardi). Nouvelle date : lun. 30 nov. 2026, 9h–10h30, en visioconférence (au lieu du mar. 1er déc.).",
        "Update Event · ANNULÉ · Point hebdomadaire",
        "Create Note · ANNULÉ · Point hebdomadaire. Date prévue : lun. 14 déc. 2026, 9h–10h30, Salle 3, Paris.",
        "Create Event · Une date à la main",
        "Create Event · Peut-être un atelier",
      ].sort(),
    )
    const seminar = await byUid("seminaire-0004")
    expect([seminar.status, seminar.when.start, seminar.previous?.start, seminar.sequence]).toEqual([
      "rescheduled",
      "2027-01-11",
      "2026-12-14",
      1,
    ])
    // and back again: what was cancelled takes place after all
    feed.says(edited.replace(",20261214T090000", ""))
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({
      restored: 1,
      changed: 0,
      cancelled: 0,
      created: 0,
    })
    expect(await sent()).toEqual([
      "Update Event · Point hebdomadaire",
      expect.stringMatching(/^Create Note · RÉTABLI · Point hebdomadaire/),
    ])
  })

  test("STATUS:CANCELLED cancels; a new end or an hour on a day that was known is a correction", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    await sent()
    feed.says(
      FRAMAGENDA.replace(
        "SUMMARY:Audition de la Cour des comptes",
        "SUMMARY:Audition de la Cour des comptes\r\nSTATUS:CANCELLED",
      )
        .replace("STATUS:CONFIRMED\r\nCLASS:PUBLIC", "CLASS:PUBLIC")
        .replace(
          "DTSTART;VALUE=DATE:20261214\r\nDTEND;VALUE=DATE:20261217",
          "DTSTART;TZID=Europe/Paris:20261214T090000\r\nDTEND;TZID=Europe/Paris:20261216T170000",
        ),
    )
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({ cancelled: 1, changed: 1 })
    expect(await sent()).toEqual([
      "Update Event · ANNULÉ · Audition de la Cour des comptes",
      expect.stringMatching(/^Create Note · ANNULÉ · Audition de la Cour des comptes/),
      "Update Event · Séminaire",
    ])
    const seminar = await byUid("seminaire-0004")
    expect([seminar.status, seminar.when]).toEqual([
      "scheduled",
      { start: "2026-12-14T09:00", end: "2026-12-16T17:00", allDay: false, timeZone: "Europe/Paris" },
    ])
  })

  test("a whole series that moves by an hour moves; it is not cancelled and announced anew", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    const before = (await events()).filter(({ uid }) => uid.startsWith("weekly")).map(({ id }) => id)
    await sent()
    feed.says(
      FRAMAGENDA.replaceAll("T090000", "T100000")
        .replaceAll("T103000", "T113000")
        .replace("20261221T080000Z", "20261221T090000Z"),
    )
    const { counts } = await importer.refresh(place.db, OPERATOR, id)
    expect(counts).toMatchObject({ created: 0, changed: 8, cancelled: 0 })
    const after = (await events()).filter(({ uid }) => uid.startsWith("weekly"))
    expect(after.map(({ id }) => id).sort()).toEqual(before.sort())
    expect(after.filter(({ status }) => status === "rescheduled").map(({ when }) => when.start)).toEqual([
      "2026-11-23T10:00",
      "2026-12-14T10:00",
      "2026-12-21T10:00",
    ])
  })
})

describe("what was decided here stays", () => {
  test("edits, unless their origin changes the same; cancelled and deleted by hand", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    const { db, site } = place
    const hearing = await byUid("audition-0002")
    await updateEvent(db, site, OPERATOR, hearing.id, { summary: "Un mot d'ici.", tags: ["audition"] })
    const seminar = await byUid("seminaire-0004")
    await cancelEvent(db, site, OPERATOR, seminar.id, "Salle indisponible")
    const tuesday = (await events()).find(({ title }) => title.includes("mardi"))!
    await deleteEvent(db, site, OPERATOR, tuesday.id)
    feed.says(
      FRAMAGENDA.replace("SUMMARY:Audition de", "LOCATION:Palais Cambon\r\nSUMMARY:Audition à").replace(
        "SUMMARY:Séminaire",
        "SUMMARY:Séminaire d'hiver",
      ),
    )
    const report = await importer.refresh(db, OPERATOR, id)
    expect(report.counts).toMatchObject({ changed: 2, left: 1, cancelled: 0, restored: 0 })
    expect(report.lines.find(({ outcome }) => outcome === "left")?.reasons).toEqual(["it was deleted here"])
    const after = await byUid("audition-0002")
    expect([after.title, after.summary, after.tags, after.places.map(({ name }) => name)]).toEqual([
      "Audition à la Cour des comptes",
      "Un mot d'ici.",
      ["audition"],
      ["Palais Cambon"],
    ])
    expect([(await byUid("seminaire-0004")).status, (await byUid("seminaire-0004")).title]).toEqual([
      "cancelled",
      "Séminaire d'hiver",
    ])
    expect((await readEvent(db, { id: tuesday.id }))!.state).toBe("deleted")
  })

  test("a field that is newer than what was stored of the entry: empty at its origin, it stays as an editor wrote it", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    const { db, site } = place
    const hearing = await byUid("audition-0002")
    await updateEvent(db, site, OPERATOR, hearing.id, { price: { free: true }, accessibility: ["captions"] })
    await sql`update imported_event set fields = fields #- '{fields,price}' #- '{fields,accessibility}'`.execute(db)
    expect((await importer.refresh(db, OPERATOR, id)).counts).toMatchObject({ changed: 0 })
    feed.says(FRAMAGENDA.replace("SUMMARY:Audition de", "SUMMARY:Audition à"))
    expect((await importer.refresh(db, OPERATOR, id)).counts).toMatchObject({ changed: 1 })
    const { title, price, accessibility } = await byUid("audition-0002")
    expect({ title, price, accessibility }).toEqual({
      title: "Audition à la Cour des comptes",
      price: { free: true },
      accessibility: ["captions"],
    })
  })

  test("drafts wait for their editor; one whose entry goes is marked; one that was thrown away stays away", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe({ publish: false })
    expect([await events(), await sent()]).toEqual([[], []])
    const { db, site } = place
    await deleteEvent(db, site, OPERATOR, (await byUid("audition-0002")).id)
    feed.says(FRAMAGENDA.replace(/BEGIN:VEVENT\r\nDTSTAMP:20261101T080000Z\r\nUID:seminaire[\s\S]*?END:VEVENT\r\n/, ""))
    expect((await importer.refresh(db, OPERATOR, id)).counts).toMatchObject({ created: 0, cancelled: 1, left: 1 })
    const seminar = await byUid("seminaire-0004")
    expect([seminar.state, seminar.status]).toEqual(["draft", "cancelled"])
    expect(await sent()).toEqual([])
  })

  test("nothing comes in twice: the same calendar in another of ours, a file after it", async () => {
    feed.says(FRAMAGENDA)
    await subscribe()
    const { report } = await subscribe({ calendar: "autre" })
    expect([report.counts.created, report.counts.left]).toEqual([0, 10])
    const file = { bytes: Buffer.from(FRAMAGENDA), calendar: "autre", tagMap: {}, publish: true, apply: true }
    expect((await importer.file(place.db, OPERATOR, file)).counts).toMatchObject({ created: 0, cancelled: 0 })
  })
})

describe("a source that loses much", () => {
  const empty = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nEND:VCALENDAR\r\n"

  test("is held, and applied when somebody agrees", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    await sent()
    feed.says(empty)
    const held = await importer.refresh(place.db, OPERATOR, id)
    expect([held.applied, held.held]).toEqual([false, "the source is empty, and 6 upcoming entries would be cancelled"])
    expect((await readSource(place.db, id))!.held).toBe(held.held)
    expect([(await shown()).filter(([, , status]) => status === "cancelled"), await sent()]).toEqual([[], []])
    // it comes back by itself
    feed.says(FRAMAGENDA)
    await importer.refresh(place.db, OPERATOR, id)
    expect((await readSource(place.db, id))!.held).toBe(null)
    // or somebody says that this is right
    feed.says(empty)
    await importer.refresh(place.db, OPERATOR, id)
    expect((await importer.refresh(place.db, OPERATOR, id, { accept: true })).counts).toMatchObject({ cancelled: 6 })
    expect((await shown()).filter(([, , status]) => status === "cancelled").length).toBe(6)
  })

  test("half of five is held, less is not; a file that was cut off and one that is not there cancel nothing", async () => {
    const entry = (n: number) =>
      `BEGIN:VEVENT\r\nUID:${n}\r\nDTSTART:202612${String(n + 10)}T090000\r\nSUMMARY:Rendez-vous ${n}\r\nEND:VEVENT\r\n`
    const all = (...ns: number[]) => `BEGIN:VCALENDAR\r\n${ns.map(entry).join("")}END:VCALENDAR\r\n`
    feed.says(all(1, 2, 3, 4, 5, 6, 7, 8))
    const { id } = await subscribe()
    feed.says(all(1, 2, 3))
    expect((await importer.refresh(place.db, OPERATOR, id)).held).toBe(
      "5 of 8 upcoming entries are no longer in the source and would be cancelled",
    )
    feed.says(all(1, 2, 3, 4).replace("END:VCALENDAR\r\n", ""))
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({
      cancelled: 0,
      left: 4,
      unchanged: 4,
    })
    for (const status of [404, 500, 403]) {
      feed.answers((_, response) => response.writeHead(status).end("x"))
      await expect(importer.refresh(place.db, OPERATOR, id)).rejects.toThrow(String(status))
    }
    expect((await shown()).every(([, , status]) => status === "scheduled")).toBe(true)
    feed.says(all(1, 2, 3, 4))
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({ cancelled: 4 })
  })

  test("what is over may leave without a word", async () => {
    const entry = (n: number, day: string) =>
      `BEGIN:VEVENT\r\nUID:${n}\r\nDTSTART:${day}T090000\r\nSUMMARY:Rendez-vous ${n}\r\nEND:VEVENT\r\n`
    feed.says(`BEGIN:VCALENDAR\r\n${entry(1, "20240101")}${entry(2, "20261224")}END:VCALENDAR\r\n`)
    const { id } = await subscribe()
    feed.says(`BEGIN:VCALENDAR\r\n${entry(2, "20261224")}END:VCALENDAR\r\n`)
    expect((await importer.refresh(place.db, OPERATOR, id)).counts).toMatchObject({ cancelled: 0, unchanged: 1 })
    expect((await shown()).map(([, , status]) => status)).toEqual(["scheduled", "scheduled"])
  })
})

describe("asking", () => {
  test("a page instead, a bomb, an answer that is too long, a private network: a reason, later each time, and nothing changes", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024))
    const wrong: [(request: IncomingMessage, response: ServerResponse) => void, RegExp][] = [
      [
        (_, response) =>
          response.writeHead(200, { "content-type": "text/html" }).end("<html><title>Connexion</title></html>"),
        /tells of no events/,
      ],
      [(_, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb), /more than \d+ bytes/],
      [(_, response) => response.writeHead(302, { location: "ftp://x.example/" }).end(), /neither http nor https/],
      [(_, response) => response.writeHead(429, { "retry-after": "7200" }).end(), /less often/],
    ]
    const waits: number[] = []
    for (const [answer, reason] of wrong) {
      feed.answers(answer)
      await expect(importer.refresh(place.db, OPERATOR, id)).rejects.toThrow(reason)
      const { dueAt, failures, error } = (await readSource(place.db, id))!
      expect([error, failures]).toEqual([expect.stringMatching(reason), waits.length + 1])
      waits.push((dueAt!.getTime() - place.site.now().getTime()) / 3_600_000)
    }
    // not at the same second as everybody else
    for (const [n, hours] of [4, 8, 16, 24].entries()) expect(Math.abs(waits[n]! / hours - 1)).toBeLessThanOrEqual(0.05)
    expect((await events()).length).toBe(10)
    feed.says(FRAMAGENDA)
    await importer.refresh(place.db, OPERATOR, id)
    expect((await readSource(place.db, id))!).toMatchObject({ failures: 0, error: null, failingSince: null })
  })

  test("a worker reads what is due, once, and not what was removed", async () => {
    feed.says(FRAMAGENDA)
    const { db, site } = place
    const { signal } = new AbortController()
    const source = await addSource(db, site, OPERATOR, { ...input(), url: `${feed.origin}${path}` })
    expect([await importer.refreshDue(db, signal), await importer.refreshDue(db, signal)]).toEqual([1, 0])
    expect((await events()).length).toBe(10)
    place.setClock(new Date("2026-11-21T15:00:00Z"))
    expect(await importer.refreshDue(db, signal)).toBe(1)
    await removeSource(db, site, OPERATOR, source.id)
    place.setClock(new Date("2026-11-25T10:00:00Z"))
    expect(await importer.refreshDue(db, signal)).toBe(0)
    expect((await events()).length).toBe(10)
  })

  test("a calendar that moved to another address goes on", async () => {
    feed.says(FRAMAGENDA)
    const { id } = await subscribe()
    await removeSource(place.db, place.site, OPERATOR, id)
    feed.says(FRAMAGENDA.replace("SUMMARY:Séminaire", "SUMMARY:Séminaire d'hiver"))
    const { report } = await subscribe({ url: `${feed.origin}/nouveau.ics` })
    expect(report.counts).toMatchObject({ created: 0, changed: 1, unchanged: 9, left: 0 })
    expect((await byUid("seminaire-0004")).title).toBe("Séminaire d'hiver")
  })

  test("stopped in the middle, it goes on from there", async () => {
    const entries = Array.from(
      { length: 1100 },
      (_, n) =>
        `BEGIN:VEVENT\r\nUID:n${n}\r\nDTSTART:20261201T${String(n % 24).padStart(2, "0")}0000\r\nSUMMARY:Rendez-vous ${n}\r\nEND:VEVENT\r\n`,
    )
    feed.says(`BEGIN:VCALENDAR\r\n${entries.join("")}END:VCALENDAR\r\n`)
    const { source } = await importer.subscribe(place.db, OPERATOR, input())
    const stop = new AbortController()
    const progress = () => stop.abort(new Error("stopped"))
    await expect(importer.refresh(place.db, OPERATOR, source.id, { signal: stop.signal, progress })).rejects.toThrow(
      "stopped",
    )
    expect((await events()).length).toBe(1000)
    expect((await importer.refresh(place.db, OPERATOR, source.id)).counts).toMatchObject({
      created: 100,
      unchanged: 1000,
    })
    expect((await events()).length).toBe(1100)
  })
})
