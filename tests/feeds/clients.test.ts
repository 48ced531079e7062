import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { load } from "../../src/actions/content/load.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import type { WholeEvent } from "../../src/domain/event.ts"
import { type CalendarFeedHead, calendarFeed, type FeedText } from "../../src/feeds/ical/feed.ts"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import { feedsApp } from "../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../src/web/site/feeds/version-cache.ts"
import { openSite } from "../support/site.ts"
import { CLIENTS, type SeenEvent } from "./clients.ts"
import { days, ORIGIN, SALLE, session, textOf, timed, wholeEvent } from "./whole-event.ts"

const texts = createTexts({ origin: ORIGIN })
const HEAD: CalendarFeedHead = {
  name: "Communs, numériques ; « libres »",
  description: "",
  language: "fr",
  timeZone: "Europe/Paris",
  source: `${ORIGIN}/tout.ics`,
  page: `${ORIGIN}/`,
  kind: "agenda",
}

const feedOfTexts = (given: FeedText[]) => String(calendarFeed(HEAD, given))
const feedOf = (events: WholeEvent[]) => feedOfTexts(events.map(event => textOf(event, texts.event(event))))

const numbered = (given: Partial<WholeEvent>[]): WholeEvent[] =>
  given.map((fields, n) => wholeEvent({ uid: `e${n}@communs.example`, ...fields }))

/** 09:00 in winter and in summer, in the zones of metropolis and overseas, and where rules are odd. */
const ZONES = [
  "Europe/Paris",
  "Indian/Reunion",
  "Indian/Mayotte",
  "America/Martinique",
  "America/Cayenne",
  "Pacific/Noumea",
  "Pacific/Tahiti",
  "America/Miquelon",
  "America/New_York",
  "Asia/Tokyo",
  "Africa/Casablanca",
  "Asia/Gaza",
  "Asia/Jerusalem",
  "America/Santiago",
  "Australia/Lord_Howe",
  "UTC",
]
const NINES = numbered(
  ZONES.flatMap(zone =>
    ["2026-01-15", "2026-07-15", "2027-03-03"].map(day => ({ when: timed(`${day}T09:00`, `${day}T10:30`, zone) })),
  ),
)

const instant = (event: WholeEvent) => event.startsAt.toISOString().replace(".000Z", "Z")
const timesOf = (events: SeenEvent[]) =>
  events.map(({ uid, start, startInstant, end }) => ({ uid, start, startInstant, end }))

const HOSTILE = numbered([
  { title: "Titre\r\nATTENDEE:mailto:eve@evil.example\r\nEND:VEVENT", description: "a\r\n\r\nBEGIN:VEVENT\u2028b" },
  { title: "Virgules, points-virgules ; barres \\ seules", places: [{ ...SALLE, name: "Salle 1, 2 ; 3" }] },
  { title: `🏛️ שלום مرحبا ${"très long ".repeat(400)}fin`, onlineUrl: "https://visio.example.org/a,b;c?d=e,f" },
  {
    title: 'Deux points: "guillemets" et ^n',
    calendar: { ...wholeEvent().calendar, name: 'Un "calendrier", un; autre: ^' },
  },
])

/** The content of the demonstration and of the archives, loaded and served as they are. */
let server: Awaited<ReturnType<typeof openSite>>
const NOW = new Date("2026-11-21T12:00:00Z")
const FEEDS = [
  "/tout.ics",
  "/@agenda.ics",
  "/@evenements.ics",
  "/@entretiens.ics",
  "/tags/communs.ics",
  "/e/nec-lille-2023.ics",
]
const served = new Map<string, string>()

beforeAll(async () => {
  server = await openSite(NOW)
  await load(
    server.db,
    server.site,
    OPERATOR,
    JSON.parse(readFileSync(new URL("../../examples/communs.json", import.meta.url), "utf8")),
  )
  const app = feedsApp({
    versionCache: createFeedVersionCache(),
    db: server.db,
    origin: server.site.origin,
    now: () => NOW,
  })
  for (const path of FEEDS) served.set(path, await (await app.request(`${path}?from=2018-01-01`)).text())
})
afterAll(() => server?.close())

