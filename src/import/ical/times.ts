import type { When } from "../../domain/time.ts"
import type { Property } from "./properties.ts"
import { parameter } from "./properties.ts"
import type { Clock, Zones } from "./zones.ts"

/** A date or a time of a file, as it stands on some clock. */
export interface IcalTime {
  /** `2026-12-01` or `2026-12-01T18:30:00` */
  local: string
  clock: Clock
}

export const isDate = ({ local }: Pick<IcalTime, "local">): boolean => !local.includes("T")

/** What is wrong with a date, in words. */
export class TimeError extends Error {}

const FORM = /^(\d{4}-\d{2}-\d{2})(?:T(?:::|(\d{2}:\d{2}:\d{2})(Z?)))?$/

/**
 * The moments of DTSTART, DTEND, RECURRENCE-ID, EXDATE or RDATE; of a period its start.
 * @param say is told what had to be guessed
 * @throws {TimeError}
 */
export function momentsOf(property: Property, zones: Zones, say: (note: string) => void): IcalTime[] {
  const name = property.name.toUpperCase()
  return property.values.map(value => {
    const text = String(Array.isArray(value) ? value[0] : value)
    const [, date, time, utc] = FORM.exec(text) ?? []
    if (!date) throw new TimeError(`${name} is no date: "${property.raw.slice(0, 40)}"`)
    // seconds may be 60 in UTC, for which no clock has room
    const local = time ? `${date}T${time.replace(/60$/, "59").replace(/^24/, "00")}` : date
    try {
      if (time) Temporal.PlainDateTime.from(local, { overflow: "reject" })
      else Temporal.PlainDate.from(local, { overflow: "reject" })
    } catch {
      throw new TimeError(`${name} is no date: "${property.raw.slice(0, 40)}"`)
    }
    if (utc) return { local, clock: { zone: "UTC" } }
    const zone = time ? parameter(property, "tzid") : ""
    if (zone === "") return { local, clock: { zone: zones.usual } }
    const { clock, note } = zones.clockOf(zone)
    if (note) say(note)
    return { local, clock }
  })
}

export const sameClock = (a: Clock, b: Clock): boolean =>
  "zone" in a && "zone" in b ? a.zone === b.zone : "own" in a && "own" in b && a.own === b.own

const plain = (local: string): Temporal.PlainDateTime => Temporal.PlainDateTime.from(local)

/** The instant at which that clock shows that; the midnight of a date. */
export function instantOf({ local, clock }: IcalTime): Temporal.Instant {
  if ("zone" in clock) return plain(local).toZonedDateTime(clock.zone).toInstant()
  const time = plain(local)
  return time
    .toZonedDateTime("UTC")
    .toInstant()
    .subtract({ seconds: clock.own.offsetAt(time) })
}

/** The same moment on another clock, as text in full seconds. */
export function localOn(moment: IcalTime, clock: Clock): string {
  if (isDate(moment) || sameClock(moment.clock, clock)) return moment.local
  const instant = instantOf(moment)
  if ("zone" in clock) return seconds(instant.toZonedDateTimeISO(clock.zone).toPlainDateTime())
  const utc = instant.toZonedDateTimeISO("UTC").toPlainDateTime()
  // its offset is looked up by what it shows: right but for the hour that is shown twice
  const near = utc.add({ seconds: clock.own.offsetAt(utc) })
  return seconds(utc.add({ seconds: clock.own.offsetAt(near) }))
}

const seconds = (time: Temporal.PlainDateTime): string => time.toString({ smallestUnit: "second" })

/** `2026-12-01T18:30`, as our times are written: seconds only when they count. */
const short = (time: Temporal.PlainDateTime): string =>
  time.toString({ smallestUnit: time.second === 0 ? "minute" : "second" })

/**
 * A time as we keep it: wall clock and zone. What is said in UTC or on a clock of the file's own is told on the usual clock, when that
 * can say it exactly; an hour that spring skips is the one after it (RFC 5545, 3.3.5).
 * @param keepUtc the file means UTC when it says so
 */
export function onOurClock(moment: IcalTime, usual: string, keepUtc: boolean): { local: string; zone: string } {
  const { clock, local } = moment
  if ("zone" in clock && (clock.zone !== "UTC" || keepUtc || usual === "UTC")) {
    const time = plain(local)
    return { local: short(time.toZonedDateTime(clock.zone).toPlainDateTime()), zone: clock.zone }
  }
  const instant = instantOf(moment)
  const there = instant.toZonedDateTimeISO(usual).toPlainDateTime()
  // the second of two hours that autumn shows twice has no name on the wall
  return Temporal.Instant.compare(there.toZonedDateTime(usual).toInstant(), instant) === 0
    ? { local: short(there), zone: usual }
    : { local: short(instant.toZonedDateTimeISO("UTC").toPlainDateTime()), zone: "UTC" }
}

/** A span as we keep it, from a start and an inclusive or no end on the same clock. */
export function whenOf(start: IcalTime, end: string | null, usual: string, keepUtc: boolean): When {
  if (isDate(start)) {
    const last = end === null || end <= start.local ? null : end
    return { start: start.local, end: last, allDay: true, timeZone: usual }
  }
  const from = onOurClock(start, usual, keepUtc)
  if (end === null) return { start: from.local, end: null, allDay: false, timeZone: from.zone }
  const to = onOurClock({ local: end, clock: start.clock }, usual, keepUtc)
  const last =
    to.zone === from.zone
      ? to.local
      : short(instantOf({ local: end, clock: start.clock }).toZonedDateTimeISO(from.zone).toPlainDateTime())
  return { start: from.local, end: last === from.local ? null : last, allDay: false, timeZone: from.zone }
}
