import { html, raw } from "hono/html"
import { isPast, type WholeEvent } from "../../../domain/event.ts"
import { absolute, paths } from "../../../domain/paths.ts"
import { pageHtml } from "../../../text/markdown/page-html.ts"
import { typeset } from "../../../text/typography.ts"
import { copyButton, followButton } from "../../components/follow.ts"
import type { Grid } from "../../components/grid.ts"
import type { Html } from "../../components/html.ts"
import { figure, type OwnImage } from "../../components/picture.ts"
import { agendaSection, programmeSection } from "../../components/programme.ts"
import { isCouncil } from "../../components/sessions.ts"
import { langOf, link, type Visit } from "../../components/visit.ts"

/** The summary, the buttons and the image. */
export function lead(visit: Visit, event: WholeEvent, image: OwnImage | null): Html {
  const { summary, language } = event
  return html`${summary && html`<p class="lede"${langOf(visit, language)}>${typeset(summary, language)}</p>`}
${actions(visit, event)}
${image && figure(visit, image, language)}`
}

/** The description, rendered; empty without one. */
export const text = (visit: Visit, { description, language }: WholeEvent): Html | "" =>
  description &&
  html`<section class="prose"${langOf(visit, language)}>
${raw(pageHtml(description, language, 2))}
</section>`

/** Before the event: add it to a calendar, follow. After it: see the sessions that have documents. */
function actions(visit: Visit, event: WholeEvent): Html {
  const { words } = visit
  const page = paths.eventPage(event.slug)
  const copy = (tone: string) => copyButton(visit, absolute(visit.origin, link(visit, page)), words.copy, tone)
  if (isPast(event, visit.now)) {
    const documented = event.sessions.some(session => session.documents.length > 0)
    return html`<p class="line noprint">
  ${documented && html`<a class="btn main" href="#programme">${words.actions.sessions}</a>`}
  ${copy("")}
</p>`
  }
  // calendars that already have a cancelled event learn of it from the feed; it is not offered to others
  const offered = event.status !== "cancelled"
  return html`<p class="line noprint">
  ${offered && html`<a class="btn main" href="${paths.feed(page, "ics")}">${words.addToCalendar}</a>`}
  ${followButton(visit, event.calendar, "")}
  ${copy("plain")}
</p>`
}

/** The programme, or the agenda of a council; empty without sessions. */
export function programmeOf(visit: Visit, event: WholeEvent, possible: Grid | null, shown: Grid | null): Html | "" {
  if (event.sessions.length === 0) return ""
  return isCouncil(event.sessions) ? agendaSection(visit, event) : programmeSection(visit, event, possible, shown)
}
