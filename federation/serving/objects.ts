import type { Handler } from "hono"
import { absolute } from "../../src/domain/paths.ts"
import { LD_JSON, negotiate } from "../../src/http/negotiation.ts"
import { publicAnswer, publicRedirect } from "../../src/http/public.ts"
import { readObject, type StoredObject } from "../../src/store/objects.ts"
import { withCounts } from "./counts.ts"
import { missing, notAcceptable } from "./missing.ts"
import type { Serving } from "./serving.ts"

/** A version of a place never changes. */
const IMMUTABLE = "public, max-age=86400, immutable"

/**
 * Answers one of our ids, whose form the router has checked, with the stored bytes. A browser is redirected to the page (303), a deleted object is
 * answered with 410 and its Tombstone, and a draft with 404: only published objects have a row.
 */
export const serveObject =
  ({ db, origin }: Serving): Handler =>
  async (c, next) => {
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

/** Covers the counts, and differs between the media types (RFC 9110 §8.8.3). */
function etagOf(row: StoredObject, ld: boolean): string {
  const counts = row.likes + row.shares + row.replies === 0 ? "" : `.${row.likes}.${row.shares}.${row.replies}`
  return `"${row.etag}${counts}${ld ? ".ld" : ""}"`
}
