import type { Calendar } from "../../src/domain/calendar.ts"
import type { WholeEvent } from "../../src/domain/event.ts"
import { licenceOf } from "../../src/domain/licence.ts"
import type { Place } from "../../src/domain/place.ts"
import type { Session } from "../../src/domain/programme.ts"
import { instantsOf, type When } from "../../src/domain/time.ts"
import type { Listing } from "../../src/feeds/listing.ts"

export const ORIGIN = "https://communs.example"

export const CALENDAR: Calendar = {
  id: "00000000-0000-4000-8000-00000000000c",
  handle: "agenda",
  kind: "calendar",
  name: "Agenda des communs numériques",
  summary: "Auditions, séances, tables rondes.",
  language: "fr",
  icon: null,
  image: null,
  links: [],
  createdAt: new Date("2026-01-01T00:00:00Z"),
  updatedAt: new Date("2026-01-01T00:00:00Z"),
  calendarKind: "agenda",
  timeZone: "Europe/Paris",
  publisherHandle: "dinum",
  publisherName: "Communs numériques",
}

export const LISTING: Listing = {
  origin: ORIGIN,
  name: "Agenda des communs numériques",
  description: "Auditions, séances, tables rondes.",
  language: "fr",
  timeZone: "Europe/Paris",
  kind: "agenda",
  page: `${ORIGIN}/@agenda`,
  source: `${ORIGIN}/@agenda.test`,
  publisher: "Communs numériques",
  licence: licenceOf("etalab-2.0"),
  updatedAt: new Date("2026-01-01T00:00:00Z"),
}

export const timed = (start: string, end: string | null, timeZone = "Europe/Paris"): When => ({
  start,
  end,
  allDay: false,
  timeZone,
})
export const days = (start: string, end: string | null, timeZone = "Europe/Paris"): When => ({
  start,
  end,
  allDay: true,
  timeZone,
})

export const SALLE: Place = {
  id: "00000000-0000-4000-8000-00000000000a",
  version: 1,
  name: "Salle du conseil",
  street: "20 avenue de Ségur",
  postalCode: "75007",
  locality: "Paris",
  region: null,
  country: "FR",
  latitude: 48.8496,
  longitude: 2.3085,
}

/** A plain published event of two hours in Paris, but for what is given. */
export function wholeEvent(given: Partial<WholeEvent> = {}): WholeEvent {
  const when = given.when ?? timed("2026-12-07T14:00", "2026-12-07T16:00")
  return {
    id: "00000000-0000-4000-8000-000000000001",
    calendarId: CALENDAR.id,
    slug: "pleniere",
    uid: "00000000-0000-4000-8000-000000000001@communs.example",
    state: "published",
    status: "scheduled",
    full: false,
    title: "Séance plénière",
    summary: "",
    description: "",
    language: "fr",
    when,
    previous: null,
    timesAre: null,
    ...instantsOf(when),
    onlineUrl: null,
    url: null,
    category: "MEETING",
    organisers: [],
    access: null,
    price: null,
    accessibility: [],
    tags: [],
    image: null,
    seriesId: null,
    sequence: 0,
    createdAt: new Date("2026-11-01T08:00:00Z"),
    publishedAt: new Date("2026-11-01T08:00:00Z"),
    updatedAt: null,
    deletedAt: null,
    changedAt: new Date("2026-11-01T08:00:00Z"),
    calendar: CALENDAR,
    places: [],
    sessions: [],
    news: [],
    ...given,
  }
}

export const session = (given: Partial<Session> = {}): Session => ({
  id: "00000000-0000-4000-8000-000000000002",
  eventId: "00000000-0000-4000-8000-000000000001",
  slug: "accueil",
  position: 0,
  uid: "00000000-0000-4000-8000-000000000002@communs.example",
  title: "Accueil",
  summary: "",
  when: timed("2026-12-07T14:00", "2026-12-07T14:15"),
  room: null,
  track: null,
  format: null,
  speakers: [],
  documents: [],
  sequence: 0,
  changedAt: new Date("2026-11-01T08:00:00Z"),
  ...given,
})

/** A calendar of these events, as a feed joins it. */
export const textOf = (event: WholeEvent, ical: string): { ical: string; timeZone: string; allDay: boolean } => ({
  ical,
  timeZone: event.when.timeZone,
  allDay: event.when.allDay,
})
