import { EntryError } from "../context.ts"
import type { Property } from "./properties.ts"
import {
  type Budget,
  MOST_OCCURRENCES,
  occurrencesOf,
  type RuleData,
  RuleError,
  type RecurrenceWindow as Window,
} from "./recurrence.ts"
import { type EntrySpan, periodLength } from "./span.ts"
import { type IcalTime, isDate, localOn, momentsOf, TimeError } from "./times.ts"
import type { Zones } from "./zones.ts"

/** When a series takes place, before its exceptions are looked at. */
export interface Series {
  /** local text on the clock of its start, in order, each once */
  starts: string[]
  /** of those that are said as a period */
  lengths: Map<string, Temporal.Duration>
  /** whether it recurs at all */
  recurs: boolean
  /** what could not be followed */
  problems: string[]
}

/** Every start of an entry in a window: DTSTART, what its rules and RDATE give, less EXDATE. */
export function startsOf(
  properties: readonly Property[],
  { start }: EntrySpan,
  { zones, window, budget }: { zones: Zones; window: Window; budget: Budget },
): Series {
  const problems: string[] = []
  const say = (note: string) => problems.push(note)
  const rules = properties.filter(({ name }) => name === "rrule")
  const dates = properties.filter(({ name }) => name === "rdate")
  const lengths: Series["lengths"] = new Map()
  if (rules.length === 0 && dates.length === 0) return { starts: [start.local], lengths, recurs: false, problems }
  const bounds = isDate(start) ? { from: window.from.slice(0, 10), to: window.to.slice(0, 10) } : window
  const starts = new Set<string>()
  // an entry takes place when it says so, whether or not its rule does
  if (start.local >= bounds.from && start.local <= bounds.to) starts.add(start.local)
  for (const { values } of rules) {
    const data = values[0] as RuleData
    try {
      for (const local of occurrencesOf(data, start.local, untilOf(data, start), bounds, budget)) starts.add(local)
    } catch (error) {
      if (!(error instanceof RuleError)) throw error
      // a rule that nobody can follow must not look like an event that takes place once
      throw new EntryError(`it recurs, and ${error.message}`)
    }
  }
  for (const property of dates) {
    for (const { local, length } of datesOf(property, start, zones, say)) {
      if (local < bounds.from || local > bounds.to) continue
      starts.add(local)
      // DTSTART says its own length
      if (length && local !== start.local) lengths.set(local, length)
    }
  }
  if (properties.some(({ name }) => name === "exrule")) say("EXRULE is no longer part of iCalendar and is not followed")
  const without = withoutExceptions(starts, properties, start, zones, say)
  if (without.length > MOST_OCCURRENCES) say(`only its first ${MOST_OCCURRENCES} dates come in`)
  return { starts: without.slice(0, MOST_OCCURRENCES), lengths, recurs: true, problems }
}

function withoutExceptions(
  starts: Set<string>,
  properties: readonly Property[],
  start: IcalTime,
  zones: Zones,
  say: (note: string) => void,
): string[] {
  const times = new Set<string>()
  // a date takes away what begins on that day, whatever its hour
  const days = new Set<string>()
  for (const property of properties.filter(({ name }) => name === "exdate")) {
    try {
      for (const moment of momentsOf(property, zones, say)) {
        if (isDate(moment) || isDate(start)) days.add(moment.local.slice(0, 10))
        else times.add(localOn(moment, start.clock))
      }
    } catch (error) {
      if (!(error instanceof TimeError)) throw error
      say(error.message)
    }
  }
  return [...starts].filter(local => !times.has(local) && !days.has(local.slice(0, 10))).sort()
}

function datesOf(
  property: Property,
  start: IcalTime,
  zones: Zones,
  say: (note: string) => void,
): { local: string; length: Temporal.Duration | null }[] {
  try {
    return momentsOf(property, zones, say).map((moment, number) => {
      if (isDate(start)) return { local: moment.local.slice(0, 10), length: null }
      const local = isDate(moment) ? moment.local + start.local.slice(10) : localOn(moment, start.clock)
      return { local, length: periodLength(property, number, moment, zones, say) }
    })
  } catch (error) {
    if (!(error instanceof TimeError)) throw error
    say(error.message)
    return []
  }
}

/** The last moment of a rule on the clock of its start. It is said in UTC for times, and as a date it is the whole of that day. */
function untilOf({ until }: RuleData, start: IcalTime): string | null {
  if (until === undefined) return null
  const [, date, time, utc] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(Z?))?/.exec(String(until)) ?? []
  if (!date) throw new RuleError(`its UNTIL is no date: "${String(until).slice(0, 40)}"`)
  try {
    if (isDate(start)) return Temporal.PlainDate.from(date).toString()
    if (!time) return `${Temporal.PlainDate.from(date)}T23:59:59`
    const local = Temporal.PlainDateTime.from(`${date}T${time}`).toString({ smallestUnit: "second" })
    return utc ? localOn({ local, clock: { zone: "UTC" } }, start.clock) : local
  } catch {
    throw new RuleError(`its UNTIL is no date: "${String(until).slice(0, 40)}"`)
  }
}
