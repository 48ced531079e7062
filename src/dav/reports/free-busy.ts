import { freeBusy } from "../../feeds/ical/free-busy.ts"
import { listEntries } from "../../store/public/calendar-entries.ts"
import { childOf } from "../../text/xml.ts"
import { DavError } from "../error.ts"
import { MOST_TEXTS } from "../resources.ts"
import { readSpan } from "./filter.ts"
import type { Report } from "./report.ts"

/** RFC 4791 §7.10: when the events of a calendar make busy. A calendar file, where the other reports answer XML. */
export const freeBusyQuery: Report = async ({ db, now }, { calendar }, request) => {
  const range = childOf(request, "C:time-range")
  const { from, to } = range ? readSpan(range) : { from: null, to: null }
  if (!from || !to) throw new DavError(400, "a time-range with start and end is needed")
  const selection = { calendarId: calendar.id, span: { from, to }, limit: MOST_TEXTS + 1 }
  const entries = await listEntries(db, selection, true)
  if (entries.length > MOST_TEXTS)
    throw new DavError(403, "this time holds too many events", { "D:number-of-matches-within-limits": [{}] })
  return freeBusy({ from, to, at: now(), entries })
}
