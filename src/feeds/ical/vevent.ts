import ical, { escape as escapeText, ICalEventStatus, ICalEventTransparency } from "ical-generator"
import { type When, zonedEnd, zonedStart } from "../../domain/time.ts"
import { cleanText, foldedLines, oneLine } from "./lines.ts"

export interface VeventFields {
  uid: string
  sequence: number
  created: Date
  /** DTSTAMP and LAST-MODIFIED */
  changed: Date
  when: When
  summary: string
  description: string
  location: string | null
  status: "CONFIRMED" | "TENTATIVE" | "CANCELLED"
  /** does not make people busy */
  transparent: boolean
  categories: string[]
  /** what ical-generator cannot say: finished lines, in order */
  more: (string | null)[]
}

/**
 * One VEVENT with a final CRLF, folded at 75 octets. ical-generator is given zoned times (of a `Date` it prints the server's
 * wall clock) and the zone on the event (on a calendar it takes the `Z` from DTSTAMP); it escapes the TEXT of what it is given
 * here, but for the UID.
 */
export function vevent(fields: VeventFields): string {
  const { when } = fields
  const start = zonedStart(when)
  const end = zonedEnd(when)
  const event = ical().createEvent({
    id: escapeText(oneLine(fields.uid), false),
    sequence: fields.sequence,
    stamp: fields.changed,
    created: fields.created,
    lastModified: fields.changed,
    start,
    // RFC 5545 3.6.1: DTEND is later than DTSTART, or absent
    end: end && Temporal.ZonedDateTime.compare(end, start) > 0 ? end : null,
    allDay: when.allDay,
    timezone: when.timeZone,
    summary: oneLine(fields.summary),
    description: cleanText(fields.description) || null,
    location: fields.location === null ? null : oneLine(fields.location),
    status: ICalEventStatus[fields.status],
    transparency: fields.transparent ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    categories: fields.categories.map(name => ({ name: oneLine(name) })),
  })
  const lines = event
    .toString()
    .split("\r\n")
    .filter(line => line !== "" && line !== "END:VEVENT")
  return foldedLines([...lines, ...fields.more, "END:VEVENT"])
}
