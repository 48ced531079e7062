import { invalid } from "../../../domain/errors.ts"
import { fieldProblem } from "../../../domain/field-problem.ts"
import { calendarFeed } from "../../../feeds/ical/feed.ts"
import { fullEventText, fullSessionText } from "../../../feeds/ical/full.ts"
import { withProgrammes } from "../../../store/event-parts.ts"
import { type EventText, readEventTexts, readProgrammeTexts } from "../../../store/public/calendar-texts.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { lastModifiedOf, nextMove } from "./changes.ts"
import type { FeedContent, FeedRequest } from "./request.ts"
import { daysAsked, instants, movingWindow, SHOWN_AFTER } from "./window.ts"

/** Google reads the first 1 MB of a calendar: at 1.2 kB an event, 700 fit. */
const MOST_EVENTS = 700

/**
 * iCalendar: the stored texts of events, joined. With `?profile=full` they have the properties that only newer calendar
 * programs read.
 */
export async function calendarOf(request: FeedRequest): Promise<FeedContent> {
  const { selection, feeding, listing, query } = request
  const full = isFull(query)
  if (selection.event) {
    const texts = await readProgrammeTexts(feeding.db, selection.event.id)
    const [body, lastModified] = [await written(request, texts, full), await lastModifiedOf(request)]
    return { body, lastModified, ...(!full && { until: async () => null }) }
  }
  const at = feeding.now()
  const days = daysAsked(query, listing.timeZone, selection.days)
  const cancelledSince = new Date(at.getTime() - SHOWN_AFTER)
  const shared = { ...selection.events, cancelledSince, limit: MOST_EVENTS }
  if (selection.past) {
    const texts = await readEventTexts(feeding.db, { ...shared, ...instants(days), order: "desc" })
    const [body, lastModified] = [await written(request, texts.reverse(), full), await lastModifiedOf(request)]
    return { body, lastModified, ...(!full && { until: () => nextMove(request, { over: at }) }) }
  }
  const window = movingWindow(days, at, selection.days)
  const texts = await readEventTexts(feeding.db, { ...shared, ...window })
  const lastModified = await lastModifiedOf(request, { days, window, cancelledSince })
  const body = await written(request, texts, full)
  const moves = { over: cancelledSince, begun: window.to }
  return { body, lastModified, ...(!full && { until: () => nextMove(request, moves) }) }
}

/** Whether `?profile=full` is in the query. @throws {DomainError} `invalid` */
export function isFull(query: URLSearchParams): boolean {
  const profile = query.get("profile")
  if (profile !== null && profile !== "full") throw invalid([fieldProblem("profile", "unknown-profile")])
  return profile === "full"
}

/** The calendar with these texts, as bytes. */
export async function written(
  { feeding: { db }, listing }: FeedRequest,
  texts: EventText[],
  full: boolean,
): Promise<Buffer> {
  if (!full) return calendarFeed(listing, texts)
  const events = await withProgrammes(
    db,
    await publicEvents(db, { ids: [...new Set(texts.map(text => text.eventId))] }),
  )
  const eventOf = new Map(events.map(event => [event.id, event]))
  const extended = texts.map(text => {
    const event = eventOf.get(text.eventId)
    const session = event?.sessions.find(({ id }) => id === text.sessionId)
    if (session) return { ...text, ical: fullSessionText(text.ical, session, listing) }
    return event ? { ...text, ical: fullEventText(text.ical, event, listing) } : text
  })
  return calendarFeed(listing, extended)
}
