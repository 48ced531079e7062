import type { CalendarKind } from "../../domain/calendar.ts"
import { tongueOf } from "../../text/tongue.ts"
import { COLOURS } from "./colours.ts"
import { foldedLines, oneLine, textLine, uriLine } from "./lines.ts"
import { vtimezone } from "./vtimezone.ts"

/** What a feed says of itself. */
export interface CalendarFeedHead {
  name: string
  /** plain text */
  description: string
  language: string
  /** the zone that times are shown in when nothing else says one */
  timeZone: string
  /** absolute address of this feed */
  source: string
  /** absolute address of the page that shows the same */
  page: string
  kind: CalendarKind
}

/** A VEVENT as it was kept, with the zone that its times are in. */
export interface FeedText {
  ical: string
  timeZone: string
  allDay: boolean
}

/**
 * A whole calendar file: head, zones, kept texts, foot. It holds the VTIMEZONE of exactly the zones that its times name, and
 * that of the calendar when they name none: Nextcloud's parser refuses a calendar without any component. There is no UID here:
 * vdirsyncer takes a calendar's UID for the one event of the file. Bytes depend on nothing but what is given; they are written
 * once, where they are sent from: a joined text beside them would be twice as large as they are.
 */
export function calendarFeed(head: CalendarFeedHead, texts: readonly FeedText[]): Buffer {
  const before = headLines(head) + zonesOf(head, texts).map(vtimezone).join("")
  const after = "END:VCALENDAR\r\n"
  let length = Buffer.byteLength(before) + Buffer.byteLength(after)
  for (const { ical } of texts) length += Buffer.byteLength(ical)
  const bytes = Buffer.allocUnsafeSlow(length)
  let at = bytes.write(before)
  for (const { ical } of texts) at += bytes.write(ical, at)
  bytes.write(after, at)
  return bytes
}

function headLines(head: CalendarFeedHead): string {
  const { name, hex } = COLOURS[head.kind]
  const title = oneLine(head.name)
  return foldedLines([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Beffroi//Beffroi//${tongueOf(head.language).toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    textLine("NAME", title),
    textLine("X-WR-CALNAME", title),
    head.description && textLine("DESCRIPTION", head.description),
    head.description && textLine("X-WR-CALDESC", head.description),
    `X-WR-TIMEZONE:${head.timeZone}`,
    uriLine("SOURCE;VALUE=URI", head.source),
    uriLine("URL", head.page),
    `COLOR:${name}`,
    `X-APPLE-CALENDAR-COLOR:${hex}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
  ])
}

function zonesOf(head: CalendarFeedHead, texts: readonly FeedText[]): string[] {
  // times in UTC end in Z and name no zone
  const named = texts.filter(text => !text.allDay && text.timeZone !== "UTC").map(text => text.timeZone)
  return named.length === 0 ? [head.timeZone] : [...new Set(named)].sort()
}
