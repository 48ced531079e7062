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

/** The image of an event. */
export const eventImage = (db: Db, fetchImage: FetchImage) => async (c: Context<WebEnv>) => {
  const slug = c.req.param("slug") ?? ""
  const event = isSlug(slug) ? await readPublicEvent(db, { slug }) : null
  return passOn(c, db, fetchImage, event?.image ?? null)
}

/** The portrait of an interview. */
export const interviewPortrait = (db: Db, fetchImage: FetchImage) => async (c: Context<WebEnv>) => {
  const slug = c.req.param("slug") ?? ""
  const interview = isSlug(slug) ? await readPublicInterview(db, { slug }) : null
  return passOn(c, db, fetchImage, interview?.portrait ?? null)
}

/**
 * Passes on an image of another site, so that the other site does not learn who visits the page. Only images of public
 * events and interviews are fetched: this is no open proxy.
 */
async function passOn(c: Context<WebEnv>, db: Db, fetchImage: FetchImage, image: Image | null) {
  const remote = image && localPath(c.get("visit").origin, image.url) === null ? await fetchImage(image.url) : null
  if (!remote) return missing(db)(c)
  return answer(c, remote.bytes, {
    headers: { "Cache-Control": "public, max-age=86400" },
    content: { "Content-Type": remote.type, "Content-Security-Policy": "default-src 'none'; sandbox" },
  })
}
