import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { interviewJsonLd } from "../../../feeds/schema-org.ts"
import type { Db } from "../../../store/db.ts"
import { readObject } from "../../../store/objects.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { readPublicInterview } from "../../../store/public/interviews.ts"
import { typeset } from "../../../text/typography.ts"
import { crumb, show, title } from "../../components/document.ts"
import { followDialog } from "../../components/follow.ts"
import { address } from "../../components/head.ts"
import { names } from "../../components/interview-cards.ts"
import { ownImage } from "../../components/picture.ts"
import { reactions } from "../../components/reactions.ts"
import { rows } from "../../components/rows.ts"
import { tagLinks } from "../../components/tags.ts"
import { player, video } from "../../components/video.ts"
import { langOf, type WebEnv } from "../../components/visit.ts"
import { goneOrMissing } from "../errors/missing.ts"
import { neighbourNav, readNeighbours } from "./neighbours.ts"
import { card, header, text } from "./parts.ts"

/** The page of an interview. */
export const interview = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const slug = c.req.param("slug") ?? ""
  const interview = isSlug(slug) ? await readPublicInterview(db, { slug }) : null
  if (!interview) return goneOrMissing(db, "interview", slug)(c)
  const [neighbours, object, events] = await Promise.all([
    readNeighbours(db, interview),
    readObject(db, paths.interview(interview.id)),
    interview.eventId ? publicEvents(db, { ids: [interview.eventId] }) : [],
  ])
  const { language, calendar } = interview
  const name = typeset(interview.title, language)
  const calendarName = typeset(calendar.name, calendar.language)
  const portrait = ownImage(visit, interview.portrait, paths.interviewPortrait(slug))
  // with neither text nor video the columns are of the same width: the first one has little to hold
  const sparse = !interview.content.trim() && !interview.videoUrl
  const recording = interview.videoUrl ? video(interview.videoUrl) : null
  const recordedAt = html`<section class="stack" aria-labelledby="h-event">
  <h2 id="h-event">${visit.words.interview.event}</h2>
  ${rows(visit, events, { level: 3, tags: false })}
</section>`
  return show(c, {
    title: title(visit, name),
    description: interview.summary || `${visit.words.interview.exchange} ${names(visit, interview)}`,
    current: "interviews",
    main: html`<div class="wrap">
${crumb(visit, [{ path: paths.calendarPage(calendar.handle), label: calendarName, language: calendar.language }])}
<article>
${header(visit, interview, neighbours, portrait)}
<div class="side${sparse && " even"}">
<div class="stack-l">
<div class="prose">
${interview.summary && html`<p class="lede"${langOf(visit, language)}>${typeset(interview.summary, language)}</p>`}
${recording && player(visit, recording)}
${text(visit, interview)}
</div>
${tagLinks(visit, interview)}
${reactions(visit, object)}
${sparse && card(visit, interview)}
</div>
<aside class="stack-l" aria-label="${visit.words.interview.around}">
${!sparse && card(visit, interview)}
${events.length > 0 && recordedAt}
${neighbourNav(visit, interview, neighbours)}
</aside>
</div>
</article>
</div>
${followDialog(visit, calendar)}`,
    kind: "article",
    activity: paths.interview(interview.id),
    creator: address(visit.origin, calendar.handle),
    jsonLd: interviewJsonLd(interview, visit.origin),
    leaves: true,
    ...(interview.original && { canonical: interview.original.url }),
    ...(recording?.embed && { frame: recording.origin }),
    ...(portrait && { image: portrait }),
  })
}
