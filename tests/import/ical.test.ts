import { readFile } from "node:fs/promises"
import { describe, expect, test } from "vitest"
import type { SourceEntry } from "../../src/actions/sources/entry.ts"
import { readCalendarFile } from "../../src/import/ical/calendar.ts"
import { CALENDAR } from "../feeds/whole-event.ts"

const NOW = new Date("2026-11-21T10:00:00Z")
const fixture = (name: string) => readFile(new URL(`../fixtures/ics/${name}`, import.meta.url))
const context = (tagMap: Record<string, string> = {}) => ({
  calendar: CALENDAR,
  tagMap: new Map(Object.entries(tagMap)),
  now: NOW,
})
const readFixture = async (name: string) => readCalendarFile(await fixture(name), context())

/** A file of these lines, with CRLF. */
const calendar = (...lines: string[]) =>
  Buffer.from(`${["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR"].join("\r\n")}\r\n`)
const event = (...lines: string[]) => [
  "BEGIN:VEVENT",
  "UID:a@b",
  "DTSTART;TZID=Europe/Paris:20261201T090000",
  "SUMMARY:Réunion",
  ...lines,
  "END:VEVENT",
]
const readEvent = async (...lines: string[]) => {
  const { entries, refused } = await readCalendarFile(calendar(...event(...lines)), context())
  expect(refused).toEqual([])
  return entries[0]!
}

const dates = ({ fields: { when } }: SourceEntry) => [when.start, when.end, when.timeZone]
const byUid = (entries: SourceEntry[], uid: string) => entries.filter(entry => entry.uid === uid)

describe("a calendar that was shared on Framagenda", () => {
  test("comes in entry by entry; what is wrong, private or uncertain is told with its line", async () => {
    const { entries, refused, ...reading } = await readFixture("framagenda-1.ics")
    expect(reading).toEqual({ name: "Conseil (public)", page: null, refreshAfter: 4 * 3_600_000, whole: true })
    expect(refused).toEqual([
      { line: 67, uid: "broken-0003", title: "Une date à la main", reason: 'DTSTART is no date: "2026-12-11 10h"' },
      { line: 81, uid: null, title: null, reason: "it is private" },
      {
        line: 88,
        uid: "peut-etre-0006",
        title: "Peut-être un atelier",
        reason: "its origin calls it tentative: it comes in once it is confirmed",
      },
    ])
    expect(entries.map(entry => [entry.uid, entry.recurrenceId, entry.fields.title, ...dates(entry)]).sort()).toEqual(
      [
        [
          "audition-0002",
          "",
          "Audition de la Cour des comptes",
          "2026-12-10T14:30",
          "2026-12-10T16:00",
          "Europe/Paris",
        ],
        ["seminaire-0004", "", "Séminaire", "2026-12-14", "2026-12-16", "Europe/Paris"],
        ...["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-12-14", "2026-12-21"].map(
          day => [
            "weekly-0001",
            `${day}T09:00:00`,
            "Point hebdomadaire",
            `${day}T09:00`,
            `${day}T10:30`,
            "Europe/Paris",
          ],
        ),
        [
          "weekly-0001",
          "2026-11-30T09:00:00",
          "Point hebdomadaire (mardi)",
          "2026-12-01T14:00",
          "2026-12-01T15:30",
          "Europe/Paris",
        ],
      ].sort(),
    )
    const [weekly, online, hearing] = [
      entries.find(({ recurrenceId }) => recurrenceId === "2026-12-14T09:00:00")!,
      entries.find(({ recurrenceId }) => recurrenceId === "2026-11-30T09:00:00")!,
      entries.find(({ uid }) => uid === "audition-0002")!,
    ]
    expect(weekly.fields).toMatchObject({
      description: "Ordre du jour : https://pads.example/point_hebdo\\\nOuvert à toutes et tous.",
      tags: ["Réunion", "Communs"],
      places: [{ name: "Salle 3", street: "20 avenue de Ségur", postalCode: "75007", locality: "Paris" }],
    })
    expect([online.fields.onlineUrl, online.fields.places]).toEqual(["https://visio.example/point", []])
    expect(hearing.fields.organisers).toEqual(["Mission communs"])
    expect(JSON.stringify(entries)).not.toContain("secret@example.org")
  })
})

