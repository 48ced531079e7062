import { describe, expect, test } from "vitest"
import type { WholeEvent } from "../../src/domain/event.ts"
import type { Session } from "../../src/domain/programme.ts"
import { instantsOf } from "../../src/domain/time.ts"
import { calendarFeed } from "../../src/feeds/ical/feed.ts"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import { readCalendarFile } from "../../src/import/ical/calendar.ts"
import { CALENDAR, days, ORIGIN, SALLE, session, timed, wholeEvent } from "../feeds/whole-event.ts"

/** The programme of an event in our own calendar comes in as its programme. */
const texts = createTexts({ origin: ORIGIN })
const HEAD = {
  name: "Journée",
  description: "",
  language: "fr",
  timeZone: CALENDAR.timeZone,
  source: `${ORIGIN}/e/pleniere.ics`,
  page: `${ORIGIN}/e/pleniere`,
  kind: "agenda",
} as const
const CONTEXT = { calendar: CALENDAR, tagMap: new Map<string, string>(), now: new Date("2026-11-21T10:00:00Z") }

const sessionsFile = (event: WholeEvent, { alone = false } = {}): string =>
  String(
    calendarFeed(HEAD, [
      ...(alone ? [] : [{ ...event.when, ical: texts.event(event) }]),
      ...event.sessions.map(one => ({ ...(one.when ?? event.when), ical: texts.session(one, event) })),
    ]),
  )
const read = (file: string) => readCalendarFile(Buffer.from(file), CONTEXT)

const PROGRAMME: Session[] = [
  session({
    summary: "Deux retours d'expérience.\n\nPuis un débat.",
    room: "Salle, haute",
    track: "Gouvernance",
    format: "conférence",
    speakers: ["Camille Martin", "Noé Diallo"],
    documents: [{ title: "Compte rendu", url: "https://pad.example/cr?a=b,c", kind: null }],
  }),
  session({
    id: "2",
    uid: "2@communs.example",
    slug: "dejeuner",
    title: "Déjeuner",
    format: "pause",
    when: timed("2026-12-07T14:15", null),
  }),
]
const withProgramme = (given: Partial<WholeEvent> = {}) => {
  const when = given.when ?? timed("2026-12-07T14:00", "2026-12-07T16:00")
  return wholeEvent({ places: [SALLE], sessions: PROGRAMME, ...given, ...instantsOf(when) })
}
/** What comes in of a session: not what the server alone decides, nor what kind a document is. */
const contentOf = ({ slug, title, summary, when, room, track, format, speakers, documents }: Session) => ({
  ...{ slug, title, summary, when, room, track, format, speakers, documents },
})

describe("sessions beside their event in a calendar of ours", () => {
  test.each<[string, Partial<WholeEvent>]>([
    ["with a place", {}],
    ["without a place", { places: [] }],
    ["online", { places: [], onlineUrl: "https://visio.example/a" }],
    ["cancelled for a reason", { status: "cancelled", summary: "Un mot." }],
    ["in English, its hours only indicative", { language: "en", timesAre: "illustrative" }],
    ["of whole days", { when: days("2026-12-07", "2026-12-08") }],
  ])("are its programme: %s", async (_, given) => {
    const event = withProgramme(given)
    const { entries, refused } = await read(sessionsFile(event))
    expect(refused).toEqual([])
    expect(entries.map(({ uid, fields }) => [uid, fields.title])).toEqual([[event.uid, event.title]])
    // online there is no room
    const rooms = given.onlineUrl ? { room: null } : {}
    expect(entries[0]!.fields.sessions).toEqual(event.sessions.map(one => ({ ...contentOf(one), ...rooms })))
  })

  test("keep their hours in the zone of their event", async () => {
    const zone = "Indian/Reunion"
    const event = withProgramme({
      when: timed("2026-12-07T09:00", "2026-12-07T12:00", zone),
      sessions: [session({ when: timed("2026-12-07T09:00", "2026-12-07T10:00", zone) })],
    })
    const [entry] = (await read(sessionsFile(event))).entries
    expect(entry!.fields.sessions.map(({ when }) => when)).toEqual([
      { start: "2026-12-07T09:00", end: "2026-12-07T10:00", allDay: false, timeZone: zone },
    ])
  })

  test("without their event are events, as is the calendar of one session", async () => {
    const { entries } = await read(sessionsFile(withProgramme(), { alone: true }))
    expect(entries.map(({ fields }) => [fields.title, fields.sessions])).toEqual([
      ["Accueil", []],
      ["Déjeuner", []],
    ])
  })

  test("of other programs stay events: there a parent may be anything", async () => {
    const file = sessionsFile(withProgramme()).replace("-//Beffroi//Beffroi//FR", "-//Other//EN")
    expect((await read(file)).entries.map(({ fields }) => fields.title)).toEqual([
      "Séance plénière",
      "Accueil",
      "Déjeuner",
    ])
  })

  test("that cannot be read are told of, and the rest comes in", async () => {
    const broken = sessionsFile(withProgramme()).replace(/DTSTART;TZID=Europe\/Paris:20261207T141500/, "DTSTART:demain")
    const { entries, refused } = await read(broken)
    expect(refused).toEqual([])
    expect(entries[0]!.fields.sessions.map(({ slug }) => slug)).toEqual(["accueil"])
    expect(entries[0]!.notes).toEqual([expect.stringMatching(/^line \d+: the session is left out: .*DTSTART/)])
  })

  test("that name themselves or each other as parents do no harm", async () => {
    const circle = ["a", "b"].map((uid, n, all) =>
      [
        "BEGIN:VEVENT",
        `UID:${uid}`,
        `RELATED-TO;RELTYPE=PARENT:${all[1 - n]}`,
        "DTSTART:20261207T100000Z",
        `SUMMARY:Événement ${uid}`,
        "END:VEVENT",
      ].join("\r\n"),
    )
    const file = ["BEGIN:VCALENDAR", "PRODID:-//Beffroi//Beffroi//FR", ...circle, "END:VCALENDAR", ""].join("\r\n")
    expect((await read(file)).entries.map(({ uid }) => uid)).toEqual(["a", "b"])
  })
})
