import ICAL from "ical.js"
import { describe, expect, test } from "vitest"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import { days, ORIGIN, SALLE, session, timed, wholeEvent } from "./whole-event.ts"

const texts = createTexts({ origin: ORIGIN })

/** The unfolded lines of a text. */
const linesOf = (text: string): string[] => text.replaceAll("\r\n ", "").split("\r\n").slice(0, -1)

const lineOf = (text: string, name: string): string | undefined =>
  linesOf(text).find(line => line.startsWith(`${name}:`) || line.startsWith(`${name};`))

/** What a strict reader gets. */
const read = (text: string): ICAL.Component => new ICAL.Component(ICAL.parse(text) as unknown[])

describe("the VEVENT of an event", () => {
  test("says everything, in full", () => {
    const event = wholeEvent({
      status: "rescheduled",
      previous: timed("2026-11-30T14:00", "2026-11-30T16:00"),
      summary: "Ordre du jour publié une semaine avant.",
      description: "Avec **débat**, voir [la note](https://notes.example/a,b).\n\n- un\n- deux",
      places: [SALLE],
      onlineUrl: "https://visio.example.org/salle,1;a",
      url: "https://dinum.example.org/",
      organisers: ["DINUM", "La MedNum"],
      access: "Boucle magnétique",
      tags: ["communs", "État, numérique"],
      image: {
        url: "https://images.example.org/a,b.jpg",
        alt: "La salle",
        mediaType: "image/jpeg",
        credit: null,
        licence: null,
        width: null,
        height: null,
        blurhash: null,
        focalPoint: null,
      },
      sequence: 3,
      changedAt: new Date("2026-11-20T09:30:15.900Z"),
      news: [
        {
          id: "n",
          eventId: "e",
          calendarId: "c",
          kind: "rescheduled",
          text: "REPORTÉ",
          reason: "Grève des transports.",
          before: null,
          language: "fr",
          publishedAt: new Date(),
        },
      ],
      seriesFirstUid: "premier@communs.example",
    })
    expect(linesOf(texts.event(event))).toEqual([
      "BEGIN:VEVENT",
      "UID:00000000-0000-4000-8000-000000000001@communs.example",
      "SEQUENCE:3",
      "DTSTAMP:20261120T093015Z",
      "DTSTART;TZID=Europe/Paris:20261207T140000",
      "DTEND;TZID=Europe/Paris:20261207T160000",
      "SUMMARY:REPORTÉ · Séance plénière",
      "TRANSP:OPAQUE",
      "LOCATION:Salle du conseil\\, 20 avenue de Ségur\\, 75007 Paris",
      `DESCRIPTION:${[
        "Grève des transports.",
        "",
        "Date précédente : lundi 30 novembre 2026\\, de 14 h à 16 h",
        "",
        "Ordre du jour publié une semaine avant.",
        "",
        "Avec débat\\, voir la note (https://notes.example/a\\,b).",
        "",
        "- un",
        "- deux",
        "",
        "Organisation : DINUM\\, La MedNum",
        "Accès : Boucle magnétique",
        "En ligne : https://visio.example.org/salle\\,1\\;a",
        "Site : https://dinum.example.org/",
        "",
        "https://communs.example/e/pleniere",
      ].join("\\n")}`,
      "CATEGORIES:communs,État\\, numérique",
      "STATUS:CONFIRMED",
      "CREATED:20261101T080000Z",
      "LAST-MODIFIED:20261120T093015Z",
      "GEO:48.8496;2.3085",
      "URL:https://communs.example/e/pleniere",
      'ORGANIZER;CN="Agenda des communs numériques":https://communs.example/actors/agenda',
      'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre en ligne":https://visio.example.org/salle,1;a',
      "COLOR:teal",
      'IMAGE;VALUE=URI;DISPLAY=GRAPHIC;FMTTYPE=image/jpeg;X-ALT="La salle":https://images.example.org/a,b.jpg',
      "ATTACH;FMTTYPE=image/jpeg:https://images.example.org/a,b.jpg",
      "RELATED-TO;RELTYPE=SIBLING:premier@communs.example",
      'X-BEFFROI-PLACE;X-STREET="20 avenue de Ségur";X-POSTAL-CODE="75007";X-LOCALITY="Paris";X-COUNTRY="FR";X-GEO="48.8496;2.3085":Salle du conseil',
      "END:VEVENT",
    ])
  })

  test("has only what is known when little is", () => {
    expect(linesOf(texts.event(wholeEvent({ when: timed("2026-07-06T14:00", null) })))).toEqual([
      "BEGIN:VEVENT",
      "UID:00000000-0000-4000-8000-000000000001@communs.example",
      "SEQUENCE:0",
      "DTSTAMP:20261101T080000Z",
      "DTSTART;TZID=Europe/Paris:20260706T140000",
      "SUMMARY:Séance plénière",
      "TRANSP:OPAQUE",
      "DESCRIPTION:https://communs.example/e/pleniere",
      "STATUS:CONFIRMED",
      "CREATED:20261101T080000Z",
      "LAST-MODIFIED:20261101T080000Z",
      "URL:https://communs.example/e/pleniere",
      'ORGANIZER;CN="Agenda des communs numériques":https://communs.example/actors/agenda',
      "COLOR:teal",
      "END:VEVENT",
    ])
  })

  test("ends in one CRLF and holds no other line end", () => {
    const text = texts.event(wholeEvent({ description: "a\r\n\r\nb\nc\r\n" }))
    expect(text.endsWith("END:VEVENT\r\n")).toBe(true)
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
  })
})

