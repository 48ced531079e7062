import type { Context, Handler, Next } from "hono"
import { absolute } from "../src/domain/paths.ts"
import type { Db } from "../src/store/db.ts"
import { readObject, type StoredObject } from "../src/store/objects.ts"
import { LD_JSON, markVaried, negotiate } from "./negotiate.ts"
import { problem } from "./problem.ts"

export interface Serving {
  db: Db
  /** every id and link starts with it, whatever the request's Host says */
  origin: string
  now(): Date
}

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
const WHOLE_UUID = new RegExp(`^${UUID}$`)
export const isUuid = (text: string | undefined): text is string => text !== undefined && WHOLE_UUID.test(text)
/** What our ids look like; anything else never reaches the database. */
const ID = new RegExp(
  `^/(?:(?:events|interviews|news|videos)/${UUID}|places/${UUID}/v[1-9][0-9]{0,8}|actors/[a-z0-9_]{1,30})$`,
)

/** What is stored may change with every edit: caches keep it and ask again, which an ETag makes cheap. */
export const REVALIDATED = "public, no-cache"
/** A place of a given version never changes. */
const IMMUTABLE = "public, max-age=86400, immutable"

/**
 * Answers one of our ids with the stored bytes, at exactly that id. A browser is sent to the page (303), what was deleted is
 * 410 with its Tombstone, and a draft is 404 like what never was: only published things have a row.
 */
export const serveObject =
  ({ db, origin }: Serving): Handler =>
  async (c, next) => {
    if (!ID.test(c.req.path)) return missing(c, next)
    const { media } = negotiate(c.req.header("Accept"))
    const row = await readObject(db, c.req.path)
    if (!row) return missing(c, next)
    if (media === "text/html" && row.page) return toPage(absolute(origin, row.page))
    if (media === null) return notAcceptable()
    const type = media === "text/html" ? undefined : media
    return activityJson(withCounts(row), {
      type,
      status: row.gone ? 410 : 200,
      etag: etagOf(row, type === LD_JSON),
      cache: row.type === "Place" ? IMMUTABLE : REVALIDATED,
    })
  }

/** 404 for who asks for ActivityPub; a browser gets the site's own page, as for any wrong address. */
export async function missing(c: Context, next: Next): Promise<Response | undefined> {
  const { media } = negotiate(c.req.header("Accept"))
  if (media !== "text/html") return problem(404, "nothing was ever published here")
  await next()
  markVaried(c)
  return undefined
}

export const notAcceptable = (): Response =>
  problem(406, "this address answers application/activity+json, application/ld+json and text/html")

/** The ETag of collections and other made answers is added from their bytes. */
export function activityJson(
  body: string,
  {
    type = "application/activity+json",
    status = 200,
    etag,
    cache = REVALIDATED,
  }: { type?: string; status?: number; etag?: string; cache?: string } = {},
): Response {
  const headers: Record<string, string> = { "Content-Type": type, "Cache-Control": cache, Vary: "Accept" }
  if (etag) headers.ETag = etag
  return new Response(body, { status, headers })
}

export const toPage = (location: string): Response =>
  new Response(null, { status: 303, headers: { Location: location, Vary: "Accept", "Cache-Control": REVALIDATED } })

/** The key of an embedded collection, then its properties up to the count: a quote inside a text is escaped, so no text matches. */
const EMBEDDED_COUNT = /"(likes|shares|replies)":\{[^{}]*?"totalItems":0/g

/** Puts the counts of now into the stored bytes, which were rendered with noughts; nothing is parsed. */
export function withCounts(row: Pick<StoredObject, "body" | "likes" | "shares" | "replies">): string {
  if (row.likes + row.shares + row.replies === 0) return row.body
  return row.body.replace(
    EMBEDDED_COUNT,
    (found, kind: "likes" | "shares" | "replies") => found.slice(0, -1) + row[kind],
  )
}

/** The counts are part of it, and each media type has its own (RFC 9110 §8.8.3). */
function etagOf(row: StoredObject, ld: boolean): string {
  const counts = row.likes + row.shares + row.replies === 0 ? "" : `.${row.likes}.${row.shares}.${row.replies}`
  return `"${row.etag}${counts}${ld ? ".ld" : ""}"`
}
