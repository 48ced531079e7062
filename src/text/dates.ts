import { firstDay, lastDay, type When, zonedEnd, zonedStart } from "../domain/time.ts"
import { dateFormat } from "./date-format.ts"
import { tongueOf } from "./tongue.ts"
import type { ClockTime } from "./words/fr/dates.ts"
import { wordsOf } from "./words/index.ts"
import { zoneWords } from "./zones.ts"

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

type Style = "long" | "short"
type Parts = "weekday" | "day" | "month" | "year"

function day(date: Temporal.PlainDate, language: string, style: Style, parts: readonly Parts[]): string {
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC" }
  if (parts.includes("weekday")) options.weekday = style
  if (parts.includes("day")) options.day = "numeric"
  if (parts.includes("month")) options.month = style
  if (parts.includes("year")) options.year = "numeric"
  const text = dateFormat(tongueOf(language), options).format(new Date(Date.UTC(date.year, date.month - 1, date.day)))
  return wordsOf(language).dates.day(text.replace(/[\u00a0\u202f]/g, " "))
}

/** `14 h`, `14 h 30`; `14:00` in English. */
export function hour(time: ClockTime, language: string, style: Style): string {
  const { dates } = wordsOf(language)
  return style === "short" ? dates.hourShort(time) : dates.hour(time)
}

function days(first: Temporal.PlainDate, last: Temporal.PlainDate, language: string, style: Style): string {
  const whole = (date: Temporal.PlainDate) => day(date, language, style, ["weekday", "day", "month", "year"])
  if (first.equals(last)) return whole(last)
  const parts: Parts[] = ["weekday", "day"]
  if (first.month !== last.month || first.year !== last.year) parts.push("month")
  if (first.year !== last.year) parts.push("year")
  const start = day(first, language, style, parts)
  if (style === "short") return `${start} – ${whole(last)}`
  const { dates } = wordsOf(language)
  return first.add({ days: 1 }).equals(last) ? dates.twoDays(start, whole(last)) : dates.span(start, whole(last))
}

/** `de 14 h à 17 h`, `à 14 h` when no end is given, empty when all day. */
export function hours(when: When, language: string, style: Style = "long"): string {
  if (when.allDay) return ""
  const { dates } = wordsOf(language)
  const start = hour(zonedStart(when), language, style)
  const end = when.end === null || when.end === when.start ? null : hour(zonedEnd(when)!, language, style)
  if (style === "short") return end ? `${start}–${end}` : start
  return end ? dates.hours(start, end) : dates.at(start)
}

/** @param usualZone the calendar's zone: another one is named */
export function dateWords(when: When, language: string, usualZone = "Europe/Paris"): DateWords {
  const first = firstDay(when)
  const last = lastDay(when)
  const join = (style: Style): string => {
    if (when.allDay) return days(first, last, language, style)
    if (first.equals(last)) return `${days(first, last, language, style)}, ${hours(when, language, style)}`
    const at = (date: Temporal.PlainDate, time: ClockTime) =>
      `${days(date, date, language, style)}, ${hour(time, language, style)}`
    const [start, end] = [at(first, zonedStart(when)), at(last, zonedEnd(when)!)]
    return style === "short" ? `${start} – ${end}` : wordsOf(language).dates.span(start, end)
  }
  return { long: join("long"), short: join("short"), zone: zoneWords(when, language, usualZone) }
}

/** A date alone: `29 janvier 2024`. */
export const plainDateWords = (date: Temporal.PlainDate, language: string): string =>
  day(date, language, "long", ["day", "month", "year"])