describe("dates", () => {
  const dates = (given: Parameters<typeof wholeEvent>[0]) => {
    const text = texts.event(wholeEvent(given))
    return [lineOf(text, "DTSTART"), lineOf(text, "DTEND"), lineOf(text, "TRANSP")]
  }

  test.each([
    ["one whole day", days("2026-03-29", null), ["20260329", "20260330"]],
    ["two days across the change of hour", days("2026-03-28", "2026-03-29"), ["20260328", "20260330"]],
    ["the end of a year", days("2026-12-31", "2026-12-31"), ["20261231", "20270101"]],
    ["a day in Nouméa", days("2026-07-01", "2026-07-02", "Pacific/Noumea"), ["20260701", "20260703"]],
    ["a day in universal time", days("2026-07-01", null, "UTC"), ["20260701", "20260702"]],
  ])("%s: the end is exclusive, nobody is busy", (_, when, [start, end]) => {
    expect(dates({ when })).toEqual([`DTSTART;VALUE=DATE:${start}`, `DTEND;VALUE=DATE:${end}`, "TRANSP:TRANSPARENT"])
  })

  test.each([
    ["Paris in summer", timed("2026-07-01T09:00", "2026-07-01T10:30"), ["20260701T090000", "20260701T103000"]],
    ["Paris in winter", timed("2026-12-01T09:00", "2026-12-01T10:30"), ["20261201T090000", "20261201T103000"]],
    [
      "Réunion",
      timed("2026-07-01T09:00", "2026-07-01T10:30", "Indian/Reunion"),
      ["20260701T090000", "20260701T103000"],
    ],
    ["Nouméa", timed("2026-12-01T09:00", "2026-12-01T10:30", "Pacific/Noumea"), ["20261201T090000", "20261201T103000"]],
    ["through a night", timed("2026-10-24T22:00", "2026-10-25T06:00"), ["20261024T220000", "20261025T060000"]],
  ])("%s: the hour on the door", (_, when, [start, end]) => {
    const zone = when.timeZone
    expect(dates({ when })).toEqual([`DTSTART;TZID=${zone}:${start}`, `DTEND;TZID=${zone}:${end}`, "TRANSP:OPAQUE"])
  })

  test("universal time ends in Z and names no zone", () => {
    const when = timed("2026-07-01T09:00", "2026-07-01T10:00", "UTC")
    expect(dates({ when })).toEqual(["DTSTART:20260701T090000Z", "DTEND:20260701T100000Z", "TRANSP:OPAQUE"])
  })

  test("an end that is the start is no end", () => {
    expect(dates({ when: timed("2026-07-01T09:00", "2026-07-01T09:00") })[1]).toBeUndefined()
  })
})

