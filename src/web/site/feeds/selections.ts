import type { Context } from "hono"
import { type Calendar, slugOf } from "../../../domain/calendar.ts"
import { DomainError, notFound, type Thing } from "../../../domain/errors.ts"
import type { WholeEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { isHandle, isSlug } from "../../../domain/patterns.ts"
import { placeName } from "../../../domain/place.ts"
import { readCalendar } from "../../../store/actors.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import type { InterviewSelection } from "../../../store/interview-selection.ts"
import { readDeletedEvent, readPublicEvent } from "../../../store/public/events.ts"
import { placesBySlug } from "../../../store/public/places.ts"
import { choiceOf, queryOf, searchOf, searchQuery } from "../queries.ts"
import { type Head, headOfCalendar, headOfSite, newest } from "./head.ts"
import { type DayNames, FEED_DAYS } from "./window.ts"

export interface Feeding {
  db: Db
  origin: string
  now: () => Date
}

/** What an address selects, whatever the format. */
export interface Chosen {
  head: Head
  /** path of the page that shows the same */
  page: string
  /** the part of the query that belongs to the feed's own address: `?q=…`, or empty */
  query: string
  fileName: string
  /** whose changes count; null: those of all */
  calendar: Calendar | null
  events: EventSelection
  /** null: it holds none */
  interviews: InterviewSelection | null
  /** one event, whatever its date */
  event?: WholeEvent
  /** only what is over: the latest of it, when there is too much */
  past?: boolean
  /** what the address calls its first and last day */
  days: DayNames
}

/** @param name what the address names, without the format */
export type Choose = (feeding: Feeding, c: Context, name: string) => Promise<Chosen>

export const everything: Choose = feeding =>
  ofSite(feeding, { page: paths.home(), fileName: "tout", events: {}, interviews: {} })

export const ofCalendar: Choose = async ({ db, origin }, _, name) => {
  const handle = name.slice(1)
  const calendar = isHandle(handle) ? await readCalendar(db, handle) : null
  if (!calendar) throw notFound("calendar", handle)
  const page = paths.calendarPage(handle)
  const selection = { calendar: handle }
  return {
    head: await headOfCalendar(db, origin, calendar, page),
    page,
    query: "",
    fileName: handle,
    calendar,
    events: selection,
    interviews: selection,
    days: FEED_DAYS,
  }
}

export const ofEvent: Choose = async ({ db, origin }, _, slug) => {
  const event = isSlug(slug) ? await readPublicEvent(db, { slug }) : null
  if (!event) {
    if (isSlug(slug) && (await readDeletedEvent(db, { slug }))) throw new DomainError("deleted", { what: "event" })
    throw notFound("event")
  }
  const page = paths.eventPage(slug)
  const head = await headOfCalendar(db, origin, event.calendar, page)
  return {
    head: {
      ...head,
      name: event.title,
      description: event.summary,
      language: event.language,
      updatedAt: newest([head.updatedAt, event.changedAt]),
    },
    page,
    query: "",
    fileName: slug,
    calendar: event.calendar,
    events: { ids: [event.id] },
    interviews: { eventId: event.id },
    event,
    days: FEED_DAYS,
  }
}

export const ofTag: Choose = (feeding, _, tag) => {
  refuseOdd(tag, "tag")
  const page = paths.tagPage(tag)
  return ofSite(feeding, { page, title: `#${tag}`, fileName: slugOf(tag), events: { tag }, interviews: { tag } })
}

export const ofOrganiser: Choose = (feeding, _, organiser) => {
  refuseOdd(organiser, "organiser")
  const page = paths.organiserPage(organiser)
  return ofSite(feeding, { page, title: organiser, fileName: slugOf(organiser), events: { organiser } })
}

export const ofPlace: Choose = async (feeding, _, slug) => {
  const places = isSlug(slug) ? await placesBySlug(feeding.db, slug) : []
  if (!places[0]) throw notFound("place")
  const events = { placeIds: places.map(({ id }) => id) }
  return ofSite(feeding, { page: paths.placePage(slug), title: placeName(places[0]), fileName: slug, events })
}

/** What the page of archives shows at the same query. */
export const ofArchives: Choose = async (feeding, c) => {
  const choice = choiceOf(c.req.query())
  const { q, place, calendar, year } = choice
  const chosen = await ofSite(feeding, {
    page: paths.archive(),
    title: ["Archives", year, place, q && `« ${q} »`].filter(Boolean).join(" · "),
    fileName: "archives",
    events: {
      past: feeding.now(),
      ...(q && { q }),
      ...(place && { locality: place }),
      ...(calendar && { calendar }),
      ...(year && { year }),
    },
  })
  return { ...chosen, query: queryOf(choice), past: true }
}

/** What the search page finds at the same query, whose days it calls `de` and `a`. */
export const ofSearch: Choose = async (feeding, c) => {
  const search = searchOf(c.req.query())
  const { q, place, online, tag } = search
  const found = { ...(q && { q }), ...(tag && { tag }) }
  const chosen = await ofSite(feeding, {
    page: paths.search(),
    title: [q && `« ${q} »`, place, online && "En ligne", tag && `#${tag}`].filter(Boolean).join(" · "),
    fileName: "recherche",
    events: { ...found, ...(place && { locality: place }), ...(online && { online }) },
    interviews: place || online ? null : found,
  })
  return { ...chosen, query: searchQuery(search, { first: null, last: null }), days: ["de", "a"] }
}

interface Part {
  page: string
  /** before the name of the site */
  title?: string
  fileName: string
  events: EventSelection
  interviews?: InterviewSelection | null
}

async function ofSite(
  { db, origin }: Feeding,
  { page, title, fileName, events, interviews = null }: Part,
): Promise<Chosen> {
  const head = await headOfSite(db, origin, page)
  const name = title ? `${title} · ${head.name}` : head.name
  return { head: { ...head, name }, page, query: "", fileName, calendar: null, events, interviews, days: FEED_DAYS }
}

/** PostgreSQL takes no NUL, and nothing of ours has so long a name. */
function refuseOdd(name: string, what: Thing): void {
  if (/\p{Cc}/u.test(name) || name.length > 150) throw notFound(what)
}
