import type { JsonObject } from "../../../src/domain/json.ts"
import { isTimeZone, problemsOfWhen, type When } from "../../../src/domain/time.ts"
import { dateOf } from "./date.ts"

const MAX_DAYS = 366

/**
 * When an Event takes place: `startTime`, `endTime` and, from Mobilizon, Beffroi and Hubzilla, `timezone`. An end that is before
 * the start or more than a year after it is left out.
 * @param siteZone IANA zone for an event that names none
 * @returns `when` null when its start is no date; `assumedTimeZone` the given zone when the event names none
 */
export function whenOf(
  { startTime, endTime, timezone }: JsonObject,
  siteZone: string,
): { when: When | null; assumedTimeZone: string | null } {
  const named = typeof timezone === "string" && isTimeZone(timezone) ? timezone : null
  const zone = named ?? siteZone
  const assumedTimeZone = named === null ? siteZone : null
  const start = pointOf(startTime, zone)
  if (start === null) return { when: null, assumedTimeZone }
  const end = pointOf(endTime, zone)
  const candidates = [wholeDays(start, end, zone), localTimes(start, end, zone), localTimes(start, null, zone)]
  const when = candidates.find(candidate => candidate !== null && problemsOfWhen(candidate).length === 0) ?? null
  return { when, assumedTimeZone }
}

/** A date alone, or an instant in a zone. */
type PointInTime = Temporal.PlainDate | Temporal.ZonedDateTime

function pointOf(value: unknown, zone: string): PointInTime | null {
  const date = dateOf(value)
  if (!date) return null
  const text = value as string
  if (!text.includes("T")) return Temporal.PlainDate.from(date.toISOString().slice(0, 10))
  const seconds = Temporal.Instant.fromEpochMilliseconds(Math.floor(date.getTime() / 1000) * 1000)
  // without an offset it is a local time
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(text)
    ? seconds.toZonedDateTimeISO(zone)
    : seconds.toZonedDateTimeISO("UTC").toPlainDateTime().toZonedDateTime(zone)
}

/**
 * All day: sent as dates, or from midnight to the last second or minute of a day, as Beffroi and others send whole days. Null for
 * other events.
 */
function wholeDays(start: PointInTime, end: PointInTime | null, zone: string): When | null {
  const dates = start instanceof Temporal.PlainDate
  const fromMidnight = !dates && /T00:00:00/.test(start.toString())
  const untilMidnight = end instanceof Temporal.ZonedDateTime && /T23:59:/.test(end.toString())
  if (!dates && !(fromMidnight && untilMidnight)) return null
  const firstDay = dates ? start : start.toPlainDate()
  const lastDay = end === null || !("timeZoneId" in end) ? end : end.toPlainDate()
  const days = lastDay === null ? 0 : firstDay.until(lastDay).days
  return {
    start: `${firstDay}`,
    end: days > 0 && days <= MAX_DAYS ? `${lastDay}` : null,
    allDay: true,
    timeZone: zone,
  }
}

function localTimes(start: PointInTime, end: PointInTime | null, zone: string): When | null {
  if (!("timeZoneId" in start)) return null
  const stated = end && ("timeZoneId" in end ? end : end.add({ days: 1 }).toZonedDateTime(zone))
  const length = stated ? stated.epochMilliseconds - start.epochMilliseconds : 0
  const last = length > 0 && length <= MAX_DAYS * 86_400_000 ? stated : null
  // a local time stands for the first of the two hours that autumn repeats: the second can only be written in UTC
  if (!isFirst(start) || (last && !isFirst(last)))
    return localTimes(start.withTimeZone("UTC"), last?.withTimeZone("UTC") ?? null, "UTC")
  return { start: localText(start), end: last && localText(last), allDay: false, timeZone: zone }
}

const isFirst = (point: Temporal.ZonedDateTime): boolean =>
  point.toPlainDateTime().toZonedDateTime(point.timeZoneId).equals(point)

const localText = (point: Temporal.ZonedDateTime): string =>
  point.toPlainDateTime().toString({ smallestUnit: point.second === 0 ? "minute" : "second" })
