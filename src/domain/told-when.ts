import { isTimeZone, problemsOfWhen, type When } from "./time.ts"
import { dateOf } from "./told.ts"

const MOST_DAYS = 366

/**
 * When an event takes place that a stranger sent: `startTime`, `endTime` and, from Mobilizon, Beffroi and Hubzilla, `timezone`. An end
 * that is before the start or more than a year after it is left out.
 * @param usual IANA zone that it is told in when it names none
 * @returns null when its start is no date
 */
export function toldWhen({ startTime, endTime, timezone }: Record<string, unknown>, usual: string): When | null {
  const zone = typeof timezone === "string" && isTimeZone(timezone) ? timezone : usual
  const start = momentOf(startTime, zone)
  if (start === null) return null
  const end = momentOf(endTime, zone)
  const kept = [wholeDays(start, end, zone), onClock(start, end, zone), onClock(start, null, zone)]
  return kept.find(when => when !== null && problemsOfWhen(when).length === 0) ?? null
}

/** A date alone, or an instant on the clock of a zone. */
type Moment = Temporal.PlainDate | Temporal.ZonedDateTime

function momentOf(value: unknown, zone: string): Moment | null {
  const date = dateOf(value)
  if (!date) return null
  const text = value as string
  if (!text.includes("T")) return Temporal.PlainDate.from(date.toISOString().slice(0, 10))
  // without an offset it is what the clock on the wall shows
  const seconds = Temporal.Instant.fromEpochMilliseconds(Math.floor(date.getTime() / 1000) * 1000)
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(text)
    ? seconds.toZonedDateTimeISO(zone)
    : seconds.toZonedDateTimeISO("UTC").toPlainDateTime().toZonedDateTime(zone)
}

/** Said as dates, or from midnight to the last second or minute of a day, as ours and others' whole days are sent. */
function wholeDays(start: Moment, end: Moment | null, zone: string): When | null {
  const dates = start instanceof Temporal.PlainDate
  const midnight = !dates && /T00:00:00/.test(start.toString())
  const lastMoment = end instanceof Temporal.ZonedDateTime && /T23:59:/.test(end.toString())
  if (!dates && !(midnight && lastMoment)) return null
  const [first, last] = [
    dates ? start : start.toPlainDate(),
    end === null || !("timeZoneId" in end) ? end : end.toPlainDate(),
  ]
  if (last && first.until(last).days > MOST_DAYS) return { start: `${first}`, end: null, allDay: true, timeZone: zone }
  const days = last && Temporal.PlainDate.compare(last, first) > 0 ? `${last}` : null
  return { start: `${first}`, end: days, allDay: true, timeZone: zone }
}

function onClock(start: Moment, end: Moment | null, zone: string): When | null {
  if (!("timeZoneId" in start)) return null
  const last = end && ("timeZoneId" in end ? end : end.add({ days: 1 }).toZonedDateTime(zone))
  const length = last ? last.epochMilliseconds - start.epochMilliseconds : 0
  const kept = length > 0 && length <= MOST_DAYS * 86_400_000 ? last : null
  // the second of two hours that autumn shows twice has no name on the wall
  if (!isNamed(start) || (kept && !isNamed(kept)))
    return onClock(start.withTimeZone("UTC"), kept?.withTimeZone("UTC") ?? null, "UTC")
  return { start: wall(start), end: kept && wall(kept), allDay: false, timeZone: zone }
}

const isNamed = (moment: Temporal.ZonedDateTime): boolean =>
  moment.toPlainDateTime().toZonedDateTime(moment.timeZoneId).equals(moment)

const wall = (moment: Temporal.ZonedDateTime): string =>
  moment.toPlainDateTime().toString({ smallestUnit: moment.second === 0 ? "minute" : "second" })
