import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { problemsOfWhen, type When } from "../../src/domain/time.ts"
import { dateWords, plainDateWords } from "../../src/text/dates.ts"
import { elsewhereWords } from "../../src/text/elsewhere.ts"
import { zoneName, zoneWords } from "../../src/text/zones.ts"

const when = (start: string, end: string | null = null, timeZone = "Europe/Paris"): When => ({
  start,
  end,
  allDay: !start.includes("T"),
  timeZone,
})

describe("in words: for pages, then for posts", () => {
  test.each([
    [
      "the written example",
      "fr",
      when("2026-11-30T14:00", "2026-11-30T17:00"),
      "lundi 30 novembre 2026, de 14 h à 17 h",
      "lun. 30 nov. 2026, 14h–17h",
    ],
    [
      "minutes",
      "fr",
      when("2026-11-30T14:30", "2026-11-30T17:05"),
      "lundi 30 novembre 2026, de 14 h 30 à 17 h 05",
      "lun. 30 nov. 2026, 14h30–17h05",
    ],
    [
      "the first of the month",
      "fr",
      when("2026-12-01T09:00"),
      "mardi 1er décembre 2026, à 9 h",
      "mar. 1er déc. 2026, 9h",
    ],
    ["the eleventh is no first", "fr", when("2026-12-11"), "vendredi 11 décembre 2026", "ven. 11 déc. 2026"],
    [
      "an end that is the start",
      "fr",
      when("2026-12-01T09:00", "2026-12-01T09:00"),
      "mardi 1er décembre 2026, à 9 h",
      "mar. 1er déc. 2026, 9h",
    ],
    ["a day", "fr", when("2026-05-08"), "vendredi 8 mai 2026", "ven. 8 mai 2026"],
    [
      "two days",
      "fr",
      when("2018-09-13", "2018-09-14"),
      "jeudi 13 et vendredi 14 septembre 2018",
      "jeu. 13 – ven. 14 sept. 2018",
    ],
    [
      "three days",
      "fr",
      when("2026-12-12", "2026-12-14"),
      "du samedi 12 au lundi 14 décembre 2026",
      "sam. 12 – lun. 14 déc. 2026",
    ],
    [
      "over the end of a month",
      "fr",
      when("2026-11-30", "2026-12-01"),
      "lundi 30 novembre et mardi 1er décembre 2026",
      "lun. 30 nov. – mar. 1er déc. 2026",
    ],
    [
      "over the end of a year",
      "fr",
      when("2026-12-31", "2027-01-02"),
      "du jeudi 31 décembre 2026 au samedi 2 janvier 2027",
      "jeu. 31 déc. 2026 – sam. 2 janv. 2027",
    ],
    [
      "a night",
      "fr",
      when("2026-12-31T20:00", "2027-01-01T02:30"),
      "du jeudi 31 décembre 2026, 20 h au vendredi 1er janvier 2027, 2 h 30",
      "jeu. 31 déc. 2026, 20h – ven. 1er janv. 2027, 2h30",
    ],
    [
      "in English",
      "en",
      when("2026-11-30T14:00", "2026-11-30T17:00"),
      "Monday 30 November 2026, 14:00 to 17:00",
      "Mon 30 Nov 2026, 14:00–17:00",
    ],
    [
      "in English without an end",
      "en",
      when("2026-12-01T09:05"),
      "Tuesday 1 December 2026, at 09:05",
      "Tue 1 Dec 2026, 09:05",
    ],
    [
      "two days in English",
      "en",
      when("2026-12-12", "2026-12-13"),
      "Saturday 12 and Sunday 13 December 2026",
      "Sat 12 – Sun 13 Dec 2026",
    ],
    [
      "a night in English",
      "en",
      when("2026-12-31T20:00", "2027-01-01T02:00"),
      "Thursday 31 December 2026, 20:00 to Friday 1 January 2027, 02:00",
      "Thu 31 Dec 2026, 20:00 – Fri 1 Jan 2027, 02:00",
    ],
  ])("%s", (_, language, w, long, short) => {
    expect(dateWords(w, language)).toEqual({ long, short, zone: null })
  })

  test("a date alone", () => {
    expect(plainDateWords(Temporal.PlainDate.from("2024-01-29"), "fr")).toBe("29 janvier 2024")
    expect(plainDateWords(Temporal.PlainDate.from("2024-02-01"), "fr-FR")).toBe("1er février 2024")
    expect(plainDateWords(Temporal.PlainDate.from("2024-02-01"), "en")).toBe("1 February 2024")
  })
})

