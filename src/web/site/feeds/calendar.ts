import { invalid } from "../../../domain/errors.ts"
import { fieldProblem } from "../../../domain/field-problem.ts"
import { calendarFeed } from "../../../feeds/ical/feed.ts"
import { fullEventText, fullSessionText } from "../../../feeds/ical/full.ts"
import { withProgrammes } from "../../../store/event-parts.ts"
import { type EventText, readEventTexts, readProgrammeTexts } from "../../../store/public/calendar-texts.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { lastModifiedOf, nextMove } from "./changes.ts"
import type { Made, Request } from "./request.ts"
import { askedDays, instants, KEPT_AFTER, movingWindow } from "./window.ts"

/** Google reads 1 MB of a calendar and drops the rest: at 1.2 kB an event, 700 stay below. */
const MOST_EVENTS = 700

/** iCalendar: kept texts, joined. With `?profile=full` each says what only newer calendar programs read. */
export async function calendarOf(request: Request): Promise<Made> {
  const { chosen, feeding, listing, query } = request
  const full = isFull(query)
  if (chosen.event) {
    const texts = await readProgrammeTexts(feeding.db, chosen.event.id)
    const [body, lastModified] = [await written(request, texts, full), await lastModifiedOf(request)]
    return { body, lastModified, ...(!full && { until: async () => null }) }
  }
  const at = feeding.now()
  const asked = askedDays(query, listing.timeZone, chosen.days)
  const cancelledSince = new Date(at.getTime() - KEPT_AFTER)
  const shared = { ...chosen.events, cancelledSince, limit: MOST_EVENTS }
  if (chosen.past) {
    const texts = await readEventTexts(feeding.db, { ...shared, ...instants(asked), order: "desc" })
    const [body, lastModified] = [await written(request, texts.reverse(), full), await lastModifiedOf(request)]
    return { body, lastModified, ...(!full && { until: () => nextMove(request, { over: at }) }) }
  }
  const window = movingWindow(asked, at, chosen.days)
  const texts = await readEventTexts(feeding.db, { ...shared, ...window })
  const lastModified = await lastModifiedOf(request, { asked, window, cancelledSince })
  const body = await written(request, texts, full)
  const moves = { over: cancelledSince, begun: window.to }
  return { body, lastModified, ...(!full && { until: () => nextMove(request, moves) }) }
}

/** Whether `?profile=full` was asked for. @throws {DomainError} `invalid` */
export function isFull(query: URLSearchParams): boolean {
  const profile = query.get("profile")
  if (profile !== null && profile !== "full") throw invalid([fieldProblem("profile", "unknown-profile")])
  return profile === "full"
}

export async function written(
  { feeding: { db }, listing }: Request,
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
