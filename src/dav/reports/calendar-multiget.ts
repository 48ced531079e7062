import { paths } from "../../domain/paths.ts"
import { listEntries } from "../../store/public/calendar-entries.ts"
import { multistatus, type Told } from "../multistatus.ts"
import { told } from "../properties.ts"
import { childrenOf } from "../request-xml.ts"
import { entryResource } from "../resources.ts"
import { propertiesOf, type Report } from "./report.ts"

/** RFC 4791, 7.9: the entries of a list of addresses, in its order; each of those that are not here is told so. */
export const calendarMultiget: Report = async ({ db, origin, minimal }, { calendar }, request) => {
  const { asked, withTexts } = propertiesOf(request)
  const hrefs = childrenOf(request, "D:href").map(({ text }) => text)
  const wanted = new Map(hrefs.filter(Boolean).map(href => [href, idAt(href, origin, calendar.handle)]))
  const ids = [...new Set(wanted.values())].filter(id => id !== null)
  const found =
    ids.length > 0 ? await listEntries(db, { calendarId: calendar.id, ids, limit: ids.length }, withTexts) : []
  const entries = new Map(found.map(entry => [entry.id, entry]))
  const all = [...wanted].map(([href, id]): Told => {
    const entry = id === null ? undefined : entries.get(id)
    return entry ? told(entryResource(calendar.handle, entry), asked, origin) : { href, status: 404 }
  })
  return multistatus(all, { minimal })
}

/** Clients write whole addresses or paths, and escape what need not be. */
function idAt(href: string, origin: string, handle: string): string | null {
  try {
    const entry = paths.davEntry.parse(decodeURIComponent(new URL(href, origin).pathname))
    return entry?.handle === handle ? entry.id : null
  } catch {
    return null
  }
}
