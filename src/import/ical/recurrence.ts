import ICAL from "ical.js"

/** Which dates are looked for, as local text; a series that goes on for ever is known this far. */
export interface RecurrenceWindow {
  from: string
  to: string
}

/** Steps that all series of one file may take together; a weekly series of ten years takes 520. */
export interface Budget {
  steps: number
}

/** Why a rule is not followed, in words. */
export class RuleError extends Error {}

/** Occurrences of one series in one window. */
export const MOST_OCCURRENCES = 1000
/** Of one series. Every hour for two years is 17,500. */
const MOST_STEPS = 30_000
const LONGEST_INTERVAL = 1000

/**
 * ical.js turns for ever in rules that never take place (the 30th of February, every day) and counts intervals one by one. This is
 * asked at each turn, and ends it.
 */
class BoundedIterator extends ICAL.RecurIterator {
  #steps = 0
  #budget: Budget | null = null

  within(budget: Budget): this {
    this.#budget = budget
    return this
  }

  override check_contracting_rules(): boolean {
    this.#steps += 1
    if (this.#budget) this.#budget.steps -= 1
    if (this.#steps > MOST_STEPS) throw new RuleError("its rule gives too many dates, or none")
    if (this.#budget && this.#budget.steps < 0) throw new RuleError("the file's rules give too many dates")
    return super.check_contracting_rules()
  }
}

/**
 * The starts that a rule gives in a span, as local text, in order. Rules count on the wall clock: nine o'clock stays nine o'clock
 * over a change of hour.
 * @param data the value of a RRULE as ical.js parses it
 * @param start local text of DTSTART, which fixes the phase
 * @param until the rule's UNTIL on the clock of the start; null when it has none
 * @returns at most one more than {@link MOST_OCCURRENCES}
 * @throws {RuleError}
 */
export function occurrencesOf(
  data: RuleData,
  start: string,
  until: string | null,
  span: RecurrenceWindow,
  budget: Budget,
): string[] {
  const { until: _, ...parts } = data
  const freq = String(parts.freq ?? "")
  if (freq === "") throw new RuleError("its rule has no FREQ")
  if (freq === "SECONDLY" || freq === "MINUTELY")
    throw new RuleError(`every ${freq.slice(0, -2).toLowerCase()} is too often`)
  const interval = Number(parts.interval ?? 1)
  if (interval > LONGEST_INTERVAL) throw new RuleError(`its interval is ${interval}`)
  const last = until !== null && until < span.to ? until : span.to
  if (last < start) return []
  const rule = ICAL.Recur.fromData(parts as never)
  rule.until = timeOf(last)
  const starts: string[] = []
  try {
    const iterator = new BoundedIterator({ rule, dtstart: timeOf(nearer(start, span.from, rule)) }).within(budget)
    for (;;) {
      const next = iterator.next()?.toString()
      if (next === undefined || next > last) break
      if (next < span.from || isInvented(next, start, rule)) continue
      starts.push(next)
      if (starts.length > MOST_OCCURRENCES) break
    }
  } catch (error) {
    if (error instanceof RuleError) throw error
    throw new RuleError(`its rule cannot be followed: ${(error as Error).message.slice(0, 120)}`)
  }
  return starts
}

/** Where a year lacks the day (29 February), ical.js gives the first of the next month; RFC 5545 (3.3.10) skips it. */
function isInvented(local: string, start: string, { freq, parts }: ICAL.Recur): boolean {
  const months = parts.BYMONTH as number[] | undefined
  if (months) return !months.map(Number).includes(Number(local.slice(5, 7)))
  return freq === "YEARLY" && Object.keys(parts).length === 0 && local.slice(5, 10) !== start.slice(5, 10)
}

/** As ical.js parses it: lower-case names. */
export type RuleData = Record<string, unknown>

/**
 * The phase of a daily or weekly rule does not depend on how often it has happened: it may begin just before the span. A rule that
 * counts must be counted.
 */
function nearer(start: string, from: string, { freq, interval, count }: ICAL.Recur): string {
  const period = freq === "DAILY" ? interval : freq === "WEEKLY" ? 7 * interval : 0
  if (period === 0 || count) return start
  const days = Temporal.PlainDate.from(start.slice(0, 10)).until(Temporal.PlainDate.from(from.slice(0, 10))).days
  const periods = Math.floor(days / period) - 1
  if (periods <= 0) return start
  return (
    Temporal.PlainDate.from(start.slice(0, 10))
      .add({ days: periods * period })
      .toString() + start.slice(10)
  )
}

function timeOf(local: string): ICAL.Time {
  return local.includes("T") ? ICAL.Time.fromDateTimeString(local) : ICAL.Time.fromDateString(local)
}
