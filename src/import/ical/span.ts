import { EntryError } from "../context.ts"
import { first, type Property } from "./properties.ts"
import { type IcalTime, isDate, localOn, momentsOf, TimeError } from "./times.ts"
import type { Zones } from "./zones.ts"

/** When an entry begins, and how long it takes on the clock of its beginning. */
export interface EntrySpan {
  start: IcalTime
  /** of whole days: one less than there are; null when no end is known */
  length: Temporal.Duration | null
}

/** @throws {EntryError} without a start that can be read */
export function spanOf(properties: readonly Property[], zones: Zones, say: (note: string) => void): EntrySpan {
  const property = first(properties, "dtstart")
  if (!property) throw new EntryError("it has no DTSTART")
  try {
    const [start] = momentsOf(property, zones, say)
    if (!start) throw new EntryError("its DTSTART is empty")
    return { start, length: lengthOf(properties, start, zones, say) }
  } catch (error) {
    throw error instanceof TimeError ? new EntryError(error.message) : error
  }
}

const lengthOf = (
  properties: readonly Property[],
  start: IcalTime,
  zones: Zones,
  say: (note: string) => void,
): Temporal.Duration | null => usableLength(statedLength(properties, start, zones, say), start)

/** A length as a span has it. */
function usableLength(length: Temporal.Duration | null, start: IcalTime): Temporal.Duration | null {
  if (length === null) return null
  if (isDate(start)) return length.days > 1 ? Temporal.Duration.from({ days: length.days - 1 }) : null
  return length.blank ? null : length
}

/**
 * How long each period of an RDATE takes, which may be longer or shorter than the others of its series; null for what is no period.
 * @param start as the property's moment of the same number was read
 * @throws {TimeError} when its end is no date
 */
export function periodLength(
  property: Property,
  number: number,
  start: IcalTime,
  zones: Zones,
  say: (note: string) => void,
): Temporal.Duration | null {
  const value = property.values[number]
  if (!Array.isArray(value) || isDate(start)) return null
  const end = String(value[1])
  const stated = /^P/.test(end)
    ? [{ ...property, name: "duration", values: [end] }]
    : [{ ...property, name: "dtend", values: [end], raw: end }]
  return usableLength(statedLength(stated, start, zones, say), start)
}

function statedLength(
  properties: readonly Property[],
  start: IcalTime,
  zones: Zones,
  say: (note: string) => void,
): Temporal.Duration | null {
  const end = first(properties, "dtend")
  if (end) {
    const [moment] = momentsOf(end, zones, say)
    if (moment) {
      const length = distance(start, moment)
      if (length.sign >= 0) return length
      say("its end is before its start, and is left out")
      return null
    }
  }
  const duration = first(properties, "duration")
  if (!duration) return null
  try {
    const length = Temporal.Duration.from(String(duration.values[0]))
    if (length.sign < 0) throw new RangeError()
    return isDate(start)
      ? Temporal.Duration.from({ days: Math.round(length.total({ unit: "days", relativeTo: start.local })) })
      : length
  } catch {
    say(`its length "${String(duration.values[0]).slice(0, 40)}" cannot be read, and is left out`)
    return null
  }
}

/** From a start to an end, on the clock of the start; in whole days when one of them is a date. */
function distance(start: IcalTime, end: IcalTime): Temporal.Duration {
  if (isDate(start)) {
    // a last moment at midnight is exclusive as a date is; a later one lies in its day
    const [date, time] = end.local.split("T")
    const days = Temporal.PlainDate.from(start.local).until(date!).days
    return Temporal.Duration.from({ days: time && time !== "00:00:00" ? days + 1 : days })
  }
  const local = isDate(end) ? `${end.local}T00:00:00` : localOn(end, start.clock)
  return Temporal.PlainDateTime.from(start.local).until(local, { largestUnit: "days" })
}

/** The end of an occurrence that begins there; the last day of whole days. @throws {EntryError} beyond all dates */
export function endOf(local: string, length: Temporal.Duration | null): string | null {
  if (length === null) return null
  try {
    return local.includes("T")
      ? Temporal.PlainDateTime.from(local).add(length).toString({ smallestUnit: "second" })
      : Temporal.PlainDate.from(local).add(length).toString()
  } catch {
    throw new EntryError("it has no end that a calendar knows")
  }
}

/** By how much the one text lies after the other; both dates or both times. */
export function shifted(local: string, from: string, to: string): string {
  if (!local.includes("T")) {
    const by = Temporal.PlainDate.from(from.slice(0, 10)).until(to.slice(0, 10))
    return Temporal.PlainDate.from(local).add(by).toString()
  }
  const by = Temporal.PlainDateTime.from(from).until(to)
  return Temporal.PlainDateTime.from(local).add(by).toString({ smallestUnit: "second" })
}
