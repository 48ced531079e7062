import type { Context } from "hono"
import { notFound } from "../../../domain/errors.ts"
import { absolute, paths, type SessionFormat } from "../../../domain/paths.ts"
import type { Session } from "../../../domain/programme.ts"
import { sessionJsonLd } from "../../../feeds/data/json-ld.ts"
import { MEDIA_TYPES } from "../../../feeds/data/media-types.ts"
import { jCal } from "../../../feeds/ical/jcal.ts"
import { answerFeed } from "../../../http/feed.ts"
import { readSessionText } from "../../../store/public/calendar-texts.ts"
import { isFull, written } from "./calendar.ts"
import { lastModifiedOf } from "./changes.ts"
import { newest } from "./head.ts"
import type { Request } from "./request.ts"
import { type Chosen, type Feeding, ofEvent } from "./selections.ts"

/**
 * One session, for who does not want the whole programme. Its calendar stays at the same address and with the same UID
 * wherever the session is moved; it is empty while only the order of the programme is known.
 */
export const session = (feeding: Feeding) => async (c: Context) => {
  const { db, origin } = feeding
  const file = c.req.param("file") ?? ""
  const dot = file.lastIndexOf(".")
  const format = file.slice(dot + 1) as SessionFormat
  const event = await ofEvent(feeding, c, c.req.param("slug") ?? "")
  const found = event.event!.sessions.find(({ slug }) => slug === file.slice(0, dot))
  if (!found) throw notFound("session")
  const chosen = ofSession(event, found, origin)
  const source = absolute(origin, paths.sessionFeed(event.fileName, found.slug, format))
  const listing = { ...chosen.head, source }
  const request: Request = { feeding, chosen, listing, query: new URL(c.req.url).searchParams }

  async function calendar(): Promise<Buffer> {
    const text = await readSessionText(db, found!.id)
    return written(request, text ? [text] : [], isFull(request.query))
  }
  const body = {
    ics: calendar,
    jcal: async () => jCal(await calendar()),
    jsonld: async () => sessionJsonLd(listing, found, chosen.event!),
  }[format]
  return answerFeed(c, {
    body: await body(),
    contentType: MEDIA_TYPES[format],
    fileName: `${event.fileName}-${found.slug}.${format}`,
    lastModified: await lastModifiedOf(request),
  })
}

/** What it says of itself; the rest is its event's. */
function ofSession(chosen: Chosen, session: Session, origin: string): Chosen {
  const { head, event } = chosen
  const updatedAt = newest([head.updatedAt, session.changedAt])
  const page = absolute(origin, paths.session(event!.slug, session.slug))
  return { ...chosen, head: { ...head, name: session.title, description: session.summary, page, updatedAt } }
}
