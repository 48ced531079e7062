import { html } from "hono/html"
import type { ListedEvent } from "../../domain/event.ts"
import { firstDay, lastDay, type When, zonedStart } from "../../domain/time.ts"
import { dateFormat } from "../../text/date-format.ts"
import { dateWords, hour, hours, plainDateWords } from "../../text/dates.ts"
import { elsewhereWords } from "../../text/elsewhere.ts"
import { capital, typeset } from "../../text/typography.ts"
import { zoneName, zoneWords } from "../../text/zones.ts"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

/** Whole days of something that has hours. */
export const daysOf = (when: When): When => ({
  ...when,
  start: firstDay(when).toString(),
  end: lastDay(when).toString(),
  allDay: true,
})

/** `lundi 30 novembre 2026, de 14 h à 17 h`, in the page's language. */
export const longDate = (visit: Visit, when: When): string =>
  typeset(dateWords(when, visit.language).long, visit.language)

/** The same without the year when it is this one. */
export function nearDate(visit: Visit, when: When): string {
  const text = longDate(visit, when)
  return text.replaceAll(new RegExp(` ${today(visit, when.timeZone).year}(?=,|$| à| to)`, "g"), "")
}

/** What `<time>` holds: `2026-12-07T10:00+01:00`, or a date when all day. */
export function machineDate(when: When): string {
  if (when.allDay) return when.start.slice(0, 10)
  const start = zonedStart(when)
  return `${start.toPlainDateTime().toString({ smallestUnit: "minute" })}${start.offset.slice(0, 6)}`
}

export const time = (when: When, words: string): Html =>
  html`<time datetime="${machineDate(when)}">${capital(words)}</time>`

export const today = (visit: Visit, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(visit.now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()

/** `(heure de La Réunion)`, or nothing for the calendar's own clock. */
export function zoneNote(visit: Visit, event: Pick<ListedEvent, "when" | "calendar">): string {
  const zone = zoneWords(event.when, visit.language, event.calendar.timeZone)
  return zone ? ` ${visit.words.zone(typeset(zone, visit.language))}` : ""
}

/** `À Paris : de 6 h à 14 h.` for an event on another clock than its calendar's. */
export function onUsualClock(visit: Visit, event: Pick<ListedEvent, "when" | "calendar">): string | null {
  const zone = event.calendar.timeZone
  const there = elsewhereWords(event.when, visit.language, zone)
  if (!there) return null
  return zone === "Europe/Paris"
    ? visit.words.inParis(typeset(there, visit.language))
    : visit.words.elsewhere(capital(zoneName(zone, visit.language)), typeset(there, visit.language))
}

/** `de 14 h à 17 h`, empty when all day. */
export const hoursOf = (visit: Visit, when: When): string => typeset(hours(when, visit.language), visit.language)

const zoned = (instant: Date, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone)

/** `21 novembre 2026` and `16 h 10`, of an instant on a calendar's clock. */
export function instantWords(visit: Visit, instant: Date, timeZone: string): { day: string; hour: string } {
  const at = zoned(instant, timeZone)
  return {
    day: plainDateWords(at.toPlainDate(), visit.language),
    hour: typeset(hour(at, visit.language, "long"), visit.language),
  }
}

/** `29 janvier 2024` */
export const dayWords = (visit: Visit, date: string): string =>
  plainDateWords(Temporal.PlainDate.from(date), visit.language)

/** `mardi 7 novembre`, where the year is known already */
export const dayName = (visit: Visit, day: Temporal.PlainDate): string =>
  longDate(visit, { start: day.toString(), end: null, allDay: true, timeZone: "UTC" }).replace(/ \d{4}$/, "")

/** `décembre 2026` */
export const monthWords = (visit: Visit, month: Temporal.PlainYearMonth): string =>
  dateFormat(visit.language, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    Date.UTC(month.year, month.month - 1, 1),
  )

/** `mars à mai 2027`, `décembre 2026 à janvier 2027`, `mars 2027` */
export function monthSpan(visit: Visit, first: Temporal.PlainYearMonth, last: Temporal.PlainYearMonth): string {
  if (first.equals(last)) return monthWords(visit, first)
  const start = monthWords(visit, first)
  return visit.words.months(first.year === last.year ? start.replace(/ \d{4}$/, "") : start, monthWords(visit, last))
}

/** `dans 9 jours`, `après-demain`, `aujourd’hui`: days on the calendar, not spans of 24 hours. */
export function away(visit: Visit, when: When): string {
  const days = today(visit, when.timeZone).until(firstDay(when)).days
  return new Intl.RelativeTimeFormat(visit.words.dates.locale, { numeric: "auto" }).format(days, "day")
}
