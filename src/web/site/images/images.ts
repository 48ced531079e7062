import type { Context } from "hono"
import type { Image } from "../../../domain/image.ts"
import { localPath } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { answer } from "../../../http/answer.ts"
import type { Db } from "../../../store/db.ts"
import { readPublicEvent } from "../../../store/public/events.ts"
import { readPublicInterview } from "../../../store/public/interviews.ts"
import type { WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import type { FetchImage } from "./remote-images.ts"

export const eventImage = (db: Db, fetchImage: FetchImage) => async (c: Context<WebEnv>) => {
  const slug = c.req.param("slug") ?? ""
  const event = isSlug(slug) ? await readPublicEvent(db, { slug }) : null
  return passOn(c, db, fetchImage, event?.image ?? null)
}

export const interviewPortrait = (db: Db, fetchImage: FetchImage) => async (c: Context<WebEnv>) => {
  const slug = c.req.param("slug") ?? ""
  const interview = isSlug(slug) ? await readPublicInterview(db, { slug }) : null
  return passOn(c, db, fetchImage, interview?.portrait ?? null)
}

/**
 * An image that lies on another site, handed on by this one: that site does not learn who reads our pages. Only images
 * that our own content names are fetched, so this is nobody's proxy.
 */
async function passOn(c: Context<WebEnv>, db: Db, fetchImage: FetchImage, image: Image | null) {
  const elsewhere = image && localPath(c.get("visit").origin, image.url) === null ? await fetchImage(image.url) : null
  if (!elsewhere) return missing(db)(c)
  return answer(c, elsewhere.bytes, {
    headers: { "Cache-Control": "public, max-age=86400" },
    content: { "Content-Type": elsewhere.type, "Content-Security-Policy": "default-src 'none'; sandbox" },
  })
}
