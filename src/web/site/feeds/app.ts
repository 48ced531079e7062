import { type Context, Hono } from "hono"
import { cors } from "hono/cors"
import { DomainError } from "../../../domain/errors.ts"
import { FEED_FORMATS, type FeedFormat, PARTNER_FORMATS, SESSION_FORMATS } from "../../../domain/paths.ts"
import { MEDIA_TYPES } from "../../../feeds/data/media-types.ts"
import { answerFeed, versionOf } from "../../../http/feed.ts"
import { problem, STATUS_OF } from "../../../http/problem.ts"
import { explained, sentenceOf } from "../../../text/errors.ts"
import { FORMATS, listingOf } from "./formats.ts"
import { partnerFeed } from "./partners.ts"
import {
  type Choose,
  everything,
  type Feeding,
  ofArchives,
  ofCalendar,
  ofEvent,
  ofOrganiser,
  ofPlace,
  ofSearch,
  ofTag,
} from "./selections.ts"
import { session } from "./session.ts"
import { type FeedVersionCache, feedVersions } from "./version-cache.ts"
import { wholeSite } from "./whole-site.ts"

export interface FeedsDeps extends Omit<Feeding, "now"> {
  now?: () => Date
  versionCache: FeedVersionCache
}

const METHODS = ["GET", "HEAD", "OPTIONS"]
const ENDING = `\\.(?:${FEED_FORMATS.join("|")})`

/**
 * What a page shows, for programs: its address and the ending of a format. They are answered whatever the Accept header
 * says: programs that read calendars say anything there.
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

  const pages: Record<string, Choose> = {
    [`/:file{tout${ENDING}}`]: everything,
    [`/:file{@[a-z0-9_]+${ENDING}}`]: ofCalendar,
    [`/:file{archives${ENDING}}`]: ofArchives,
    [`/:file{recherche${ENDING}}`]: ofSearch,
    [`/e/:file{[a-z0-9-]+${ENDING}}`]: ofEvent,
    [`/tags/:file{.+${ENDING}}`]: ofTag,
    [`/lieux/:file{[a-z0-9-]+${ENDING}}`]: ofPlace,
    [`/organisateurs/:file{.+${ENDING}}`]: ofOrganiser,
  }
  const versions = feedVersions(feeding, versionCache)
  for (const [path, choose] of Object.entries(pages)) only(app, path, c => answer(feeding, versions, c, choose))
  only(app, `/e/:slug/programme/:file{[a-z0-9-]+\\.(?:${SESSION_FORMATS.join("|")})}`, session(feeding))
  only(app, `/partenaires/:file{.+\\.(?:${PARTNER_FORMATS.join("|")})}`, partnerFeed(feeding))
  for (const [path, handler] of Object.entries(wholeSite(feeding))) only(app, path, handler)
  return app
}

async function answer(
  feeding: Feeding,
  versions: ReturnType<typeof feedVersions>,
  c: Context,
  choose: Choose,
): Promise<Response> {
  const file = c.req.param("file") ?? ""
  const dot = file.lastIndexOf(".")
  const format = file.slice(dot + 1) as FeedFormat
  const { response, state } = await versions.recall(c)
  if (response) return response
  const chosen = await choose(feeding, c, file.slice(0, dot))
  const made = await FORMATS[format]({
    feeding,
    chosen,
    listing: listingOf(chosen, format),
    query: new URL(c.req.url).searchParams,
  })
  const version = versionOf(made)
  if (state !== null) await versions.remember(c, state, version, made)
  const feed = { ...made, contentType: MEDIA_TYPES[format], fileName: `${chosen.fileName}.${format}` }
  return answerFeed(c, feed, version)
}

/** Any site's script may read it, and nobody may do anything else. */
function only(app: Hono, path: string, handler: (c: Context) => Promise<Response>): void {
  app.use(path, cors({ origin: "*", allowMethods: METHODS, exposeHeaders: ["ETag", "Last-Modified", "Link"] }))
  app.get(path, handler)
  app.all(path, () => problem(405, { type: BLANK, title: "This can only be read" }, { Allow: METHODS.join(", ") }))
}

/** The type of a problem whose title says everything (RFC 9457 §4.2.1). */
const BLANK = "about:blank"
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
