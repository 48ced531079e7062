import ICAL from "ical.js"
import type { Component } from "./components.ts"
import { readProperty } from "./properties.ts"

/** The rules of a VTIMEZONE that stands in the file itself. */
export interface OwnClock {
  /** seconds ahead of UTC when this clock shows that */
  offsetAt(local: Temporal.PlainDateTime): number
  /** whether it ever changes its hour */
  moves: boolean
}

/** Rules and dates of a zone that are looked at. */
const MOST = 100
const SAFE_RULE = /^RRULE:(?=.*FREQ=YEARLY)(?!.*(BYSECOND|BYMINUTE|BYHOUR|BYYEARDAY|BYWEEKNO|BYSETPOS))[A-Z0-9=;,+-]+$/i

/**
 * Reads a VTIMEZONE with ical.js. Only yearly rules go in: one that fires every second would be written out until 2035.
 * @returns null when it says nothing that can be used
 */
export function ownClock(component: Component): OwnClock | null {
  const parts = component.inside.filter(({ name }) => name === "STANDARD" || name === "DAYLIGHT").slice(0, MOST)
  const lines = parts.flatMap(({ name, lines }) => [
    `BEGIN:${name}`,
    ...lines
      .slice(0, MOST)
      .map(({ text }) => text)
      .filter(
        text =>
          /^(DTSTART|TZOFFSETFROM|TZOFFSETTO)[:;]/i.test(text) ||
          SAFE_RULE.test(text) ||
          /^RDATE[:;].{1,2000}$/i.test(text),
      ),
    `END:${name}`,
  ])
  try {
    const text = ["BEGIN:VTIMEZONE", "TZID:own", ...lines, "END:VTIMEZONE"].join("\r\n")
    const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text) as unknown[]))
    const offsetAt = (local: Temporal.PlainDateTime) =>
      zone.utcOffset(ICAL.Time.fromDateTimeString(local.toString({ smallestUnit: "second" })))
    const offsets = parts.map(offsetOf).filter(offset => offset !== null)
    if (offsets.length === 0 || !Number.isFinite(offsetAt(Temporal.PlainDateTime.from("2026-01-01T12:00")))) return null
    return { offsetAt, moves: new Set(offsets).size > 1 }
  } catch {
    return null
  }
}

function offsetOf({ lines }: Component): string | null {
  const line = lines.find(({ text }) => /^TZOFFSETTO[:;]/i.test(text))
  const property = line && readProperty(line)
  return property && "values" in property ? String(property.values[0]) : null
}

/** Noon of a day of each month, for six years: two clocks that agree on all of them are one. */
const SAMPLES = Array.from({ length: 72 }, (_, month) =>
  Temporal.PlainDateTime.from("2025-01-14T12:00").add({ months: month }),
)

/**
 * The zone of IANA whose clock this is: the calendar's own if it can be, else the first that fits. A clock that never moves fits
 * countries at random, so it is only compared with the calendar's.
 */
export function sameClockAs(own: OwnClock, usual: string): string | null {
  const offsets = SAMPLES.map(sample => own.offsetAt(sample))
  const fits = (zone: string) =>
    SAMPLES.every((sample, index) => sample.toZonedDateTime(zone).offsetNanoseconds === offsets[index]! * 1e9)
  if (fits(usual)) return usual
  return own.moves ? (["Europe/Paris", ...Intl.supportedValuesOf("timeZone")].find(fits) ?? null) : null
}