describe("times", () => {
  test("zones: of IANA in other words, of the file, of nobody; floating, universal, twice, never", async () => {
    const { entries } = await readFixture("odd.ics")
    const of = (uid: string) => byUid(entries, uid).flatMap(entry => [...dates(entry), ...entry.notes])
    expect(of("own-zone")).toEqual(["2026-12-01T09:00", "2026-12-01T10:00", "Europe/Paris"])
    expect(of("fixed-zone")).toEqual(["2026-12-01T04:30", "2026-12-01T05:30", "Europe/Paris"])
    expect(of("unknown-zone")).toEqual([
      "2026-12-01T09:00",
      null,
      "Europe/Paris",
      'the time zone "Nulle/Part" is not known: read as Europe/Paris',
    ])
    expect(of("evolution")).toEqual(["2026-12-01T09:00", null, "Indian/Reunion"])
    expect(of("floating")).toEqual(["2026-12-01T09:00", "2026-12-01T10:30", "Europe/Paris"])
    expect(of("utc")).toEqual(["2026-07-01T09:00", "2026-07-01T10:00", "Europe/Paris"])
    expect(of("utc-twice")).toEqual(["2026-10-25T01:30", null, "UTC"])
    expect(of("skipped")).toEqual(["2027-03-28T03:30", "2027-03-28T04:00", "Europe/Paris"])
    expect(of("other-end")).toEqual(["2026-12-01T09:00", "2026-12-01T12:00", "Europe/Paris"])
  })

  test.each([
    ["Romance Standard Time", "Europe/Paris"],
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["GMT Standard Time", "Europe/London"],
    ["Eastern Standard Time", "America/New_York"],
    ["Mauritius Standard Time", "Indian/Mauritius"],
    ["tzone://Microsoft/Utc", "Europe/Paris"],
    ["/mozilla.org/20050126_1/America/Martinique", "America/Martinique"],
    ["europe/paris", "Europe/Paris"],
    ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ])("%s is %s", async (name, zone) => {
    const file = calendar(...event().map(line => line.replace("Europe/Paris", name)))
    expect((await readCalendarFile(file, context())).entries[0]!.fields.when.timeZone).toBe(zone)
  })

  test("whole days and lengths", async () => {
    const { entries } = await readFixture("odd.ics")
    const of = (uid: string) =>
      byUid(entries, uid).map(({ fields: { when }, notes }) => [when.start, when.end, when.allDay, ...notes])
    expect(of("one-day")).toEqual([["2026-12-24", null, true]])
    expect(of("same-day")).toEqual([["2026-12-24", null, true]])
    expect(of("days")).toEqual([["2026-12-28", "2027-01-02", true]])
    expect(of("duration-days")).toEqual([["2026-12-28", "2026-12-30", true]])
    expect(of("no-value")).toEqual([["2026-12-29", null, true]])
    expect(of("backwards")).toEqual([["2026-12-01T09:00", null, false, "its end is before its start, and is left out"]])
  })
})

