import type { Context } from "hono"
import { FEEDS } from "../../../domain/addresses/feeds.ts"
import { notFound } from "../../../domain/errors.ts"
import { absolute, paths } from "../../../domain/paths.ts"
import type { Session } from "../../../domain/programme.ts"
import { sessionJsonLd } from "../../../feeds/data/json-ld.ts"
import { MEDIA_TYPES } from "../../../feeds/data/media-types.ts"
import { jCal } from "../../../feeds/ical/jcal.ts"
import { answerFeed } from "../../../http/feed.ts"
import { readSessionText } from "../../../store/public/calendar-texts.ts"
import { isFull, written } from "./calendar.ts"
import { lastModifiedOf } from "./changes.ts"
import { newest } from "./head.ts"
import type { FeedRequest } from "./request.ts"
import type { Feeding, FeedSelection } from "./selection.ts"
import { ofEvent } from "./selections.ts"

/**
 * The feed of one session. Its address and UID stay the same wherever the session is moved; it is empty while the
 * session has no time.
 */
export const session = (feeding: Feeding) => async (c: Context) => {
  const { db, origin } = feeding
  const { pathname, searchParams } = new URL(c.req.url)
  const { slug, session: sessionSlug, format } = FEEDS.session.parse(pathname) ?? {}
  if (!slug || !format) throw notFound("address")
  const ofWhole = await ofEvent(feeding, { slug }, {})
  const event = ofWhole.event!
  const session = event.sessions.find(one => one.slug === sessionSlug)
  if (!session) throw notFound("session")
  const selection = ofSession(ofWhole, session, origin)
  const source = absolute(origin, paths.sessionFeed(slug, session.slug, format))
  const listing = { ...selection.head, source }
  const request: FeedRequest = { feeding, selection, listing, query: searchParams }

  async function calendar(): Promise<Buffer> {
    const text = await readSessionText(db, session!.id)
    return written(request, text ? [text] : [], isFull(request.query))
  }
  const body = {
    ics: calendar,
    jcal: async () => jCal(await calendar()),
    jsonld: async () => sessionJsonLd(listing, session, event),
  }[format]
  return answerFeed(c, {
    body: await body(),
    contentType: MEDIA_TYPES[format],
    fileName: `${slug}-${session.slug}.${format}`,
    lastModified: await lastModifiedOf(request),
  })
}

/** The selection of its event, with the session's own name, summary and page. */
function ofSession(selection: FeedSelection, session: Session, origin: string): FeedSelection {
  const { head, event } = selection
  const updatedAt = newest([head.updatedAt, session.changedAt])
  const page = absolute(origin, paths.session(event!.slug, session.slug))
  return { ...selection, head: { ...head, name: session.title, description: session.summary, page, updatedAt } }
}
