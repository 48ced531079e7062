import { describe, expect, test } from "vitest"
import { CONTEXT } from "../../../../federation/vocab/writing/context.ts"
import { eventObject, times } from "../../../../federation/vocab/writing/event.ts"
import type { WholeEvent } from "../../../../src/domain/event.ts"
import {
  calendar,
  image,
  news,
  ORIGIN,
  PUBLISHED,
  place,
  session,
  uuid,
  wholeEvent,
} from "../../../support/wire-events.ts"

const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const render = (over: Partial<WholeEvent> = {}) => eventObject(ORIGIN, wholeEvent(over))
const id = `${ORIGIN}/events/${uuid(10)}`
const collection = (name: string) => ({ id: `${id}/${name}`, type: "Collection", totalItems: 0 })

test("an event with every field", () => {
  const content =
    "<p>Ordre du jour publié une semaine avant.</p>" +
    "<ul><li>Date : samedi 12 décembre 2026, de 20 h 30 à 22 h</li>" +
    "<li>Lieu : Nouveau Siècle, Lille (17 place Mendès France, 59000 Lille)</li><li>Avec : La MedNum</li></ul>" +
    `<p><a href="${ORIGIN}/e/seance-pleniere">Séance plénière</a></p>`
  const summary = "sam. 12 déc. 2026, 20h30–22h · Nouveau Siècle, Lille · Ordre du jour publié une semaine avant."
  expect(render({ image: image() })).toEqual({
    "@context": CONTEXT,
    id,
    type: "Event",
    actor: `${ORIGIN}/actors/agenda`,
    attributedTo: `${ORIGIN}/actors/agenda`,
    to: [PUBLIC],
    cc: [`${ORIGIN}/actors/agenda/followers`],
    url: `${ORIGIN}/e/seance-pleniere`,
    published: "2026-11-21T10:00:00Z",
    context: `${ORIGIN}/contexts/${uuid(10)}`,
    replies: { ...collection("replies"), first: `${id}/replies?page=1` },
    likes: collection("likes"),
    shares: collection("shares"),
    interactionPolicy: { canQuote: { automaticApproval: [PUBLIC] } },
    name: "Séance plénière",
    nameMap: { fr: "Séance plénière" },
    summary,
    summaryMap: { fr: summary },
    content,
    contentMap: { fr: content },
    inLanguage: "fr",
    startTime: "2026-12-12T20:30:00+01:00",
    endTime: "2026-12-12T22:00:00+01:00",
    timezone: "Europe/Paris",
    eventStatus: "EventScheduled",
    status: "CONFIRMED",
    location: {
      id: `${ORIGIN}/places/${uuid(20)}/v1`,
      type: "Place",
      name: "Nouveau Siècle, Lille",
      address: {
        type: "PostalAddress",
        streetAddress: "17 place Mendès France",
        postalCode: "59000",
        addressLocality: "Lille",
        addressRegion: "Hauts-de-France",
        addressCountry: "FR",
      },
      latitude: 50.6372,
      longitude: 3.0605,
    },
    isOnline: false,
    category: "MEETING",
    joinMode: "external",
    externalParticipationUrl: `${ORIGIN}/e/seance-pleniere`,
    organizers: { type: "Collection", totalItems: 1, items: [{ type: "Organization", name: "La MedNum" }] },
    repliesModerationOption: "allow_all",
    tag: [
      { type: "Hashtag", href: `${ORIGIN}/tags/communs`, name: "#communs" },
      { type: "Hashtag", href: `${ORIGIN}/tags/logiciel%20libre`, name: "#LogicielLibre" },
    ],
    attachment: [
      {
        type: "Document",
        mediaType: "image/jpeg",
        url: `${ORIGIN}/media/affiche.jpg`,
        name: "Une affiche : des mains tiennent un beffroi",
        width: 1600,
        height: 900,
        blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
        focalPoint: [0, -0.5],
      },
      {
        type: "Link",
        mediaType: "text/calendar",
        href: `${ORIGIN}/e/seance-pleniere.ics`,
        name: "Agenda (iCalendar)",
      },
    ],
  })
})

