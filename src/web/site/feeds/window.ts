import { invalid } from "../../../domain/errors.ts"
import { type FieldProblem, fieldProblem } from "../../../domain/field-problem.ts"
import type { Box } from "../../../store/event-selection.ts"

const DAY = 24 * 3600 * 1000
/** Cancelled events stay as long, so that every calendar program has read of it. */
export const KEPT_AFTER = 30 * DAY
/** Eighteen months. */
export const AHEAD = 548 * DAY

/** The days that an address asks for, both inclusive, and the instants that they begin and end at. */
export interface Asked {
  first: Temporal.PlainDate | null
  last: Temporal.PlainDate | null
  from?: Date
  to?: Date
}

/** Events that overlap [from, to). What was not asked for moves with the clock. */
export interface Window {
  from: Date
  to: Date
}

/** What an address calls its first and its last day. */
export type DayNames = readonly [first: string, last: string]
export const FEED_DAYS: DayNames = ["from", "to"]

/**
 * The dates of `?from=2026-01-01&to=2026-12-31`, both inclusive, as days of the calendar's own zone.
 * @throws {DomainError} `invalid`, naming what cannot be read
 */
export function askedDays(query: URLSearchParams, timeZone: string, [firstName, lastName]: DayNames): Asked {
  const first = dayOf(query, firstName)
  const last = dayOf(query, lastName)
  if (first && last && Temporal.PlainDate.compare(last, first) < 0)
    throw invalid([fieldProblem(lastName, "last-day-before-first", { last: `${last}`, firstName, first: `${first}` })])
  return {
    first,
    last,
    ...(first && { from: midnight(first, timeZone) }),
    ...(last && { to: midnight(last.add({ days: 1 }), timeZone) }),
  }
}

/**
 * Without dates 30 days back and 18 months ahead; with a first day alone, at least 18 months from there.
 * @throws {DomainError} `invalid` when the last day alone is more than 30 days ago
 */
export function movingWindow(asked: Asked, now: Date, [firstName, lastName]: DayNames): Window {
  const from = asked.from ?? new Date(now.getTime() - KEPT_AFTER)
  const to = asked.to ?? new Date(Math.max(now.getTime(), asked.from?.getTime() ?? 0) + AHEAD)
  if (to <= from) throw invalid([fieldProblem(lastName, "last-day-too-old", { last: `${asked.last}`, firstName })])
  return { from, to }
}

function dayOf(query: URLSearchParams, field: string): Temporal.PlainDate | null {
  const [text, ...others] = query.getAll(field)
  if (text === undefined) return null
  if (others.length > 0) throw invalid([fieldProblem(field, "given-twice")])
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    try {
      const day = Temporal.PlainDate.from(text, { overflow: "reject" })
      if (day.year >= 1900 && day.year <= 2200) return day
    } catch {
      // 2026-02-30
    }
  }
  throw invalid([fieldProblem(field, "not-a-date", { value: text.slice(0, 40) })])
}

const midnight = (day: Temporal.PlainDate, timeZone: string): Date =>
  new Date(day.toZonedDateTime(timeZone).epochMilliseconds)

/** Of a selection of events. */
export const instants = ({ from, to }: Asked): { from?: Date; to?: Date } => ({
  ...(from && { from }),
  ...(to && { to }),
})

/** Of a selection of interviews. */
export const daysOf = ({ first, last }: Asked): { firstDay?: string; lastDay?: string } => ({
  ...(first && { firstDay: first.toString() }),
  ...(last && { lastDay: last.toString() }),
})

const SIDES = ["west", "south", "east", "north"] as const

/**
 * The part of the world that a map shows: `?bbox=west,south,east,north` or `?west=…&south=…&east=…&north=…`, which uMap
 * fills in for `{bbox}` and `{west}` …. A map that was turned round the world gives longitudes beyond 180.
 * @throws {DomainError} `invalid`, naming what cannot be read
 */
export function boxOf(query: URLSearchParams): Box | null {
  const bbox = query.get("bbox")
  const given = SIDES.map(side => query.get(side))
  if (bbox === null && given.every(text => text === null)) return null
  const texts = bbox === null ? given : bbox.split(",")
  const sides = SIDES.map((_, n) => degreesOf(texts[n] ?? "")) as [number, number, number, number]
  const [west, south, east, north] = sides
  const problems: FieldProblem[] = []
  if (bbox !== null && (texts.length !== 4 || sides.some(Number.isNaN)))
    problems.push(fieldProblem("bbox", "not-a-box", { value: bbox.slice(0, 80) }))
  else if (bbox === null) {
    for (const [n, side] of SIDES.entries())
      if (Number.isNaN(sides[n]))
        problems.push(fieldProblem(side, "not-degrees", { value: (texts[n] ?? "").slice(0, 40) }))
  }
  if (problems.length === 0 && south > north) problems.push(fieldProblem("south", "south-of-north"))
  if (problems.length > 0) throw invalid(problems)
  const whole = east - west >= 360
  return { west: whole ? -180 : turned(west), south, east: whole ? 180 : turned(east), north }
}

const degreesOf = (text: string): number =>
  /^[-+]?\d{1,4}(\.\d{1,20})?$/.test(text.trim()) ? Number(text) : Number.NaN

/** From -180 to 180. */
const turned = (degrees: number): number =>
  Math.abs(degrees) <= 180 ? degrees : ((((degrees + 180) % 360) + 360) % 360) - 180
