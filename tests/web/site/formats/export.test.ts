import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { load } from "../../../../src/actions/content/load.ts"
import { cancelEvent } from "../../../../src/actions/events/cancel.ts"
import { OPERATOR } from "../../../../src/domain/by.ts"
import { fieldProblem } from "../../../../src/domain/field-problem.ts"
import { eventText } from "../../../../src/feeds/ical/event.ts"
import { readEvent } from "../../../../src/store/events.ts"
import { publicEvents } from "../../../../src/store/public/events.ts"
import { exportFingerprint } from "../../../../src/store/public/export.ts"
import { readLastChanges } from "../../../../src/store/public/last-changes.ts"
import { exported } from "../../../../src/web/site/feeds/export.ts"
import { NOW } from "../../../support/communs.ts"
import { openFormats } from "../../../support/formats.ts"
import { openSite } from "../../../support/site.ts"

const SECOND = 1000

let server: Awaited<ReturnType<typeof openFormats>>
let other: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  ;[server, other] = await Promise.all([openFormats(), openSite(new Date(NOW.getTime() + 3600 * SECOND))])
})
afterAll(() => Promise.all([server?.close(), other?.close()]))

const exportOf = async (db: typeof server.db): Promise<string> => {
  const pieces: string[] = []
  for await (const piece of exported(db, await exportFingerprint(db))) pieces.push(piece)
  return pieces.join("")
}

describe("the export of the whole site", () => {
  test("holds all that is public and nothing else", async () => {
    const file = await server.json("/export.json")
    expect(Object.keys(file)).toEqual(["licence", "publisher", "calendars", "events", "interviews"])
    expect([file.licence, file.publisher.handle]).toEqual(["etalab-2.0", "communs"])
    expect(file.calendars.map((calendar: { handle: string }) => calendar.handle)).toEqual([
      "agenda",
      "evenements",
      "entretiens",
    ])
    const slugs = (await publicEvents(server.db, {})).map(event => event.slug)
    expect(file.events.map((event: { slug: string }) => event.slug).sort()).toEqual(slugs.sort())
    expect(file.interviews.find((one: { slug: string }) => one.slug === "camille-martin").event).toBe("nec-lille-2023")
  })

  test("loaded into an empty site, it exports the same, byte for byte", async () => {
    const { text } = await server.ask("/export.json")
    const file = JSON.parse(text)
    const count = file.calendars.length + file.events.length + file.interviews.length
    expect(await load(other.db, other.site, OPERATOR, file)).toEqual({ created: count, changed: 0, unchanged: 0 })
    expect(await exportOf(other.db)).toBe(text)
    expect(await load(other.db, other.site, OPERATOR, file)).toEqual({ created: 0, changed: 0, unchanged: count })
    expect(await load(server.db, server.site, OPERATOR, file)).toEqual({ created: 0, changed: 0, unchanged: count })
  })

  test("states, dates before a move, series, history and UIDs come along", async () => {
    const facts = async (db: typeof server.db, slug: string) => {
      const event = (await readEvent(db, { slug }))!
      const { uid, status, full, when, previous, seriesId, publishedAt, news } = event
      const announced = news.map(({ kind, text, reason, before, publishedAt }) => ({
        kind,
        text,
        reason,
        before,
        publishedAt,
      }))
      return { uid, status, full, when, previous, seriesId, publishedAt, news: announced }
    }
    for (const slug of ["demo-wikipedia", "demo-wikipedia-2", "deplace", "reporte", "en-ligne"]) {
      const before = await facts(server.db, slug)
      expect(await facts(other.db, slug)).toEqual(before)
      expect(before.news).toHaveLength(1)
    }
    // the reason is in the calendar's text, which is rendered with its history
    const cancelled = (await readEvent(other.db, { slug: "demo-wikipedia-2" }))!
    expect(eventText(cancelled, other.site.origin)).toContain("La bibliothèque ferme pour travaux")
    const { changed } = await readLastChanges(other.db, { calendarId: null })
    expect(changed).toEqual(new Date(NOW.getTime() + 3600 * SECOND))
  })

  test("a UID that another event has is refused, and nothing is loaded", async () => {
    const file = await server.json("/export.json")
    const [event] = file.events
    const twice = { calendars: file.calendars, events: [event, { ...event, slug: "autre" }] }
    const empty = await openSite(NOW)
    try {
      await expect(load(empty.db, empty.site, OPERATOR, twice)).rejects.toMatchObject({
        problems: [fieldProblem("events[1].uid", "taken-by-event", { value: event.uid })],
      })
      expect(await publicEvents(empty.db, {})).toEqual([])
    } finally {
      await empty.close()
    }
  })

  test.each([
    [
      "history",
      [{ kind: "rumour", at: "2026-11-21T12:00:00Z", text: "x", language: "fr" }],
      "events[0].history[0].kind",
    ],
    ["previous", { start: "2026-13-01", allDay: true, timeZone: "Europe/Paris" }, "events[0].previous.start"],
    ["series", "mine", "events[0].series"],
    ["published", "hier", "events[0].published"],
  ])("a wrong %s is named", async (field, value, at) => {
    const file = await server.json("/export.json")
    const wrong = { ...file, events: [{ ...file.events[0], [field]: value }] }
    await expect(load(other.db, other.site, OPERATOR, wrong)).rejects.toMatchObject({ problems: [{ field: at }] })
  })

  test("comes compressed with a strong tag of its own", async () => {
    const plain = await server.ask("/export.json")
    const packed = await server.ask("/export.json", { "Accept-Encoding": "gzip" })
    expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true)
    expect([packed.headers["content-encoding"], packed.headers.etag]).toEqual([
      "gzip",
      plain.headers.etag!.replace(/"$/, '-gzip"'),
    ])
  })

  test("is broken off when something changes while it is sent", async () => {
    const pieces = exported(server.db, await exportFingerprint(server.db))
    await pieces.next()
    const [event] = await publicEvents(server.db, { upcoming: NOW, limit: 1 })
    const before = (await server.ask("/export.json")).headers.etag
    await cancelEvent(server.db, server.site, OPERATOR, event!.id)
    const rest = async () => {
      for await (const _ of pieces);
    }
    await expect(rest()).rejects.toThrow("what is exported changed while it was sent")
    expect((await server.ask("/export.json")).headers.etag).not.toBe(before)
  })
})
