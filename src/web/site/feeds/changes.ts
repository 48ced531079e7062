import { type ChangesSelection, nextMoves, readLastChanges } from "../../../store/public/last-changes.ts"
import { newest } from "./head.ts"
import type { Request } from "./request.ts"
import { AHEAD, type Asked, KEPT_AFTER, type Window } from "./window.ts"

/**
 * When what an address selects last changed. Beside edits, a window that moves lets events in and out: those times
 * count too, or If-Modified-Since would hide it. Never after now: a Last-Modified of the future is ignored (RFC 9110,
 * 8.8.2.1).
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

/**
 * The first instant at which time alone lets an event in or out; rather early than late.
 * @param over what ended since then is still there, unless it is what the selection is of (`past`)
 * @param begun what begins later is not there yet
 */
export async function nextMove(
  { feeding: { db }, chosen }: Request,
  { over, begun }: { over: Date; begun?: Date },
): Promise<Date | null> {
  const next = await nextMoves(db, { ...chosen.events, past: undefined }, { over, begun: begun ?? null })
  const moves = [
    next.over && new Date(next.over.getTime() + (chosen.past ? 0 : KEPT_AFTER)),
    next.begins && new Date(next.begins.getTime() - AHEAD),
  ].filter(date => date !== null)
  return moves.length > 0 ? new Date(Math.min(...moves.map(date => date.getTime()))) : null
}
