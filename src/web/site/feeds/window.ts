import { invalid } from "../../../domain/errors.ts"
import { type FieldProblem, fieldProblem } from "../../../domain/field-problem.ts"
import type { Box } from "../../../store/event-selection.ts"

const DAY = 24 * 3600 * 1000
/** How long events are shown after they are over; cancelled ones too, so that every calendar program learns of it. */
export const SHOWN_AFTER = 30 * DAY
/** How far ahead events are shown: 18 months. */
export const AHEAD = 548 * DAY

/** The days that an address asks for, both inclusive, and the instants at which the first begins and the last ends. */
export interface DaySpan {
  first: Temporal.PlainDate | null
  last: Temporal.PlainDate | null
  from?: Date
  to?: Date
}

/** Events that overlap [from, to) are shown. A side that the address does not ask for moves with the clock. */
export interface FeedWindow {
  from: Date
  to: Date
}

/** The names of the first and the last day in a query. */
export type DayNames = readonly [first: string, last: string]
export const FEED_DAYS: DayNames = ["from", "to"]

/**
 * The dates of `?from=2026-01-01&to=2026-12-31`, both inclusive, as days of the calendar's own zone.
 * @throws {DomainError} `invalid`, naming what cannot be read
 */
export function daysAsked(query: URLSearchParams, timeZone: string, [firstName, lastName]: DayNames): DaySpan {
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
export function movingWindow(days: DaySpan, now: Date, [firstName, lastName]: DayNames): FeedWindow {
  const from = days.from ?? new Date(now.getTime() - SHOWN_AFTER)
  const to = days.to ?? new Date(Math.max(now.getTime(), days.from?.getTime() ?? 0) + AHEAD)
  if (to <= from) throw invalid([fieldProblem(lastName, "last-day-too-old", { last: `${days.last}`, firstName })])
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

/** The days as a part of an `EventSelection`. */
export const instants = ({ from, to }: DaySpan): { from?: Date; to?: Date } => ({
  ...(from && { from }),
  ...(to && { to }),
})

/** The days as a part of an `InterviewSelection`. */
export const daysOf = ({ first, last }: DaySpan): { firstDay?: string; lastDay?: string } => ({
  ...(first && { firstDay: first.toString() }),
  ...(last && { lastDay: last.toString() }),
})

const SIDES = ["west", "south", "east", "north"] as const

/**
 * The bounding box of a map: `?bbox=west,south,east,north` or `?west=…&south=…&east=…&north=…`, which uMap fills in for
 * `{bbox}` and `{west}` …. A map that was turned round the world has longitudes beyond 180.
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
