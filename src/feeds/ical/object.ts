import { createHash } from "node:crypto"
import type { FeedText } from "./feed.ts"
import { foldedLines } from "./lines.ts"
import { vtimezone } from "./vtimezone.ts"

const FOOT = "END:VCALENDAR\r\n"

/**
 * A kept VEVENT as a file of its own, as CalDAV hands them out one by one (RFC 4791, 4.1): one UID, no METHOD, and the VTIMEZONE
 * of the zone that its times are in.
 */
export const calendarObject = (text: FeedText): string => headOf(text).lines + text.ical + FOOT

/** Strong: the digest of the kept VEVENT, and that of all that stands around it, which new zone data of the runtime changes. */
export const objectTag = (text: Omit<FeedText, "ical"> & { digest: string }): string =>
  `"${text.digest}-${headOf(text).digest}"`

function headOf({ timeZone, allDay }: Omit<FeedText, "ical">): { lines: string; digest: string } {
  const zone = allDay || timeZone === "UTC" ? "" : timeZone
  const cached = heads.get(zone)
  if (cached) return cached
  const lines =
    foldedLines(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Beffroi//Beffroi//EN", "CALSCALE:GREGORIAN"]) +
    (zone && vtimezone(zone))
  const head = { lines, digest: createHash("sha256").update(lines).digest("hex").slice(0, 8) }
  heads.set(zone, head)
  return head
}

/** By zone: as many as there are names of zones. */
const heads = new Map<string, { lines: string; digest: string }>()

/** What a client that shows a calendar in its own zone is told: the zone alone. */
export const zoneObject = (timeZone: string): string =>
  headOf({ timeZone, allDay: true }).lines + vtimezone(timeZone) + FOOT
