import { type Context, Hono } from "hono"
import { paths } from "../domain/paths.ts"
import { xmlDocument } from "../feeds/xml.ts"
import type { Db } from "../store/db.ts"
import { isOutage } from "../store/outage.ts"
import { download } from "./download.ts"
import { DavError, notFound } from "./error.ts"
import { DECLARATIONS } from "./names.ts"
import type { REPORTS } from "./properties.ts"
import { propfind } from "./propfind.ts"
import { calendarMultiget } from "./reports/calendar-multiget.ts"
import { calendarQuery } from "./reports/calendar-query.ts"
import { freeBusyQuery } from "./reports/free-busy.ts"
import type { Report } from "./reports/report.ts"
import { syncCollection } from "./reports/sync-collection.ts"
import { depthOf, readBody, wantsMinimal } from "./request.ts"
import { type Resource, resourceAt } from "./resources.ts"

interface DavDeps {
  db: Db
  origin: string
  now?: () => Date
}

const METHODS = "OPTIONS, GET, HEAD, PROPFIND, REPORT"
const AT = [paths.dav().slice(0, -1), `${paths.dav()}*`]

const reports: Record<(typeof REPORTS)[number], Report> = {
  "C:calendar-query": calendarQuery,
  "C:calendar-multiget": calendarMultiget,
  "C:free-busy-query": freeBusyQuery,
  "D:sync-collection": syncCollection,
}

/**
 * Read-only CalDAV (RFC 4791) at `/dav/`, for calendar programs that fetch what changed instead of a whole feed. Each event and each
 * session that has a time is a resource of its own, since a resource has one UID (RFC 4791 §4.1). Everything here is public, and an
 * Authorization header is ignored.
 */
export function davApp({ db, origin, now = () => new Date() }: DavDeps): Hono {
  const app = new Hono()
  app.all(paths.davDiscovery.route, c => c.redirect(paths.dav(), 301))
  for (const path of AT) app.use(path, openToAll)
  app.on("OPTIONS", AT, c => c.body(null, 204, { DAV: "1, 3, calendar-access", Allow: METHODS }))
  app.on("PROPFIND", AT, async c => {
    const depth = depthOf(c)
    const request = await readBody(c)
    const resource = await resourceOf(c)
    return xml(c, 207, await propfind({ db, origin, minimal: wantsMinimal(c) }, resource, depth, request))
  })
  app.on("REPORT", AT, async c => {
    const request = await readBody(c)
    if (!request) throw new DavError(400, "the body names no report")
    const resource = await resourceOf(c)
    const report = Object.hasOwn(reports, request.name) && reports[request.name as keyof typeof reports]
    if (!report || resource.kind !== "calendar")
      throw new DavError(403, "there is no such report here", { "D:supported-report": [{}] })
    const body = await report({ db, origin, now, minimal: wantsMinimal(c) }, resource, request)
    if (report === freeBusyQuery) return c.body(body, 200, { "Content-Type": "text/calendar; charset=utf-8" })
    return xml(c, 207, body)
  })
  app.on("GET", AT, async c => download(c, await resourceOf(c, true), origin))
  for (const path of AT) app.all(path, readOnly)
  app.onError((error, c) => {
    if (error instanceof DavError) return errorResponse(c, error)
    if (!isOutage(error)) throw error
    // calendar programs keep their copies and ask again
    return c.text("the database does not answer", 503, { "Retry-After": "30", "Cache-Control": "no-store" })
  })

  async function resourceOf(c: Context, withTexts = false): Promise<Resource> {
    const resource = await resourceAt(db, c.req.path, withTexts)
    if (!resource) throw notFound()
    return resource
  }

  return app
}

const xml = (c: Context, status: number, body: string): Response =>
  c.body(body, status as 207, {
    "Content-Type": "application/xml; charset=utf-8",
    "Cache-Control": "no-cache",
    ...(wantsMinimal(c) && { "Preference-Applied": "return=minimal" }),
  })

const errorResponse = (c: Context, { status, message, condition }: DavError): Response =>
  c.body(xmlDocument("D:error", { ...DECLARATIONS, ...condition, "D:responsedescription": message }), status, {
    "Content-Type": "application/xml; charset=utf-8",
    "Cache-Control": "no-store",
  })

/** Methods that write: 403 and not 401, since signing in would change nothing. */
function readOnly(c: Context): Response {
  c.header("Allow", METHODS)
  return errorResponse(
    c,
    new DavError(403, "This calendar can only be read", {
      "D:need-privileges": {
        "D:resource": { "D:href": c.req.path, "D:privilege": { "D:write": [{}] } },
      },
    }),
  )
}

/** CORS: scripts of any site may read; OPTIONS answers their preflight requests. */
async function openToAll(c: Context, next: () => Promise<void>): Promise<void> {
  await next()
  c.header("Access-Control-Allow-Origin", "*")
  c.header("Access-Control-Expose-Headers", "DAV, ETag, Last-Modified, Preference-Applied")
  if (c.req.method !== "OPTIONS") return
  c.header("Access-Control-Allow-Methods", METHODS)
  c.header("Access-Control-Allow-Headers", "Accept, Brief, Content-Type, Depth, If-Match, If-None-Match, Prefer")
}
