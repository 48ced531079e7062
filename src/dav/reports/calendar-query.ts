import { listEntries } from "../../store/public/calendar-entries.ts"
import { type MemberResponse, multistatus } from "../multistatus.ts"
import { responseOf } from "../properties.ts"
import { entryResource, MOST_ENTRIES, MOST_TEXTS } from "../resources.ts"
import { readFilter } from "./filter.ts"
import { type Report, requestedProperties } from "./report.ts"

/** RFC 4791 §7.8: the entries that match a filter. */
export const calendarQuery: Report = async ({ db, origin, minimal }, { calendar, href }, request) => {
  const filter = readFilter(request)
  const { properties, withTexts } = requestedProperties(request)
  const limit = withTexts ? MOST_TEXTS : MOST_ENTRIES
  const entries = filter
    ? await listEntries(db, { ...filter, calendarId: calendar.id, limit: limit + 1 }, withTexts)
    : []
  const responses: MemberResponse[] = entries
    .slice(0, limit)
    .map(entry => responseOf(entryResource(calendar.handle, entry), properties, origin))
  if (entries.length > limit) responses.push({ href, status: 507 })
  return multistatus(responses, { minimal })
}