describe("states", () => {
  test.each([
    ["scheduled", "SUMMARY:Séance plénière", "STATUS:CONFIRMED", "TRANSP:OPAQUE"],
    ["cancelled", "SUMMARY:ANNULÉ · Séance plénière", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"],
    ["postponed", "SUMMARY:REPORTÉ · Séance plénière", "STATUS:TENTATIVE", "TRANSP:TRANSPARENT"],
    ["rescheduled", "SUMMARY:REPORTÉ · Séance plénière", "STATUS:CONFIRMED", "TRANSP:OPAQUE"],
    ["moved-online", "SUMMARY:EN LIGNE · Séance plénière", "STATUS:CONFIRMED", "TRANSP:OPAQUE"],
  ] as const)("%s", (status, summary, state, transparency) => {
    const text = texts.event(wholeEvent({ status }))
    expect([lineOf(text, "SUMMARY"), lineOf(text, "STATUS"), lineOf(text, "TRANSP")]).toEqual([
      summary,
      state,
      transparency,
    ])
  })

  test("full, in English", () => {
    expect(lineOf(texts.event(wholeEvent({ full: true, language: "en" })), "SUMMARY")).toBe(
      "SUMMARY:FULL · Séance plénière",
    )
  })

  test("moved online: the place is the address to join, the venue is gone", () => {
    const text = texts.event(
      wholeEvent({ status: "moved-online", places: [SALLE], onlineUrl: "https://visio.example.org/a" }),
    )
    expect([lineOf(text, "LOCATION"), lineOf(text, "GEO"), lineOf(text, "CONFERENCE")]).toEqual([
      "LOCATION:https://visio.example.org/a",
      undefined,
      'CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL="Rejoindre en ligne":https://visio.example.org/a',
    ])
  })

  test("a venue on the equator or on the meridian is a venue", () => {
    expect(lineOf(texts.event(wholeEvent({ places: [{ ...SALLE, latitude: 0, longitude: 9.45 }] })), "GEO")).toBe(
      "GEO:0;9.45",
    )
  })
})

describe("the VEVENT of a session", () => {
  const event = wholeEvent({ places: [SALLE], sequence: 2, changedAt: new Date("2026-11-10T08:00:00Z") })

  test("belongs to its event, and is in its room", () => {
    const talk = session({
      room: "Salle 1",
      track: "inclusion",
      format: "atelier",
      speakers: ["Alexis Kauffmann", "Rémy Gerbet"],
      documents: [{ title: 'Notes "vives"', url: "https://pad.example.org/a,b", kind: "pad" }],
      sequence: 1,
      changedAt: new Date("2026-11-05T08:00:00Z"),
    })
    expect(linesOf(texts.session(talk, event))).toEqual([
      "BEGIN:VEVENT",
      "UID:00000000-0000-4000-8000-000000000002@communs.example",
      "SEQUENCE:3",
      "DTSTAMP:20261110T080000Z",
      "DTSTART;TZID=Europe/Paris:20261207T140000",
      "DTEND;TZID=Europe/Paris:20261207T141500",
      "SUMMARY:Accueil",
      "TRANSP:TRANSPARENT",
      "LOCATION:Salle 1\\, Salle du conseil\\, 20 avenue de Ségur\\, 75007 Paris",
      `DESCRIPTION:${[
        "Avec : Alexis Kauffmann\\, Rémy Gerbet",
        'Notes "vives" : https://pad.example.org/a\\,b',
        "",
        "Séance plénière",
        "https://communs.example/e/pleniere/programme",
      ].join("\\n")}`,
      "CATEGORIES:inclusion,atelier",
      "STATUS:CONFIRMED",
      "CREATED:20261101T080000Z",
      "LAST-MODIFIED:20261110T080000Z",
      "GEO:48.8496;2.3085",
      "URL:https://communs.example/e/pleniere/programme#s-accueil",
      'ORGANIZER;CN="Agenda des communs numériques":https://communs.example/actors/agenda',
      "COLOR:teal",
      "ATTACH;LABEL=\"Notes 'vives'\":https://pad.example.org/a,b",
      "RELATED-TO;RELTYPE=PARENT:00000000-0000-4000-8000-000000000001@communs.example",
      "END:VEVENT",
    ])
  })

  test("is cancelled with its event", () => {
    const text = texts.session(session(), { ...event, status: "cancelled" })
    expect([lineOf(text, "SUMMARY"), lineOf(text, "STATUS")]).toEqual(["SUMMARY:ANNULÉ · Accueil", "STATUS:CANCELLED"])
  })

  test("is nothing while it has no time", () => {
    expect(texts.session(session({ when: null }), event)).toBe("")
  })
})

describe("what strangers type", () => {
  const NASTY = "Titre\r\nATTENDEE:mailto:eve@evil.example\nEND:VEVENT\u2028X\u2029Y\u0085Z\u000bW\u0000\u0007\ud800"
  const cleaned = "Titre ATTENDEE:mailto:eve@evil.example END:VEVENT X Y Z W\ufffd"

  test("no field can begin a line", () => {
    const event = wholeEvent({
      uid: NASTY,
      title: NASTY,
      summary: NASTY,
      description: NASTY,
      access: NASTY,
      organisers: [NASTY],
      tags: [NASTY],
      url: NASTY,
      onlineUrl: `https://visio.example.org/\r\nATTENDEE:mailto:eve@evil.example`,
      places: [{ ...SALLE, name: NASTY, street: NASTY, locality: NASTY }],
      calendar: { ...wholeEvent().calendar, name: `${NASTY}";X-EVIL="1` },
      seriesFirstUid: NASTY,
      image: {
        url: "https://images.example.org/a.jpg\r\nX-EVIL:1",
        alt: NASTY,
        mediaType: "image/jpeg",
        credit: null,
        licence: null,
        width: null,
        height: null,
        blurhash: null,
        focalPoint: null,
      },
    })
    const talk = session({
      title: NASTY,
      uid: NASTY,
      room: NASTY,
      track: NASTY,
      speakers: [NASTY],
      documents: [{ title: NASTY, url: "https://a.example/\n", kind: null }],
    })
    const names = [
      "BEGIN",
      "UID",
      "SEQUENCE",
      "DTSTAMP",
      "DTSTART",
      "DTEND",
      "SUMMARY",
      "TRANSP",
      "LOCATION",
      "DESCRIPTION",
      "CATEGORIES",
      "STATUS",
      "CREATED",
      "LAST-MODIFIED",
      "GEO",
      "URL",
      "ORGANIZER",
      "CONFERENCE",
      "COLOR",
    ]
    const eventLines = texts.event(event)
    const sessionLines = texts.session(talk, event)
    const namesOf = (text: string) => linesOf(text).map(line => line.split(/[:;]/)[0])
    // moved neither: a stranger's place stays a place
    expect(namesOf(eventLines)).toEqual([...names, "IMAGE", "ATTACH", "RELATED-TO", "X-BEFFROI-PLACE", "END"])
    expect(namesOf(sessionLines)).toEqual([...names, "ATTACH", "RELATED-TO", "END"])
    expect(read(eventLines).getFirstPropertyValue("summary")).toBe(cleaned)
    expect(read(eventLines).getFirstPropertyValue("uid")).toBe(cleaned)
    for (const text of [eventLines, sessionLines])
      expect(text).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/)
  })

  test("a reader gets back emoji, right-to-left text and very long lines, from lines of 75 octets cut between characters", () => {
    const long = `${"🏛️👩🏽‍💻".repeat(40)} שלום עולם مرحبا ${"é".repeat(300)} ${"x".repeat(5000)}, ; : \\ \\n "fin"`
    const text = texts.event(wholeEvent({ title: long, summary: long }))
    const event = read(text)
    expect(event.getFirstPropertyValue("summary")).toBe(long)
    expect(event.getFirstPropertyValue("description")).toBe(`${long}\n\nhttps://communs.example/e/pleniere`)
    const bytes = Buffer.from(text)
    const lines: Buffer[] = []
    for (let at = 0; at < bytes.length; ) {
      const end = bytes.indexOf("\r\n", at)
      lines.push(bytes.subarray(at, end))
      at = end + 2
    }
    expect(lines.length).toBeGreaterThan(100)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(75)
    // a line that is cut inside a character is no UTF-8
    const utf8 = new TextDecoder("utf-8", { fatal: true })
    for (const line of lines) expect(() => utf8.decode(line)).not.toThrow()
  })

  test("a long description ends after a word: the rest is on the page", () => {
    const words = Array.from({ length: 400 }, (_, n) => `mot${n}`)
    const shown = String(
      read(texts.event(wholeEvent({ description: words.join(" ") }))).getFirstPropertyValue("description"),
    )
    const [beginning, page] = shown.split("\n\n")
    expect(page).toBe("https://communs.example/e/pleniere")
    expect(beginning!.length).toBeLessThanOrEqual(1502)
    expect(beginning!.length).toBeGreaterThan(1480)
    expect(beginning).toBe(`${words.slice(0, beginning!.split(" ").length - 1).join(" ")} …`)
    const unbroken = String(
      read(texts.event(wholeEvent({ description: "x".repeat(5000) }))).getFirstPropertyValue("description"),
    )
    expect(unbroken).toBe(`${"x".repeat(1500)} …\n\nhttps://communs.example/e/pleniere`)
  })

  test("only web addresses become links", () => {
    const text = texts.event(wholeEvent({ onlineUrl: "javascript:alert(1)" }))
    expect(lineOf(text, "CONFERENCE")).toBeUndefined()
  })
})
