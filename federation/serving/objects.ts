import type { Handler } from "hono"
import { absolute } from "../../src/domain/paths.ts"
import { LD_JSON, negotiate } from "../../src/http/negotiation.ts"
import { publicAnswer, publicRedirect } from "../../src/http/public.ts"
import { readObject, type StoredObject } from "../../src/store/objects.ts"
import { missing, notAcceptable } from "./missing.ts"
import { type Serving, UUID } from "./serving.ts"

/** What our ids look like; anything else never reaches the database. */
const ID = new RegExp(
  `^/(?:(?:events|interviews|news|videos|quotes)/${UUID}|places/${UUID}/v[1-9][0-9]{0,8}|actors/[a-z0-9_]{1,30})$`,
)

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
    if (media === "text/html" && row.page) return publicRedirect(303, absolute(origin, row.page))
    if (media === null) return notAcceptable()
    const type = media === "text/html" ? undefined : media
    return publicAnswer(c, withCounts(row), {
      type,
      status: row.gone ? 410 : 200,
      etag: etagOf(row, type === LD_JSON),
      ...(row.type === "Place" && { cache: IMMUTABLE }),
    })
  }

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
