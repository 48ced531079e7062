import { type ChangesSelection, readLastChanges } from "../../store/feeds.ts"
import { newest } from "./head.ts"
import type { Request } from "./request.ts"
import { AHEAD, type Asked, KEPT_AFTER, type Window } from "./window.ts"

/**
 * When what an address selects last changed. Beside edits, a window that moves lets events in and out: those times count too, or
 * If-Modified-Since would hide it. Never after now: a Last-Modified of the future is ignored (RFC 9110, 8.8.2.1).
 */
export async function lastModifiedOf(
  { feeding: { db, now }, chosen, listing }: Request,
  moving?: { asked: Asked; window: Window; cancelledSince?: Date },
): Promise<Date> {
  const at = now()
  const { calendar, event, past } = chosen
  const calendarId = event ? null : (calendar?.id ?? null)
  const selection: ChangesSelection = moving
    ? { calendarId, ...moving.window, ...(moving.cancelledSince && { cancelledSince: moving.cancelledSince }) }
    : { calendarId, ...(past && { from: at }) }
  const changes = await readLastChanges(db, selection)
  const later = (date: Date | null, by: number) => date && new Date(date.getTime() + by)
  const moves = moving
    ? [
        moving.asked.from ? null : later(changes.overAtFrom, KEPT_AFTER),
        moving.asked.to ? null : later(changes.startsBeforeTo, -AHEAD),
        later(changes.cancelledOver, KEPT_AFTER),
      ]
    : [changes.overAtFrom]
  const edits = event ? [event.changedAt] : [changes.changed]
  const last = newest([listing.updatedAt, ...edits, changes.interviewsChanged, ...moves])
  return new Date(Math.min(last.getTime(), at.getTime()))
}
