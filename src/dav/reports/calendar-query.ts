import { listEntries } from "../../store/public/calendar-entries.ts"
import { multistatus, type Told } from "../multistatus.ts"
import { told } from "../properties.ts"
import { entryResource, MOST_ENTRIES, MOST_TEXTS } from "../resources.ts"
import { readFilter } from "./filter.ts"
import { propertiesOf, type Report } from "./report.ts"

/** RFC 4791, 7.8: the entries that a filter lets through. */
export const calendarQuery: Report = async ({ db, origin, minimal }, { calendar, href }, request) => {
  const filter = readFilter(request)
  const { asked, withTexts } = propertiesOf(request)
  const limit = withTexts ? MOST_TEXTS : MOST_ENTRIES
  const found = filter ? await listEntries(db, { ...filter, calendarId: calendar.id, limit: limit + 1 }, withTexts) : []
  const all: Told[] = found.slice(0, limit).map(entry => told(entryResource(calendar.handle, entry), asked, origin))
  if (found.length > limit) all.push({ href, status: 507 })
  return multistatus(all, { minimal })
}
