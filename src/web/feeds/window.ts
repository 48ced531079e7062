import { invalid } from "../../domain/errors.ts"

const DAY = 24 * 3600 * 1000
/** Cancelled events stay as long, so that every calendar program has read of it. */
export const KEPT_AFTER = 30 * DAY
/** Eighteen months. */
export const AHEAD = 548 * DAY

/** Events that overlap [from, to). What was not asked for moves with the clock. */
export interface Window {
  from: Date
  to: Date
  /** whether the address fixes them */
  given: { from: boolean; to: boolean }
}

/**
 * The dates of `?from=2026-01-01&to=2026-12-31`, both inclusive, as days of the calendar's own zone. Without them 30 days back
 * and 18 months ahead; with `from` alone, at least 18 months from there.
 * @throws {DomainError} `invalid`, naming what cannot be read
 */
export function windowOf(query: URLSearchParams, timeZone: string, now: Date): Window {
  const first = dayOf(query, "from")
  const last = dayOf(query, "to")
  const from = first ? midnight(first, timeZone) : new Date(now.getTime() - KEPT_AFTER)
  const to = last
    ? midnight(last.add({ days: 1 }), timeZone)
    : new Date(Math.max(now.getTime(), first ? from.getTime() : 0) + AHEAD)
  if (to <= from) {
    const reason = first ? `${last} is before from, ${first}` : `${last} is more than 30 days ago: give from too`
    throw invalid([{ field: "to", reason }])
  }
  return { from, to, given: { from: first !== null, to: last !== null } }
}

function dayOf(query: URLSearchParams, field: "from" | "to"): Temporal.PlainDate | null {
  const [text, ...others] = query.getAll(field)
  if (text === undefined) return null
  if (others.length > 0) throw invalid([{ field, reason: "is given twice" }])
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    try {
      const day = Temporal.PlainDate.from(text, { overflow: "reject" })
      if (day.year >= 1900 && day.year <= 2200) return day
    } catch {
      // 2026-02-30
    }
  }
  throw invalid([{ field, reason: `"${text.slice(0, 40)}" is not a date such as 2026-12-01` }])
}

const midnight = (day: Temporal.PlainDate, timeZone: string): Date =>
  new Date(day.toZonedDateTime(timeZone).epochMilliseconds)