describe("times", () => {
  const zone = (timeZone: string, start: string, end: string | null, allDay = false) =>
    times({ start, end, allDay, timeZone })

  test("are local, with the offset of that day", () => {
    expect(zone("Europe/Paris", "2026-07-01T09:00", "2026-07-01T10:30")).toEqual({
      startTime: "2026-07-01T09:00:00+02:00",
      endTime: "2026-07-01T10:30:00+02:00",
    })
    expect(zone("Indian/Reunion", "2026-07-01T09:00", null)).toEqual({ startTime: "2026-07-01T09:00:00+04:00" })
    expect(zone("UTC", "2026-07-01T09:00", null)).toEqual({ startTime: "2026-07-01T09:00:00+00:00" })
    expect(zone("America/St_Johns", "2026-01-01T09:00", null)).toEqual({ startTime: "2026-01-01T09:00:00-03:30" })
  })

  test("all day: from midnight to the last second of the last day", () => {
    expect(zone("Europe/Paris", "2018-09-13", "2018-09-14", true)).toEqual({
      startTime: "2018-09-13T00:00:00+02:00",
      endTime: "2018-09-14T23:59:59+02:00",
    })
    // the night in which clocks go back has 25 hours
    expect(zone("Europe/Paris", "2026-10-24", "2026-10-25", true)).toEqual({
      startTime: "2026-10-24T00:00:00+02:00",
      endTime: "2026-10-25T23:59:59+01:00",
    })
  })

  test("an unknown end is left out, and one that equals the start", () => {
    expect(zone("Europe/Paris", "2018-09-13", null, true)).toEqual({ startTime: "2018-09-13T00:00:00+02:00" })
    expect(zone("Europe/Paris", "2026-07-01T09:00", "2026-07-01T09:00")).toEqual({
      startTime: "2026-07-01T09:00:00+02:00",
    })
  })

  test("updated is later than published, even within its second", () => {
    expect(render({ updatedAt: new Date(PUBLISHED.getTime() + 100) }).updated).toBe("2026-11-21T10:00:01Z")
    expect(render({ updatedAt: new Date("2026-11-22T10:00:00.999Z") }).updated).toBe("2026-11-22T10:00:00Z")
    expect(render()).not.toHaveProperty("updated")
  })
})

describe("states", () => {
  const before = { start: "2026-11-30T14:00", end: "2026-11-30T17:00", allDay: false, timeZone: "Europe/Paris" }
  const shown = ({
    name,
    summary,
    eventStatus,
    status,
    previousStartTime,
    isOnline,
    location,
  }: ReturnType<typeof render>) => ({
    name,
    summary,
    eventStatus,
    status,
    previousStartTime,
    isOnline,
    place: (location as { name: string } | undefined)?.name,
  })
  const Lille = "Nouveau Siècle, Lille"
  const teaser = "Ordre du jour publié une semaine avant."

  test("cancelled", () => {
    expect(shown(render({ status: "cancelled" }))).toEqual({
      name: "ANNULÉ · Séance plénière",
      summary: `ANNULÉ · sam. 12 déc. 2026, 20h30–22h · ${Lille} · ${teaser}`,
      eventStatus: "EventCancelled",
      status: "CANCELLED",
      isOnline: false,
      place: Lille,
    })
  })

  test("postponed, without a new date: the old one is not announced again", () => {
    expect(shown(render({ status: "postponed" }))).toEqual({
      name: "REPORTÉ · Séance plénière",
      summary: `REPORTÉ · nouvelle date à venir, au lieu du sam. 12 déc. 2026, 20h30–22h · ${Lille} · ${teaser}`,
      eventStatus: "EventPostponed",
      status: "TENTATIVE",
      previousStartTime: "2026-12-12T20:30:00+01:00",
      isOnline: false,
      place: Lille,
    })
  })

  test("rescheduled", () => {
    expect(shown(render({ status: "rescheduled", previous: before }))).toEqual({
      name: "REPORTÉ · Séance plénière",
      summary: `REPORTÉ · sam. 12 déc. 2026, 20h30–22h · ${Lille} · ${teaser}`,
      eventStatus: "EventRescheduled",
      status: "CONFIRMED",
      previousStartTime: "2026-11-30T14:00:00+01:00",
      isOnline: false,
      place: Lille,
    })
  })

  test("moved online: the venue is not named as a place to go to", () => {
    const moved = render({ status: "moved-online", onlineUrl: "https://visio.example/a" })
    expect(shown(moved)).toEqual({
      name: "EN LIGNE · Séance plénière",
      summary: `EN LIGNE · sam. 12 déc. 2026, 20h30–22h · en visioconférence · ${teaser}`,
      eventStatus: "EventMovedOnline",
      status: "CONFIRMED",
      isOnline: true,
    })
    expect(moved.externalParticipationUrl).toBe("https://visio.example/a")
    expect(moved.content).not.toContain("Nouveau Siècle")
  })

  test("full", () => {
    expect(shown(render({ full: true }))).toMatchObject({
      name: "COMPLET · Séance plénière",
      eventStatus: "EventScheduled",
      status: "CONFIRMED",
    })
  })

  test("the word is in the calendar's language, dates in the event's", () => {
    const english = render({ status: "cancelled", calendar: calendar({ language: "en" }) })
    expect(english.name).toBe("CANCELLED · Séance plénière")
    expect(english.summary).toContain("CANCELLED · sam. 12 déc. 2026")
    expect(english.nameMap).toEqual({ fr: "CANCELLED · Séance plénière" })
  })

  test("content begins with the state and the officer's reason", () => {
    const event = { status: "cancelled" as const, news: [news({ reason: "La salle est inondée & fermée." })] }
    expect(render(event).content).toMatch(/^<p><strong>ANNULÉ<\/strong> · La salle est inondée &amp; fermée\.<\/p>/)
    expect(render({ status: "cancelled" }).content).toMatch(/^<p><strong>ANNULÉ<\/strong><\/p>/)
  })
})