describe("what recurs", () => {
  const startsOf = async (uid: string) =>
    byUid((await readFixture("series.ics")).entries, uid)
      .sort((a, b) => (a.recurrenceId < b.recurrenceId ? -1 : 1))
      .map(entry => [entry.recurrenceId, entry.fields.when.start, entry.fields.when.end, entry.status])

  test("nine o'clock stays nine o'clock over the change of hour", async () => {
    expect((await startsOf("dst")).map(([, start]) => start)).toEqual([
      "2026-10-26T09:00",
      "2026-11-02T09:00",
      "2026-11-09T09:00",
      "2026-11-16T09:00",
      "2026-11-23T09:00",
      "2026-11-30T09:00",
    ])
    const spring = calendar(
      "BEGIN:VEVENT",
      "UID:spring",
      "DTSTART;TZID=Europe/Paris:20270322T090000",
      "RRULE:FREQ=WEEKLY;COUNT=2",
      "SUMMARY:Printemps",
      "END:VEVENT",
    )
    const { entries } = await readCalendarFile(spring, context())
    expect(entries.map(dates)).toEqual([
      ["2027-03-22T09:00", null, "Europe/Paris"],
      ["2027-03-29T09:00", null, "Europe/Paris"],
    ])
  })

  test("dates one by one, as times, days and periods", async () => {
    expect((await startsOf("rdate")).map(([, start, end]) => [start, end])).toEqual([
      ["2026-12-01T18:00", "2026-12-01T20:00"],
      ["2026-12-03T18:00", "2026-12-03T20:00"],
      ["2026-12-09T19:00", "2026-12-09T21:00"],
      ["2026-12-15T18:00", "2026-12-15T20:00"],
      ["2026-12-16T18:00", "2026-12-16T19:00"],
    ])
  })

  test("a period keeps its own length, said as an end or a duration, on any clock and over a change of hour", async () => {
    const { entries } = await readCalendarFile(
      calendar(
        ...event(
          "DURATION:PT1H",
          "RDATE;VALUE=PERIOD:20261202T080000Z/20261202T113000Z,20261203T080000Z/PT30M",
          "RDATE;VALUE=PERIOD;TZID=America/New_York:20261204T090000/20261204T100000,20261205T090000/PT0S",
          "RDATE;VALUE=PERIOD;TZID=Europe/Paris:20270327T220000/P1D,20261206T100000/20261206T090000,20261201T090000/PT9H",
          "EXDATE;TZID=Europe/Paris:20261203T090000",
          "RDATE;VALUE=PERIOD:20261207T080000Z/demain",
        ),
      ),
      context(),
    )
    expect(entries.map(dates)).toEqual([
      ["2026-12-01T09:00", "2026-12-01T10:00", "Europe/Paris"],
      ["2026-12-02T09:00", "2026-12-02T12:30", "Europe/Paris"],
      ["2026-12-04T15:00", "2026-12-04T16:00", "Europe/Paris"],
      ["2026-12-05T15:00", "2026-12-05T16:00", "Europe/Paris"],
      ["2026-12-06T10:00", "2026-12-06T11:00", "Europe/Paris"],
      ["2027-03-27T22:00", "2027-03-28T22:00", "Europe/Paris"],
    ])
  })

  test("exceptions said as a day, in UTC, on another clock", async () => {
    expect((await startsOf("exdate")).map(([, start]) => start)).toEqual([
      "2026-12-01T09:00",
      "2026-12-05T09:00",
      "2026-12-06T09:00",
    ])
  })

  test("one that moved two days, one that is cancelled, one and all that follow", async () => {
    expect(await startsOf("moved")).toEqual([
      ["2026-12-01T14:00:00", "2026-12-01T14:00", "2026-12-01T15:00", "scheduled"],
      ["2026-12-08T14:00:00", "2026-12-10T16:30", "2026-12-10T17:30", "scheduled"],
      ["2026-12-15T14:00:00", "2026-12-15T14:00", null, "cancelled"],
      ["2026-12-22T14:00:00", "2026-12-22T14:00", "2026-12-22T15:00", "scheduled"],
    ])
    expect(await startsOf("future")).toEqual([
      ["2026-12-02T10:00:00", "2026-12-02T10:00", "2026-12-02T11:00", "scheduled"],
      ["2026-12-09T10:00:00", "2026-12-09T10:00", "2026-12-09T11:00", "scheduled"],
      ["2026-12-16T10:00:00", "2026-12-17T11:00", "2026-12-17T13:00", "scheduled"],
      ["2026-12-23T10:00:00", "2026-12-24T11:00", "2026-12-24T13:00", "scheduled"],
    ])
    expect(await startsOf("alone")).toEqual([["2026-12-02T10:00:00", "2026-12-02T12:00", null, "scheduled"]])
  })

  test("29 February is not 1 March; last Fridays; a series that is over, and one since 2001", async () => {
    const { entries, refused } = await readFixture("series.ics")
    expect((await startsOf("leap")).map(([, start]) => start)).toEqual(["2028-02-29"])
    expect((await startsOf("last-friday")).map(([, start]) => start)).toEqual([
      "2026-10-30T20:00",
      "2026-11-27T20:00",
      "2026-12-25T20:00",
      "2027-01-29T20:00",
    ])
    expect(refused).toEqual([
      {
        line: 82,
        uid: null,
        title: "Il y a longtemps",
        reason: "none of its dates lies between 2026-10-22 and 2028-05-22",
      },
    ])
    const daily = byUid(entries, "old-daily").map(({ fields }) => fields.when.start)
    expect([daily.length, daily[0], daily.at(-1)]).toEqual([35, "2026-10-22T08:00", "2026-11-25T08:00"])
  })

  test("rules that give too much or nothing are refused, each within a second; the rest is cut off and said", async () => {
    const started = performance.now()
    const { entries, refused } = await readFixture("rules.ics")
    expect(performance.now() - started).toBeLessThan(20_000)
    expect(refused.map(({ uid, title, reason }) => [uid ?? title, reason])).toEqual([
      ["secondly", "it recurs, and every second is too often"],
      ["secondly-count", "it recurs, and every second is too often"],
      ["minutely", "it recurs, and every minute is too often"],
      ["hourly", "it recurs, and its rule gives too many dates, or none"],
      ["never-daily", "it recurs, and its rule gives too many dates, or none"],
      ["never-yearly", "none of its dates lies between 2026-10-22 and 2028-05-22"],
      ["never-monthly", "none of its dates lies between 2026-10-22 and 2028-05-22"],
      ["never-setpos", "none of its dates lies between 2026-10-22 and 2028-05-22"],
      ["interval", "it recurs, and its interval is 1000000000"],
      ["until-junk", 'it recurs, and its UNTIL is no date: "bien-tô-t"'],
      ["no-frequency", "it recurs, and its rule has no FREQ"],
      ["junk", "it recurs, and its rule has no FREQ"],
    ])
    expect(
      [...Map.groupBy(entries, ({ uid }) => uid)].map(([uid, all]) => [uid, all.length, ...all[0]!.notes]),
    ).toEqual([
      ["count", 579],
      ["until-9999", 83],
      ["many-hours", 1000, "only its first 1000 dates come in"],
      ["zone-every-second", 1],
    ])
  })
})

