import { firstDay, instantsOf, lastDay, type When, zonedEnd, zonedStart } from "../domain/time.ts"
import { dateFormat } from "./date-format.ts"

/**
 * Dates in words, with plain spaces: pages add no-break spaces when they render, stored and sent texts never have them.
 * Pages: `lundi 30 novembre 2026, de 14 h à 17 h`. Posts: `lun. 30 nov. 2026, 14h–17h`.
 */
export interface DateWords {
  /** lower-case first letter; a page that starts a line with it capitalises */
  long: string
  short: string
  /** « heure de La Réunion »: only when the zone is not the reader's usual one */
  zone: string | null
}

const french = (language: string): boolean => language.toLowerCase().startsWith("fr")

type Parts = "weekday" | "day" | "month" | "year"

function day(date: Temporal.PlainDate, language: string, style: "long" | "short", parts: readonly Parts[]): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC" }
  if (parts.includes("weekday")) options.weekday = style
  if (parts.includes("day")) options.day = "numeric"
  if (parts.includes("month")) options.month = style
  if (parts.includes("year")) options.year = "numeric"
  const text = dateFormat(french(language) ? "fr" : "en", options).format(
    new Date(Date.UTC(date.year, date.month - 1, date.day)),
  )
  const plain = text.replace(/[\u00a0\u202f]/g, " ").replace(/^(\w+) (\d)/, "$1 $2")
  // « 1er » is the only ordinal of French dates
  return french(language) ? plain.replace(/(^|\s)1(?=\s\p{L}|$)/u, "$11er") : plain.replace(",", "")
}

/** `14 h`, `14 h 30`; `14:00` in English. */
export function hour(time: { hour: number; minute: number }, language: string, style: "long" | "short"): string {
  const minutes = String(time.minute).padStart(2, "0")
  if (!french(language)) return `${String(time.hour).padStart(2, "0")}:${minutes}`
  if (style === "short") return time.minute === 0 ? `${time.hour}h` : `${time.hour}h${minutes}`
  return time.minute === 0 ? `${time.hour} h` : `${time.hour} h ${minutes}`
}

function days(first: Temporal.PlainDate, last: Temporal.PlainDate, language: string, style: "long" | "short"): string {
  const whole = (date: Temporal.PlainDate) => day(date, language, style, ["weekday", "day", "month", "year"])
  if (first.equals(last)) return whole(last)
  const and = french(language) ? "et" : "and"
  const parts: Parts[] = ["weekday", "day"]
  if (first.month !== last.month || first.year !== last.year) parts.push("month")
  if (first.year !== last.year) parts.push("year")
  const start = day(first, language, style, parts)
  const consecutive = first.add({ days: 1 }).equals(last)
  if (style === "short") return `${start} – ${whole(last)}`
  if (consecutive) return `${start} ${and} ${whole(last)}`
  return french(language) ? `du ${start} au ${whole(last)}` : `${start} to ${whole(last)}`
}

/** `de 14 h à 17 h`, `à 14 h` when no end is known, empty when all day. */
export function hours(when: When, language: string, style: "long" | "short" = "long"): string {
  if (when.allDay) return ""
  const start = hour(zonedStart(when), language, style)
  const end = when.end === null || when.end === when.start ? null : hour(zonedEnd(when)!, language, style)
  if (style === "short") return end ? `${start}–${end}` : start
  if (french(language)) return end ? `de ${start} à ${end}` : `à ${start}`
  return end ? `${start} to ${end}` : `at ${start}`
}

/** @param usualZone the calendar's zone: another one is named */
export function dateWords(when: When, language: string, usualZone = "Europe/Paris"): DateWords {
  const first = firstDay(when)
  const last = lastDay(when)
  const join = (style: "long" | "short"): string => {
    if (when.allDay) return days(first, last, language, style)
    if (first.equals(last)) return `${days(first, last, language, style)}, ${hours(when, language, style)}`
    const at = (date: Temporal.PlainDate, time: { hour: number; minute: number }) =>
      `${days(date, date, language, style)}, ${hour(time, language, style)}`
    const end = at(last, zonedEnd(when)!)
    if (style === "short") return `${at(first, zonedStart(when))} – ${end}`
    return french(language) ? `du ${at(first, zonedStart(when))} au ${end}` : `${at(first, zonedStart(when))} to ${end}`
  }
  return { long: join("long"), short: join("short"), zone: zoneWords(when, language, usualZone) }
}

/** « heure de La Réunion » for an event whose clock differs from the usual zone's at that moment; else null. */
export function zoneWords(when: When, language: string, usualZone: string): string | null {
  if (when.allDay || when.timeZone === usualZone) return null
  const start = zonedStart(when)
  if (start.withTimeZone(usualZone).offset === start.offset) return null
  return zoneName(when.timeZone, language, start.epochMilliseconds)
}

/** `heure de La Réunion`, `Paris time`. */
export function zoneName(timeZone: string, language: string, at: number = Date.now()): string {
  const known = french(language) ? FRENCH_ZONES[timeZone] : ENGLISH_ZONES[timeZone]
  if (known) return french(language) ? `heure ${known}` : `${known} time`
  const name = dateFormat(french(language) ? "fr" : "en", { timeZone, timeZoneName: "longGeneric" })
    .formatToParts(at)
    .find(part => part.type === "timeZoneName")?.value
  return (name ?? timeZone).replace(/’/g, "'")
}

/** CLDR writes « heure : La Réunion » for one-city zones; these are ours, with their preposition. */
const FRENCH_ZONES: Record<string, string> = {
  "Europe/Paris": "de Paris",
  "Indian/Reunion": "de La Réunion",
  "Indian/Mayotte": "de Mayotte",
  "America/Martinique": "de la Martinique",
  "America/Guadeloupe": "de la Guadeloupe",
  "America/Cayenne": "de la Guyane",
  "America/Miquelon": "de Saint-Pierre-et-Miquelon",
  "Pacific/Noumea": "de Nouvelle-Calédonie",
  "Pacific/Tahiti": "de Tahiti",
  "Pacific/Wallis": "de Wallis-et-Futuna",
  UTC: "universelle (UTC)",
}
const ENGLISH_ZONES: Record<string, string> = {
  "Europe/Paris": "Paris",
  "Indian/Reunion": "Réunion",
  "Pacific/Noumea": "Nouméa",
}

/** The same moment on the visitor's usual clock: « À Paris : de 6 h à 14 h »; null when nothing differs. */
export function elsewhereWords(when: When, language: string, usualZone: string): string | null {
  if (zoneWords(when, language, usualZone) === null) return null
  const { startsAt, endsAt } = instantsOf(when)
  const local = (instant: Date) =>
    Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(usualZone).toPlainDateTime().toString()
  const there: When = { start: local(startsAt), end: endsAt && local(endsAt), allDay: false, timeZone: usualZone }
  const sameDay = firstDay(there).equals(firstDay(when)) && lastDay(there).equals(lastDay(when))
  return sameDay ? hours(there, language) : dateWords(there, language, usualZone).long
}

/** A date alone: `29 janvier 2024`. */
export const plainDateWords = (date: Temporal.PlainDate, language: string): string =>
  day(date, language, "long", ["day", "month", "year"])