describe("places", () => {
  const halle = place({ id: uuid(21), name: "Halle aux communs", locality: "Marseille", latitude: 43, longitude: 5 })
  const friche = place({
    id: uuid(22),
    name: "Friche numérique",
    locality: "Marseille",
    latitude: null,
    longitude: null,
  })
  const location = (over: Partial<WholeEvent>) => render(over).location as Record<string, unknown>

  test("coordinates are never whole numbers", () => {
    expect(location({ places: [halle] })).toMatchObject({ latitude: 43.000001, longitude: 5.000001 })
    expect(JSON.stringify(location({ places: [place({ latitude: 0, longitude: -180 })] }))).toContain(
      '"latitude":0.000001,"longitude":-179.999999',
    )
  })

  test("several venues: the first one, under all their names, with an id of that combination", () => {
    const both = location({ places: [halle, friche] })
    expect(both).toMatchObject({ name: "Halle aux communs et Friche numérique, Marseille", latitude: 43.000001 })
    expect(both.id).toMatch(new RegExp(`^${ORIGIN}/places/${uuid(21)}/v1#[0-9a-f]{12}$`))
    expect(both.id).not.toBe(location({ places: [halle, { ...friche, version: 2 }] }).id)
    expect(both.id).toBe(location({ places: [halle, friche] }).id)
    expect(render({ places: [halle, friche] }).content).toContain(
      "<li>Lieux :<ul><li>Halle aux communs, Marseille (17 place Mendès France, 59000 Marseille)</li>",
    )
  })

  test("a changed venue has another id", () => {
    expect(location({ places: [place({ version: 2 })] }).id).toBe(`${ORIGIN}/places/${uuid(20)}/v2`)
  })

  test("an address of a postal code only is left out: Gancio can print nothing of it", () => {
    expect(location({ places: [place({ street: null, locality: null, region: null, country: null })] })).toEqual({
      id: `${ORIGIN}/places/${uuid(20)}/v1`,
      type: "Place",
      name: "Nouveau Siècle",
      latitude: 50.6372,
      longitude: 3.0605,
    })
  })

  test("online, or nowhere yet: none", () => {
    expect(render({ places: [], onlineUrl: "https://visio.example/a" })).not.toHaveProperty("location")
    expect(render({ places: [] })).not.toHaveProperty("location")
  })
})

describe("texts", () => {
  test("the teaser fills the summary to 300 characters, cut at a word", () => {
    const summary = String(render({ summary: "Une phrase assez longue. ".repeat(20) }).summary)
    expect([...summary].length).toBeLessThanOrEqual(300)
    expect([...summary].length).toBeGreaterThan(280)
    expect(summary).toMatch(/\p{L}…$/u)
  })

  test("without a summary the teaser comes from the description, without its markup", () => {
    const { summary } = render({ summary: "", description: "# Bonjour\n\nUn *texte* & <b>des signes</b>" })
    expect(summary).toBe("sam. 12 déc. 2026, 20h30–22h · Nouveau Siècle, Lille · Bonjour Un texte & ‹b›des signes‹/b›")
  })

  test("illustrative hours are not announced", () => {
    const lille = render({ timesAre: "illustrative" })
    expect(lille.summary).toMatch(/^sam\. 12 déc\. 2026 \(horaires indicatifs\) · /)
    expect(lille.content).toContain("<li>Date : samedi 12 décembre 2026 (horaires indicatifs)</li>")
  })

  test("a time zone other than the calendar's is named", () => {
    const when = { start: "2026-12-12T20:30", end: null, allDay: false, timeZone: "Indian/Reunion" }
    expect(render({ when }).summary).toMatch(/^sam\. 12 déc\. 2026, 20h30 \(heure de La Réunion\) · /)
  })

  test("the programme, its speakers and rooms", () => {
    const when = { start: "2026-12-12T20:30", end: "2026-12-12T21:00", allDay: false, timeZone: "Europe/Paris" }
    const sessions = [session({ when, speakers: ["Ada"], room: "Salle 1" }), session({ title: "Clôture <fin>" })]
    expect(render({ sessions }).content).toContain(
      "<p><strong>Programme</strong></p><ul><li>sam. 12 déc. 2026, 20h30–21h · Ouverture (Ada, Salle 1)</li>" +
        "<li>Clôture &lt;fin&gt;</li></ul>",
    )
    const many = render({ sessions: Array.from({ length: 53 }, () => session()) })
    expect(many.content).toContain("<li>et 3 autres séances</li></ul>")
  })

  test("links of the event, Mobilizon's name first", () => {
    const links = ({ attachment }: ReturnType<typeof render>) =>
      (attachment as { name: string; href: string }[]).map(({ name, href }) => [name, href])
    const ics = ["Agenda (iCalendar)", `${ORIGIN}/e/seance-pleniere.ics`]
    expect(links(render({ onlineUrl: "https://visio.example/a" }))).toEqual([
      ["Website", "https://visio.example/a"],
      ics,
    ])
    expect(links(render({ url: "https://p.example/", onlineUrl: "https://visio.example/a" }))).toEqual([
      ["Website", "https://p.example/"],
      ["Visioconférence", "https://visio.example/a"],
      ics,
    ])
  })
})
