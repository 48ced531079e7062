import { type Context, Hono } from "hono"
import { cors } from "hono/cors"
import { FEEDS } from "../../../domain/addresses/feeds.ts"
import { DomainError, notFound } from "../../../domain/errors.ts"
import type { FeedFormat } from "../../../domain/paths.ts"
import { MEDIA_TYPES } from "../../../feeds/data/media-types.ts"
import { answerFeed, versionOf } from "../../../http/feed.ts"
import { problem, STATUS_OF } from "../../../http/problem.ts"
import { explained, sentenceOf } from "../../../text/errors.ts"
import { FORMATS, listingOf } from "./formats.ts"
import { partnerFeed } from "./partners.ts"
import type { Feeding } from "./selection.ts"
import {
  everything,
  ofArchives,
  ofCalendar,
  ofEvent,
  ofOrganiser,
  ofPlace,
  ofSearch,
  ofTag,
  type Select,
} from "./selections.ts"
import { session } from "./session.ts"
import { type FeedVersionCache, feedVersions } from "./version-cache.ts"
import { wholeSite } from "./whole-site.ts"

interface FeedsDeps extends Omit<Feeding, "now"> {
  now?: () => Date
  versionCache: FeedVersionCache
}

const METHODS = ["GET", "HEAD", "OPTIONS"]

/**
 * The feeds of all pages, each at the page's address with the ending of a format. The Accept header is not looked at:
 * calendar programs send anything there.
 */
export function feedsApp({ db, origin, versionCache, now = () => new Date() }: FeedsDeps): Hono {
  const feeding: Feeding = { db, origin, now }
  const app = new Hono()
  app.onError(error => {
    if (!(error instanceof DomainError)) throw error
    const { kind, problems } = error
    const detail = sentenceOf(error)
    if (kind === "not-found" || kind === "gone")
      return problem(STATUS_OF[kind], { type: BLANK, title: capital(detail) })
    return problem(400, { type: BLANK, title: "This address cannot be read", detail, errors: explained(problems) })
  })

  const versions = feedVersions(feeding, versionCache)
  const feed = <Values extends { format: FeedFormat }>(address: FeedAddress<Values>, select: Select<Values>) =>
    only(app, address.route, c => answer(feeding, versions, c, address, select))
  feed(FEEDS.site, everything)
  feed(FEEDS.calendar, ofCalendar)
  feed(FEEDS.archive, ofArchives)
  feed(FEEDS.search, ofSearch)
  feed(FEEDS.event, ofEvent)
  feed(FEEDS.tag, ofTag)
  feed(FEEDS.place, ofPlace)
  feed(FEEDS.organiser, ofOrganiser)
  only(app, FEEDS.session.route, session(feeding))
  only(app, FEEDS.partner.route, partnerFeed(feeding))
  for (const [route, handler] of Object.entries(wholeSite(feeding))) only(app, route, handler)
  return app
}

/** The part of an `Address` that feeds need. */
interface FeedAddress<Values> {
  route: string
  parse(path: string): Values | null
}

async function answer<Values extends { format: FeedFormat }>(
  feeding: Feeding,
  versions: ReturnType<typeof feedVersions>,
  c: Context,
  address: FeedAddress<Values>,
  select: Select<Values>,
): Promise<Response> {
  const { pathname, searchParams } = new URL(c.req.url)
  const values = address.parse(pathname)
  if (!values) throw notFound("address")
  const { response, state } = await versions.recall(c)
  if (response) return response
  const { format } = values
  const selection = await select(feeding, values, c.req.query())
  const listing = listingOf(selection, format)
  const content = await FORMATS[format]({ feeding, selection, listing, query: searchParams })
  const version = versionOf(content)
  if (state !== null) await versions.remember(c, state, version, content)
  const file = { ...content, contentType: MEDIA_TYPES[format], fileName: `${selection.fileName}.${format}` }
  return answerFeed(c, file, version)
}

/** Read only, for scripts of any site (CORS); 405 for other methods. */
function only(app: Hono, path: string, handler: (c: Context) => Promise<Response>): void {
  app.use(path, cors({ origin: "*", allowMethods: METHODS, exposeHeaders: ["ETag", "Last-Modified", "Link"] }))
  app.get(path, handler)
  app.all(path, () => problem(405, { type: BLANK, title: "This can only be read" }, { Allow: METHODS.join(", ") }))
}

/** The type of a problem whose title says everything (RFC 9457 §4.2.1). */
const BLANK = "about:blank"
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
