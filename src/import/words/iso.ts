import { isTimeZone, type When } from "../../domain/time.ts"
import { EntryError } from "../context.ts"

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/

/**
 * A span of ISO 8601: days, local times, or times with their offset, which are told on the clock of the zone. The last day is inclusive.
 * @param zone of the entry; the calendar's when it says none that is known
 * @throws {EntryError} naming what is no date
 */
export function whenOfIso(start: string, end: string | null, zone: string | null, usual: string): When {
  const timeZone = zone && isTimeZone(zone) ? zone : usual
  const from = localOf("start", start, timeZone)
  const to = end ? localOf("end", end, timeZone) : null
  const allDay = !from.includes("T")
  if (to === null || to === from) return { start: from, end: null, allDay, timeZone }
  if (allDay) return { start: from, end: to.slice(0, 10) > from ? to.slice(0, 10) : null, allDay, timeZone }
  // an end that is a day says nothing of its hour
  return { start: from, end: to.includes("T") ? to : null, allDay, timeZone }
}

function localOf(name: string, text: string, zone: string): string {
  const [, date, time, offset] = FORM.exec(text.trim()) ?? []
  try {
    if (!date) throw new RangeError()
    if (!time) return Temporal.PlainDate.from(date, { overflow: "reject" }).toString()
    const local = Temporal.PlainDateTime.from(`${date}T${time}`, { overflow: "reject" })
    const there = offset
      ? Temporal.Instant.from(`${date}T${time}${offset}`).toZonedDateTimeISO(zone).toPlainDateTime()
      : local.toZonedDateTime(zone).toPlainDateTime()
    return there.toString({ smallestUnit: there.second === 0 ? "minute" : "second" })
  } catch {
    throw new EntryError(`${name} "${text.slice(0, 40)}" is no date such as 2026-12-01T18:30`)
  }
}