describe("what programs write", () => {
  test("folded in the middle of characters, with a byte order mark and LF alone", async () => {
    const [entry] = (await readFixture("folded.ics")).entries
    expect([entry!.fields.title, entry!.fields.summary]).toEqual([
      "Été à Nîmes, 👩🏽‍🚀 et مرحبا",
      "Un œuf, deux œufs : ça déçoit",
    ])
  })

  test("windows-1252 and UTF-16", async () => {
    expect((await readFixture("latin1.ics")).entries[0]!.fields.title).toBe("Réunion d'été à 10 €")
    const wide = Buffer.from(`\ufeff${calendar(...event()).toString()}`, "utf16le")
    expect((await readCalendarFile(wide, context())).entries[0]!.fields.title).toBe("Réunion")
  })

  test("UIDs that are names of JavaScript, none, one that stands twice, an event that is not ended", async () => {
    const { entries, refused } = await readFixture("odd.ics")
    const of = (uid: string) => byUid(entries, uid).map(({ fields }) => [fields.title, fields.tags])
    expect(of("__proto__")).toEqual([["__proto__", ["__proto__", "constructor"]]])
    expect(of("constructor")).toEqual([["constructor", []]])
    expect(Object.getPrototypeOf({})).toBe(Object.prototype)
    expect(of("twice")).toEqual([["Deux fois, après", []]])
    expect(of("after-unended").length).toBe(1)
    const without = entries.find(({ fields }) => fields.title === "Sans UID")!
    expect([without.uid, without.notes]).toEqual([
      expect.stringMatching(/^[\w-]{27}@without-uid$/),
      ["it has no UID: it is known again by its date and title"],
    ])
    expect(refused.map(({ line, uid, reason }) => [line, uid, reason])).toEqual([
      [147, "year-9999", expect.stringContaining("is not a local time")],
      [152, "no-title", "it has no title"],
      [157, "no-start", "it has no DTSTART"],
      [161, null, "its UID stands at line 167 too, in a later revision"],
      [177, "unended", "it is not ended before line 181"],
    ])
  })

  test("HTML becomes text, a short title says whose it is, what is no web address stays out", async () => {
    const [entry] = byUid((await readFixture("odd.ics")).entries, "html")
    expect(entry!.fields).toMatchObject({
      title: "AG · Agenda des communs numériques",
      summary: "",
      description: "Un texte\\\nde Google\n\n\\- un\\\n\\- deux (https://a.example/)\n\n&",
      onlineUrl: "https://a.example/",
      places: [],
      url: null,
      image: { url: "https://a.example/salle.jpg", alt: "Une salle" },
    })
    expect(entry!.notes).toEqual(['the address "javascript:alert(1)" is left out: it is no web address'])
  })

  test("tags under their names here", async () => {
    const file = calendar(...event("CATEGORIES:Réunion,#Communs,interne,RÉUNION"))
    const { entries } = await readCalendarFile(file, context({ réunion: "réunions", interne: "" }))
    expect(entries[0]!.fields.tags).toEqual(["réunions", "Communs"])
  })

  test.each<[string, object]>([
    [
      "Salle du conseil\\, 20 avenue de Ségur\\, 75007 Paris\\, France",
      { name: "Salle du conseil", street: "20 avenue de Ségur", postalCode: "75007", locality: "Paris", country: "FR" },
    ],
    [
      "12 bis rue des Lilas\\, 44000 Nantes",
      { name: "12 bis rue des Lilas", street: "12 bis rue des Lilas", postalCode: "44000", locality: "Nantes" },
    ],
    ["Stereolux\\, Nantes", { name: "Stereolux, Nantes", street: null, locality: null }],
    [
      "Mairie\\n1 place du Beffroi\\n59000 Lille",
      { name: "Mairie", street: "1 place du Beffroi", postalCode: "59000", locality: "Lille" },
    ],
  ])("LOCATION:%s", async (location, place) => {
    expect((await readEvent(`LOCATION:${location}`, "GEO:48.85;2.35")).fields.places).toEqual([
      {
        street: null,
        postalCode: null,
        locality: null,
        region: null,
        country: null,
        latitude: 48.85,
        longitude: 2.35,
        ...place,
      },
    ])
  })

  test("a venue and an address to join, in one line or in two properties", async () => {
    const both = await readEvent("LOCATION:Salle 3 (https://visio.example/a)")
    expect([both.fields.places.map(({ name }) => name), both.fields.onlineUrl]).toEqual([
      ["Salle 3"],
      "https://visio.example/a",
    ])
    const apart = await readEvent("LOCATION:Salle 3", "X-GOOGLE-CONFERENCE:https://meet.example/x")
    expect([apart.fields.places.map(({ name }) => name), apart.fields.onlineUrl]).toEqual([
      ["Salle 3"],
      "https://meet.example/x",
    ])
  })

  test("an attachment without words is left out and said", async () => {
    const entry = await readEvent("ATTACH;ENCODING=BASE64;VALUE=BINARY:AAAA", "IMAGE;VALUE=URI:https://a.example/b.jpg")
    expect([entry.fields.image, entry.notes]).toEqual([
      null,
      ["2 attachments or images are left out: without a description"],
    ])
  })
})

