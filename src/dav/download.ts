import type { Context } from "hono"
import { absolute, paths } from "../domain/paths.ts"
import { calendarObject, objectTag } from "../feeds/ical/object.ts"
import { answer } from "../http/answer.ts"
import { failsIfMatch } from "../http/conditional.ts"
import { CALENDAR_TYPE } from "./properties.ts"
import type { Resource } from "./resources.ts"

/** GET and HEAD: an entry as a file, a redirect from a calendar to its feed, and a few words at any other collection. */
export function download(c: Context, resource: Resource, origin: string): Response {
  switch (resource.kind) {
    case "entry":
      return entryFile(c, resource.entry)
    case "calendar":
      return c.redirect(absolute(origin, paths.feed(paths.calendarPage(resource.calendar.handle), "ics")), 302)
    default:
      return c.text(`${resource.name}\nCalDAV: ${absolute(origin, paths.dav())}\n`)
  }
}

function entryFile(c: Context, entry: Extract<Resource, { kind: "entry" }>["entry"]): Response {
  const etag = objectTag(entry)
  // compressed on the way, its tag would not be the one that PROPFIND reports
  const headers = { "Cache-Control": "public, no-cache, no-transform" }
  if (failsIfMatch(c.req, etag)) return c.body(null, 412, { ...headers, ETag: etag })
  return answer(c, calendarObject({ ...entry, ical: entry.ical ?? "" }), {
    headers,
    content: {
      "Content-Type": CALENDAR_TYPE,
      "Content-Disposition": `inline; filename="${entry.id}.ics"`,
      "X-Content-Type-Options": "nosniff",
    },
    etag,
    lastModified: entry.changedAt,
  })
}
