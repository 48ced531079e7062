import { paths } from "../../domain/paths.ts"
import { listEntries } from "../../store/public/calendar-entries.ts"
import { childrenOf } from "../../text/xml.ts"
import { type MemberResponse, multistatus } from "../multistatus.ts"
import { responseOf } from "../properties.ts"
import { entryResource } from "../resources.ts"
import { type Report, requestedProperties } from "./report.ts"

/** RFC 4791 §7.9: the entries at a list of addresses, in its order, with 404 for each that does not exist. */
export const calendarMultiget: Report = async ({ db, origin, minimal }, { calendar }, request) => {
  const { properties, withTexts } = requestedProperties(request)
  const hrefs = childrenOf(request, "D:href").map(({ text }) => text)
  const idOfHref = new Map(hrefs.filter(Boolean).map(href => [href, idAt(href, origin, calendar.handle)]))
  const ids = [...new Set(idOfHref.values())].filter(id => id !== null)
  const rows =
    ids.length > 0 ? await listEntries(db, { calendarId: calendar.id, ids, limit: ids.length }, withTexts) : []
  const entries = new Map(rows.map(entry => [entry.id, entry]))
  const responses = [...idOfHref].map(([href, id]): MemberResponse => {
    const entry = id === null ? undefined : entries.get(id)
    return entry ? responseOf(entryResource(calendar.handle, entry), properties, origin) : { href, status: 404 }
  })
  return multistatus(responses, { minimal })
}

/** Clients send whole addresses or paths, and escape more than they need. */
function idAt(href: string, origin: string, handle: string): string | null {
  try {
    const entry = paths.davEntry.parse(decodeURIComponent(new URL(href, origin).pathname))
    return entry?.handle === handle ? entry.id : null
  } catch {
    return null
  }
}