describe("another clock is named", () => {
  const reunion = when("2026-08-03T10:00", "2026-08-03T18:00", "Indian/Reunion")
  test("as the written example says it", () => {
    expect(zoneWords(reunion, "fr", "Europe/Paris")).toBe("heure de La Réunion")
    expect(elsewhereWords(reunion, "fr", "Europe/Paris")).toBe("de 8 h à 16 h")
    expect(zoneWords(reunion, "en", "Europe/Paris")).toBe("Réunion time")
  })

  test("and the date with it when it is another day there", () => {
    const noumea = when("2026-08-03T08:00", null, "Pacific/Noumea")
    expect(elsewhereWords(noumea, "fr", "Europe/Paris")).toBe("dimanche 2 août 2026, à 23 h")
  })

  test("only when it differs at that moment, and never for whole days", () => {
    expect(zoneWords(when("2026-08-03T10:00", null, "Europe/Brussels"), "fr", "Europe/Paris")).toBeNull()
    expect(zoneWords(when("2026-08-03", null, "Pacific/Noumea"), "fr", "Europe/Paris")).toBeNull()
    expect(zoneWords(reunion, "fr", "Indian/Reunion")).toBeNull()
    // Algiers is at Paris's hour in winter only
    expect(zoneWords(when("2026-01-15T10:00", null, "Africa/Algiers"), "fr", "Europe/Paris")).toBeNull()
    expect(zoneWords(when("2026-07-15T10:00", null, "Africa/Algiers"), "fr", "Europe/Paris")).not.toBeNull()
    expect(elsewhereWords(when("2026-08-03T10:00"), "fr", "Europe/Paris")).toBeNull()
  })

  test("overseas France has its own words", () => {
    const names = [
      "America/Martinique",
      "America/Guadeloupe",
      "America/Cayenne",
      "Indian/Mayotte",
      "Pacific/Noumea",
      "Pacific/Tahiti",
      "America/Miquelon",
    ]
    expect(names.map(zone => zoneName(zone, "fr"))).toEqual([
      "heure de la Martinique",
      "heure de la Guadeloupe",
      "heure de la Guyane",
      "heure de Mayotte",
      "heure de Nouvelle-Calédonie",
      "heure de Tahiti",
      "heure de Saint-Pierre-et-Miquelon",
    ])
  })
})

test("for any moment: plain spaces, straight apostrophes, nothing missing, the year said", () => {
  const minute = fc.integer({ min: 0, max: 60 * 24 * 365 * 20 })
  const local = (n: number) =>
    Temporal.PlainDateTime.from("2015-01-01T00:00").add({ minutes: n }).toString({ smallestUnit: "minute" })
  const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"))
  fc.assert(
    fc.property(
      minute,
      fc.integer({ min: 0, max: 20_000 }),
      fc.boolean(),
      zone,
      fc.constantFrom("fr", "en"),
      (n, length, allDay, timeZone, language) => {
        const cut = (text: string) => (allDay ? text.slice(0, 10) : text)
        const w = { start: cut(local(n)), end: cut(local(n + length)), allDay, timeZone }
        fc.pre(problemsOfWhen(w).length === 0)
        const { long, short, zone } = dateWords(w, language)
        for (const text of [long, short, zone ?? ""])
          expect(text).not.toMatch(/[\u00a0\u202f’]|undefined|null|NaN| {2}|^ | $/)
        for (const text of [long, short]) expect(text).toContain(w.end.slice(0, 4))
        expect([...short].length).toBeLessThanOrEqual([...long].length)
      },
    ),
    { numRuns: 500 },
  )
})
