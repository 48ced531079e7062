import { readFileSync } from "node:fs"
import type { Actor, Calendar } from "../../src/domain/calendar.ts"
import type { WholeEvent } from "../../src/domain/event.ts"
import type { Image } from "../../src/domain/image.ts"
import type { WholeInterview } from "../../src/domain/interview.ts"
import type { News } from "../../src/domain/news.ts"
import type { Place } from "../../src/domain/place.ts"
import type { Session } from "../../src/domain/programme.ts"
import { instantsOf } from "../../src/domain/time.ts"
import { eventInput } from "../../src/input/event.ts"
import { fieldsOfInput } from "../../src/input/event-fields.ts"

export const ORIGIN = "https://communs.example"

/** A version 4 uuid that ends in `n`. */
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

const CREATED = new Date("2026-11-01T09:00:00.250Z")
export const PUBLISHED = new Date("2026-11-21T10:00:00.400Z")

const actor = (n: number, handle: string, name: string): Omit<Actor, "kind"> => ({
  id: uuid(n),
  handle,
  name,
  summary: "",
  language: "fr",
  icon: null,
  image: null,
  links: [],
  createdAt: CREATED,
  updatedAt: CREATED,
})

export const INSTANCE: Actor = { ...actor(1, "instance", "communs.example"), kind: "instance" }
export const PUBLISHER: Actor = { ...actor(2, "redaction", "Mission communs"), kind: "publisher" }

export const calendar = (over: Partial<Calendar> = {}): Calendar => ({
  ...actor(3, "agenda", "Agenda des communs numériques"),
  kind: "calendar",
  calendarKind: "agenda",
  timeZone: "Europe/Paris",
  publisherHandle: PUBLISHER.handle,
  publisherName: PUBLISHER.name,
  ...over,
})

export const place = (over: Partial<Place> = {}): Place => ({
  id: uuid(20),
  version: 1,
  name: "Nouveau Siècle",
  street: "17 place Mendès France",
  postalCode: "59000",
  locality: "Lille",
  region: "Hauts-de-France",
  country: "FR",
  latitude: 50.6372,
  longitude: 3.0605,
  ...over,
})

export const image = (over: Partial<Image> = {}): Image => ({
  url: "/media/affiche.jpg",
  alt: "Une affiche : des mains tiennent un beffroi",
  mediaType: "image/jpeg",
  credit: null,
  licence: null,
  width: 1600,
  height: 900,
  blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
  focalPoint: [0, -0.5],
  ...over,
})

export const session = (over: Partial<Session> = {}): Session => ({
  id: uuid(30),
  eventId: uuid(10),
  slug: "ouverture",
  position: 0,
  uid: `${uuid(30)}@communs.example`,
  title: "Ouverture",
  summary: "",
  when: null,
  room: null,
  track: null,
  format: null,
  speakers: [],
  documents: [],
  sequence: 0,
  changedAt: PUBLISHED,
  ...over,
})

export const news = (over: Partial<News> = {}): News => ({
  id: uuid(40),
  eventId: uuid(10),
  calendarId: uuid(3),
  kind: "cancelled",
  text: "ANNULÉ · Séance plénière. Date prévue : sam. 12 déc. 2026, 20h30–22h, Nouveau Siècle, Lille.",
  reason: null,
  before: null,
  language: "fr",
  publishedAt: new Date("2026-11-22T08:00:00Z"),
  ...over,
})

/** A published event with a place and both times; `over` replaces what differs. */
export function wholeEvent(over: Partial<WholeEvent> = {}): WholeEvent {
  const owner = over.calendar ?? calendar()
  const when = over.when ?? {
    start: "2026-12-12T20:30",
    end: "2026-12-12T22:00",
    allDay: false,
    timeZone: "Europe/Paris",
  }
  return {
    id: uuid(10),
    calendarId: owner.id,
    calendar: owner,
    slug: "seance-pleniere",
    uid: `${uuid(10)}@communs.example`,
    state: "published",
    status: "scheduled",
    full: false,
    title: "Séance plénière",
    summary: "Ordre du jour publié une semaine avant.",
    description: "",
    language: "fr",
    previous: null,
    timesAre: null,
    onlineUrl: null,
    url: null,
    category: "MEETING",
    organisers: ["La MedNum"],
    access: null,
    price: null,
    accessibility: [],
    tags: ["communs", "logiciel libre"],
    image: null,
    seriesId: null,
    sequence: 0,
    createdAt: CREATED,
    publishedAt: PUBLISHED,
    updatedAt: null,
    deletedAt: null,
    changedAt: PUBLISHED,
    places: [place()],
    sessions: [],
    news: [],
    ...over,
    when,
    ...instantsOf(when),
  }
}

export const wholeInterview = (over: Partial<WholeInterview> = {}): WholeInterview => {
  const owner = over.calendar ?? calendar({ id: uuid(4), handle: "entretiens", name: "Paroles de communs" })
  return {
    id: uuid(50),
    calendarId: owner.id,
    calendar: owner,
    slug: "bastien-guerry",
    state: "published",
    title: "Les logiciels libres comme espaces de collaboration",
    summary: "Ce qu'une administration apprend en publiant son code.",
    content: "Une *première* réponse.\n\nUne seconde.",
    language: "fr",
    interviewees: ["Bastien Guerry"],
    tags: ["logiciel libre"],
    date: "2024-01-16",
    portrait: null,
    videoUrl: null,
    original: null,
    eventId: null,
    createdAt: CREATED,
    publishedAt: PUBLISHED,
    updatedAt: null,
    deletedAt: null,
    ...over,
  }
}

interface Example {
  calendars: { handle: string; kind: Calendar["calendarKind"]; name: string; language: string; timeZone: string }[]
  events: Record<string, unknown>[]
  agenda: Record<string, unknown>[]
  interviews: {
    slug: string
    calendar: string
    title: string
    published: string
    interviewees: string[]
    tags: string[]
  }[]
}

const example = (): Example => JSON.parse(readFileSync(new URL("../../examples/communs.json", import.meta.url), "utf8"))

const exampleCalendars = (): Map<string, Calendar> =>
  new Map(
    example().calendars.map(({ handle, kind, name, language, timeZone }, index) => [
      handle,
      calendar({ id: uuid(100 + index), handle, name, language, timeZone, calendarKind: kind }),
    ]),
  )

/** The real events and agenda items of the demonstration, as they are once loaded and published. */
export function exampleEvents(): WholeEvent[] {
  const calendars = exampleCalendars()
  const { events, agenda } = example()
  return [...events, ...agenda].map((entry, index) => {
    const input = eventInput.parse(entry)
    const owner = calendars.get(input.calendar)!
    const { places, sessions, ...fields } = fieldsOfInput(input, owner)
    const id = uuid(1000 + index)
    return wholeEvent({
      ...fields,
      id,
      calendar: owner,
      slug: input.slug!,
      places: places.map((entry, n) => ({ ...entry, id: uuid(2000 + index * 10 + n), version: 1 })),
      sessions: sessions.map((entry, n) => session({ ...entry, id: uuid(5000 + index * 100 + n), eventId: id })),
    })
  })
}

export function exampleInterviews(): WholeInterview[] {
  const calendars = exampleCalendars()
  return example().interviews.map(({ slug, calendar: handle, title, published, interviewees, tags }, index) =>
    wholeInterview({
      id: uuid(8000 + index),
      calendar: calendars.get(handle)!,
      slug,
      title,
      interviewees,
      tags,
      date: published,
      summary: "",
      content: "",
    }),
  )
}
