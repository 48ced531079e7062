import type { Context } from "hono"
import { isSlug } from "../domain/calendar.ts"
import type { Image } from "../domain/image.ts"
import { localPath } from "../domain/paths.ts"
import type { Db } from "../store/db.ts"
import { readEvent } from "../store/events.ts"
import { readInterview } from "../store/interviews.ts"
import { missing } from "./missing.ts"
import type { GuardedFetch } from "./remote-follow.ts"
import type { WebEnv } from "./visit.ts"

/** Raster images only: an SVG can hold scripts. */
const TYPES = ["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"]

const MOST_BYTES = 10 * 1024 * 1024

export const eventImage = (db: Db, guardedFetch: GuardedFetch) => async (c: Context<WebEnv>) => {
  const slug = c.req.param("slug") ?? ""
  const event = isSlug(slug) ? await readEvent(db, { slug }) : null
  return passOn(c, db, guardedFetch, event?.state === "published" ? event.image : null)
}

export const interviewPortrait = (db: Db, guardedFetch: GuardedFetch) => async (c: Context<WebEnv>) => {
  const slug = c.req.param("slug") ?? ""
  const interview = isSlug(slug) ? await readInterview(db, { slug }) : null
  return passOn(c, db, guardedFetch, interview?.state === "published" ? interview.portrait : null)
}

/**
 * An image that lies on another site, handed on by this one: that site does not learn who reads our pages. Only images that
 * our own content names are fetched, so this is nobody's proxy.
 */
async function passOn(c: Context<WebEnv>, db: Db, guardedFetch: GuardedFetch, image: Image | null) {
  if (!image || localPath(c.get("visit").origin, image.url) !== null) return missing(db)(c)
  const accept = TYPES.join(", ")
  const answer = await guardedFetch(image.url, {
    accept,
    mediaTypes: TYPES,
    maxBytes: MOST_BYTES,
    totalTimeout: 10_000,
  }).catch(() => null)
  if (answer?.status !== 200) return missing(db)(c)
  const type = String(answer.headers["content-type"]).split(";")[0]!.trim().toLowerCase()
  return c.body(new Uint8Array(answer.body), 200, {
    "Content-Type": type,
    "Cache-Control": "public, max-age=86400",
    "Content-Security-Policy": "default-src 'none'; sandbox",
  })
}
