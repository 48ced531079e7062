import { type ChangesSelection, nextMoves, readLastChanges } from "../../../store/public/last-changes.ts"
import { newest } from "./head.ts"
import type { FeedRequest } from "./request.ts"
import { AHEAD, type DaySpan, type FeedWindow, SHOWN_AFTER } from "./window.ts"

/**
 * When the content of a feed last changed. Besides edits, the times count at which the moving window let events in or
 * out: If-Modified-Since would hide those changes. Never after now: a Last-Modified in the future is ignored (RFC 9110,
 * 8.8.2.1).
 */
export async function lastModifiedOf(
  { feeding: { db, now }, selection, listing }: FeedRequest,
  moving?: { days: DaySpan; window: FeedWindow; cancelledSince?: Date },
): Promise<Date> {
  const at = now()
  const { calendar, event, past } = selection
  const calendarId = event ? null : (calendar?.id ?? null)
  const changesOf: ChangesSelection = moving
    ? { calendarId, ...moving.window, ...(moving.cancelledSince && { cancelledSince: moving.cancelledSince }) }
    : { calendarId, ...(past && { from: at }) }
  const changes = await readLastChanges(db, changesOf)
  const later = (date: Date | null, by: number) => date && new Date(date.getTime() + by)
  const moves = moving
    ? [
        moving.days.from ? null : later(changes.overAtFrom, SHOWN_AFTER),
        moving.days.to ? null : later(changes.startsBeforeTo, -AHEAD),
        later(changes.cancelledOver, SHOWN_AFTER),
      ]
    : [changes.overAtFrom]
  const edits = event ? [event.changedAt] : [changes.changed]
  const last = newest([listing.updatedAt, ...edits, changes.interviewsChanged, ...moves])
  return new Date(Math.min(last.getTime(), at.getTime()))
}

/**
 * The next instant at which the moving window lets an event in or out, or an earlier one.
 * @param over events that ended since then are still shown, unless the selection is of past events
 * @param begun events that begin later are not shown yet
 */
export async function nextMove(
  { feeding: { db }, selection }: FeedRequest,
  { over, begun }: { over: Date; begun?: Date },
): Promise<Date | null> {
  const next = await nextMoves(db, { ...selection.events, past: undefined }, { over, begun: begun ?? null })
  const moves = [
    next.over && new Date(next.over.getTime() + (selection.past ? 0 : SHOWN_AFTER)),
    next.begins && new Date(next.begins.getTime() - AHEAD),
  ].filter(date => date !== null)
  return moves.length > 0 ? new Date(Math.min(...moves.map(date => date.getTime()))) : null
}
