import { slugOf } from "../../../domain/calendar.ts"
import { DomainError, notFound, type Thing } from "../../../domain/errors.ts"
import { paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { placeName } from "../../../domain/place.ts"
import { readCalendar } from "../../../store/actors.ts"
import { readDeletedEvent, readPublicEvent } from "../../../store/public/events.ts"
import { placesBySlug } from "../../../store/public/places.ts"
import { choiceOf, queryOf, searchOf, searchQuery } from "../queries.ts"
import { headOfCalendar, newest } from "./head.ts"
import { type Feeding, type FeedSelection, fromSite } from "./selection.ts"
import { FEED_DAYS } from "./window.ts"

/**
 * Reads the selection that an address stands for.
 * @param values the parameters of its path
 * @throws {DomainError} `not-found`, `deleted`
 */
export type Select<Values> = (
  feeding: Feeding,
  values: Values,
  query: Record<string, string>,
) => FeedSelection | Promise<FeedSelection>

export const everything: Select<object> = feeding =>
  fromSite(feeding, { page: paths.home(), fileName: "tout", events: {}, interviews: {} })

export const ofCalendar: Select<{ handle: string }> = async ({ db, origin }, { handle }) => {
  const calendar = await readCalendar(db, handle)
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

export const ofEvent: Select<{ slug: string }> = async ({ db, origin }, { slug }) => {
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

export const ofTag: Select<{ tag: string }> = (feeding, { tag }) => {
  refuseUnreadable(tag, "tag")
  const page = paths.tagPage(tag)
  return fromSite(feeding, { page, title: `#${tag}`, fileName: slugOf(tag), events: { tag }, interviews: { tag } })
}

export const ofOrganiser: Select<{ name: string }> = (feeding, { name }) => {
  refuseUnreadable(name, "organiser")
  const page = paths.organiserPage(name)
  return fromSite(feeding, { page, title: name, fileName: slugOf(name), events: { organiser: name } })
}

export const ofPlace: Select<{ slug: string }> = async (feeding, { slug }) => {
  const places = isSlug(slug) ? await placesBySlug(feeding.db, slug) : []
  if (!places[0]) throw notFound("place")
  const events = { placeIds: places.map(({ id }) => id) }
  return fromSite(feeding, { page: paths.placePage(slug), title: placeName(places[0]), fileName: slug, events })
}

/** What the page of the archives shows with the same query. */
export const ofArchives: Select<object> = async (feeding, _, query) => {
  const choice = choiceOf(query)
  const { q, place, calendar, year } = choice
  const selection = await fromSite(feeding, {
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
  return { ...selection, query: queryOf(choice), past: true }
}

/** What the search page shows with the same query, in which the days are named `de` and `a`. */
export const ofSearch: Select<object> = async (feeding, _, query) => {
  const search = searchOf(query)
  const { q, place, online, tag } = search
  const words = { ...(q && { q }), ...(tag && { tag }) }
  const selection = await fromSite(feeding, {
    page: paths.search(),
    title: [q && `« ${q} »`, place, online && "En ligne", tag && `#${tag}`].filter(Boolean).join(" · "),
    fileName: "recherche",
    events: { ...words, ...(place && { locality: place }), ...(online && { online }) },
    interviews: place || online ? null : words,
  })
  return { ...selection, query: searchQuery(search, { first: null, last: null }), days: ["de", "a"] }
}

/** PostgreSQL takes no NUL, and no tag or organiser has so long a name. */
function refuseUnreadable(name: string, what: Thing): void {
  if (/\p{Cc}/u.test(name) || name.length > 150) throw notFound(what)
}