/** What each of our events says, from the database. */
const stored = async () =>
  new Map(
    (await server.db.selectFrom("event").select(["uid", "startLocal", "allDay", "startsAt"]).execute()).map(row => [
      row.uid,
      {
        start: row.allDay ? row.startLocal : `${row.startLocal}:00`,
        startInstant: row.allDay ? null : row.startsAt.toISOString().replace(".000Z", "Z"),
      },
    ]),
  )

for (const client of CLIENTS) {
  const title = client.present
    ? client.name
    : `${client.name}: SKIPPED, not on this machine (apt-get install ${client.install})`
  describe.skipIf(!client.present)(title, () => {
    test("shows nine o'clock where nine o'clock was said, winter and summer", () => {
      const seen = client.read(feedOf(NINES))
      expect(seen.problems).toEqual([])
      expect(timesOf(seen.events)).toEqual(
        NINES.map(event => ({
          uid: event.uid,
          start: `${event.when.start}:00`,
          startInstant: instant(event),
          end: `${event.when.end}:00`,
        })),
      )
    })

    test("finds the same by the VTIMEZONEs alone, under names of zones that nobody knows", () => {
      const renamed = feedOf(NINES).replace(/TZID([:=])(?=[A-Z])/g, "TZID$1Inconnu/")
      expect(renamed).toContain("DTSTART;TZID=Inconnu/Indian/Reunion:")
      const seen = client.read(renamed)
      expect(timesOf(seen.events).map(event => event.startInstant)).toEqual(NINES.map(instant))
    })

    test("shows whole days as days", () => {
      const whole = numbered([
        { when: days("2026-03-28", "2026-03-29") },
        { when: days("2026-07-01", null, "Pacific/Noumea") },
      ])
      expect(timesOf(client.read(feedOf(whole)).events)).toEqual([
        { uid: "e0@communs.example", start: "2026-03-28", startInstant: null, end: "2026-03-30" },
        { uid: "e1@communs.example", start: "2026-07-01", startInstant: null, end: "2026-07-02" },
      ])
    })

    test("shows what strangers typed as they typed it, and nothing more", () => {
      const seen = client.read(feedOf(HOSTILE))
      expect(seen.problems).toEqual([])
      expect(seen.events.map(event => event.summary)).toEqual([
        "Titre ATTENDEE:mailto:eve@evil.example END:VEVENT",
        "Virgules, points-virgules ; barres \\ seules",
        HOSTILE[2]!.title,
        'Deux points: "guillemets" et ^n',
      ])
      expect(seen.events.map(event => event.location)).toEqual([
        null,
        "Salle 1, 2 ; 3, 20 avenue de Ségur, 75007 Paris",
        "https://visio.example.org/a,b;c?d=e,f",
        null,
      ])
    })

    test("shows states, and sessions beside their event", () => {
      const event = wholeEvent({ status: "cancelled", sequence: 4 })
      const talk = session()
      const seen = client.read(
        feedOfTexts([textOf(event, texts.event(event)), textOf(event, texts.session(talk, event))]),
      )
      expect(seen.problems).toEqual([])
      expect(seen.events.map(({ summary, status, sequence }) => [summary, status, sequence])).toEqual([
        ["ANNULÉ · Séance plénière", "CANCELLED", 4],
        ["ANNULÉ · Accueil", "CANCELLED", 4],
      ])
    })

    test("reads a calendar without events", () => {
      expect(client.read(feedOf([]))).toMatchObject({ events: [], problems: [] })
    })

    test.each(FEEDS)("reads %s of real content", async path => {
      const seen = client.read(served.get(path)!)
      expect(seen.problems).toEqual([])
      const texts = await stored()
      const events = seen.events.filter(event => texts.has(event.uid))
      expect(events.map(({ uid, start, startInstant }) => ({ uid, start, startInstant }))).toEqual(
        events.map(({ uid }) => ({ uid, ...texts.get(uid) })),
      )
      const count = served.get(path)!.split("BEGIN:VEVENT").length - 1
      expect(seen.events).toHaveLength(count)
      expect(count > 0).toBe(path !== "/@entretiens.ics")
    })
  })
}

const absent = CLIENTS.filter(client => !client.present)
if (absent.length > 0) {
  console.warn(`calendar programs not tried: ${absent.map(c => `${c.name} (apt-get install ${c.install})`).join(", ")}`)
}
