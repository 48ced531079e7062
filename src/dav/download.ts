import type { Context } from "hono"
import { absolute, paths } from "../domain/paths.ts"
import { calendarObject, objectTag } from "../feeds/ical/object.ts"
import { CALENDAR_TYPE } from "./properties.ts"
import type { Resource } from "./resources.ts"

/** GET and HEAD: an entry as a file; a calendar leads to its feed; the rest says what it is for. */
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
  const tag = objectTag(entry)
  const headers = {
    ETag: tag,
    "Last-Modified": entry.changedAt.toUTCString(),
    // compressed on the way, its tag would not be the one that PROPFIND says
    "Cache-Control": "public, no-cache, no-transform",
  }
  const wanted = c.req.header("If-Match")
  if (wanted !== undefined && !names(wanted, tag)) return c.body(null, 412, headers)
  const had = c.req.header("If-None-Match")
  if (had !== undefined ? names(had, tag) : unmodified(c, entry.changedAt)) return c.body(null, 304, headers)
  return c.body(calendarObject({ ...entry, ical: entry.ical ?? "" }), 200, {
    ...headers,
    "Content-Type": CALENDAR_TYPE,
    "Content-Disposition": `inline; filename="${entry.id}.ics"`,
    "X-Content-Type-Options": "nosniff",
  })
}

const names = (header: string, tag: string): boolean =>
  header.trim() === "*" || [...header.matchAll(/"[^"]*"/g)].some(([one]) => one === tag)

const unmodified = (c: Context, changedAt: Date): boolean =>
  Math.floor(changedAt.getTime() / 1000) * 1000 <= Date.parse(c.req.header("If-Modified-Since") ?? "")
