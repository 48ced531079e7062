import type { Accessibility } from "./accessibility.ts"
import type { Calendar } from "./calendar.ts"
import type { Image } from "./image.ts"
import type { News } from "./news.ts"
import { type Place, type PlaceFields, placeFieldsOf } from "./place.ts"
import type { Price } from "./price.ts"
import { type Session, type SessionFields, sessionFieldsOf } from "./programme.ts"
import type { Provenance } from "./provenance.ts"
import type { When } from "./time.ts"

/** schema.org's and FEP-8a8e's event states, in our words. `postponed` has no new date yet, `rescheduled` has one. */
export type EventStatus = "scheduled" | "cancelled" | "postponed" | "rescheduled" | "moved-online"
export const EVENT_STATUSES: readonly EventStatus[] = [
  "scheduled",
  "cancelled",
  "postponed",
  "rescheduled",
  "moved-online",
]

/** `deleted` rows stay: a deleted id never comes back, and its page answers 410. */
export type PublicationState = "draft" | "published" | "deleted"

/** What an editor writes in an event, without its venues and its programme, which have rows of their own. */
export interface EventContent {
  title: string
  /** one plain sentence */
  summary: string
  /** Markdown */
  description: string
  language: string
  when: When
  /** `illustrative`: the order is known and the hours are not */
  timesAre: "illustrative" | null
  onlineUrl: string | null
  /** the organiser's own page */
  url: string | null
  /** one upper-case word that FEP-8a8e and Mobilizon both list */
  category: string
  organisers: string[]
  /** how to get in: doors, loop, sign language; plain text */
  access: string | null
  /** null when the organiser did not say */
  price: Price | null
  accessibility: Accessibility[]
  tags: string[]
  image: Image | null
}

/** The content that has a column of the same name; `when` has several. The type makes this list complete. */
const CONTENT: Record<keyof Omit<EventContent, "when">, true> = {
  title: true,
  summary: true,
  description: true,
  language: true,
  timesAre: true,
  onlineUrl: true,
  url: true,
  category: true,
  organisers: true,
  access: true,
  price: true,
  accessibility: true,
  tags: true,
  image: true,
}
export const CONTENT_COLUMNS = Object.keys(CONTENT) as (keyof typeof CONTENT)[]

/** Everything that an editor writes in an event, without identity or history. */
export interface EventFields extends EventContent {
  places: PlaceFields[]
  sessions: SessionFields[]
}

/** An event or an agenda item, as it is stored. */
export interface Event extends EventContent {
  id: string
  calendarId: string
  slug: string
  /** iCalendar UID, stored with the event, never derived again */
  uid: string
  state: PublicationState
  status: EventStatus
  /** no places left */
  full: boolean
  /** the date before the last move, to be shown louvred */
  previous: When | null
  startsAt: Date
  endsAt: Date | null
  overAt: Date
  /** occurrences of one series share it */
  seriesId: string | null
  /** iCalendar SEQUENCE: +1 when date, place, status or rule changes */
  sequence: number
  createdAt: Date
  publishedAt: Date | null
  /** null until edited after publication; strictly increasing, never before `publishedAt` */
  updatedAt: Date | null
  deletedAt: Date | null
  /** when the rendered iCalendar text last changed: DTSTAMP and LAST-MODIFIED */
  changedAt: Date
}

/** What lists show. */
export interface ListedEvent extends Event {
  calendar: Calendar
  places: Place[]
}

/** Everything known of one event: what renderers take. */
export interface WholeEvent extends ListedEvent {
  sessions: Session[]
  /** newest first */
  news: News[]
  /** iCalendar UID of the first public occurrence of its series; null or absent when it is that one, or in no series */
  seriesFirstUid?: string | null
  /** the calendar of others that it was taken from; null or absent for what was written here */
  source?: Provenance | null
}

/** The content of an event, without identity or history. */
export const contentOf = (event: EventContent): EventContent =>
  Object.fromEntries(["when" as const, ...CONTENT_COLUMNS].map(name => [name, event[name]])) as unknown as EventContent

/** The same with its venues and programme. */
export const fieldsOfEvent = (event: WholeEvent): EventFields => ({
  ...contentOf(event),
  places: event.places.map(placeFieldsOf),
  sessions: event.sessions.map(sessionFieldsOf),
})

/** What most of our calendars hold. */
export const DEFAULT_CATEGORY = "MEETING"

/** FEP-8a8e's categories that Mobilizon 5.1 lists too. */
export const CATEGORIES: readonly string[] = [
  "ARTS",
  "AUTO_BOAT_AIR",
  "BOOK_CLUBS",
  "BUSINESS",
  "CAUSES",
  "COMEDY",
  "COMMUNITY",
  "CRAFTS",
  "FAMILY_EDUCATION",
  "FASHION_BEAUTY",
  "FILM_MEDIA",
  "FOOD_DRINK",
  "GAMES",
  "LANGUAGE_CULTURE",
  "LEARNING",
  "LGBTQ",
  "MEETING",
  "MOVEMENTS_POLITICS",
  "MUSIC",
  "NETWORKING",
  "OUTDOORS_ADVENTURE",
  "PARTY",
  "PERFORMING_VISUAL_ARTS",
  "PETS",
  "PHOTOGRAPHY",
  "SCIENCE_TECH",
  "SPIRITUALITY_RELIGION_BELIEFS",
  "SPORTS",
  "THEATRE",
]

/** Nobody can follow a change of the past: it is published without sending anything. */
export const isPast = (event: Pick<Event, "overAt">, now: Date): boolean => event.overAt <= now

/** Takes place online: without a venue, or moved there. */
export const isOnline = (event: Pick<ListedEvent, "onlineUrl" | "places" | "status">): boolean =>
  event.status === "moved-online" || (event.onlineUrl !== null && event.places.length === 0)
