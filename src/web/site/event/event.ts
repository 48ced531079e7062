import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { eventJsonLd } from "../../../feeds/schema-org.ts"
import type { Db } from "../../../store/db.ts"
import { readObject } from "../../../store/objects.ts"
import { readPublicEvent } from "../../../store/public/events.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { relatedEvents } from "../../../store/public/related-events.ts"
import { capital, typeset } from "../../../text/typography.ts"
import { changeNote } from "../../components/change-note.ts"
import { longDate } from "../../components/dates.ts"
import { crumb, show, title } from "../../components/document.ts"
import { followDialog } from "../../components/follow.ts"
import { gridFirst, placeGrid } from "../../components/grid.ts"
import { address, pageFeeds } from "../../components/head.ts"
import { history } from "../../components/history.ts"
import { ownImage } from "../../components/picture.ts"
import { reactions } from "../../components/reactions.ts"
import { related } from "../../components/related.ts"
import { whereShort } from "../../components/rows.ts"
import { isCouncil } from "../../components/sessions.ts"
import type { WebEnv } from "../../components/visit.ts"
import { goneOrMissing } from "../errors/missing.ts"
import { crumbs, heading } from "./heading.ts"
import { type EventParts, narrow, wide } from "./layout.ts"
import { lead, programmeOf, text } from "./text.ts"

/** The page of an event. */
export const event = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const slug = c.req.param("slug") ?? ""
  const event = isSlug(slug) ? await readPublicEvent(db, { slug }) : null
  if (!event) return goneOrMissing(db, "event", slug)(c)
  const [object, near, interviews] = await Promise.all([
    readObject(db, paths.event(event.id)),
    relatedEvents(db, event, 3),
    publicInterviews(db, { eventId: event.id, limit: 5 }),
  ])
  const possible = placeGrid(event.sessions)
  const grid = possible && (gridFirst(possible) || c.req.query("vue") === "grille") ? possible : null
  const image = ownImage(visit, event.image, paths.eventImage(slug))
  const parts: EventParts = {
    change: changeNote(visit, event),
    lead: lead(visit, event, image),
    text: text(visit, event),
    programme: programmeOf(visit, event, possible, grid),
    after: html`${history(visit, event)}${reactions(visit, object)}`,
    related: related(visit, near, interviews),
  }
  const name = typeset(event.title, event.language)
  const date = capital(longDate(visit, event.when))
  const where = whereShort(visit, event)
  return show(c, {
    title: title(visit, name),
    description: event.summary || (where ? `${date}, ${where}` : date),
    main: html`<div class="wrap">
${crumb(visit, crumbs(visit, event))}
<article class="stack-l">
${heading(visit, event)}
${parts.programme && !isCouncil(event.sessions) ? wide(visit, event, parts) : narrow(visit, event, parts)}
</article>
</div>
${followDialog(visit, event.calendar)}`,
    kind: "article",
    activity: paths.event(event.id),
    creator: address(visit.origin, event.calendar.handle),
    feeds: pageFeeds(paths.eventPage(slug), name, { formats: ["ics", "atom", "json"] }),
    jsonLd: eventJsonLd(event, visit.origin),
    leaves: true,
    ...(grid && { style: grid.style }),
    ...(image && { image }),
  })
}