describe("files that mean harm, or are none", () => {
  test("a file that was cut off is known not to be whole; an empty one is whole", async () => {
    const cut = await readFixture("cut.ics")
    expect([cut.whole, cut.entries.map(({ uid }) => uid), cut.refused.map(({ reason }) => reason)]).toEqual([
      false,
      ["whole"],
      ["the file ends in it"],
    ])
    const empty = await readFixture("empty.ics")
    expect([empty.whole, empty.entries, empty.refused]).toEqual([true, [], []])
  })

  test("a line of a megabyte: the text is cut, what is written out is left", async () => {
    const long = "x".repeat(1_000_000)
    const { entries, refused } = await readCalendarFile(
      calendar(...event(`DESCRIPTION:${long}`, `ATTACH;VALUE=BINARY:${long}`, `LOCATION:${long}`)),
      context(),
    )
    expect(refused).toEqual([])
    expect(entries[0]!.fields.description.length).toBe(40_000)
    expect(entries[0]!.notes).toEqual([
      "line 8: ATTACH is 1000020 long",
      "line 9: LOCATION is 1000009 long",
      "the description is cut after 40000 characters",
    ])
  })

  test("20,000 components in each other; the event after them comes in", async () => {
    const deep = (name: string) => [...Array(20_000).fill(`BEGIN:${name}`), ...Array(20_000).fill(`END:${name}`)]
    const alarms = await readCalendarFile(
      calendar(...event(...deep("VALARM")), ...event().map(line => line.replace("a@b", "after"))),
      context(),
    )
    expect(alarms.entries.map(({ uid }) => uid)).toEqual(["a@b", "after"])
    const events = await readCalendarFile(calendar(...deep("VEVENT"), ...event()), context())
    expect(events.entries.map(({ uid }) => uid)).toEqual(["a@b"])
    expect(events.refused.length).toBe(20_000)
  })

  test("what is no calendar is refused whole", async () => {
    await expect(readCalendarFile(Buffer.from("<html></html>"), context())).rejects.toThrow(
      "it is no iCalendar file: BEGIN:VCALENDAR is not in it",
    )
  })
})
