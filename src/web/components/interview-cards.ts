import { html } from "hono/html"
import type { WholeInterview } from "../../domain/interview.ts"
import { paths } from "../../domain/paths.ts"
import { typeset } from "../../text/typography.ts"
import { dayWords } from "./dates.ts"
import type { Html } from "./html.ts"
import { interviewCalendars, langOf, link, type Visit } from "./visit.ts"

export const names = (visit: Visit, interview: Pick<WholeInterview, "interviewees">): string =>
  new Intl.ListFormat(visit.language, { type: "conjunction" }).format(interview.interviewees)

/** The title of an interview, leading to its page. */
export function interviewLink(visit: Visit, { slug, title, language }: WholeInterview): Html {
  const page = link(visit, paths.interviewPage(slug))
  return html`<a href="${page}"${langOf(visit, language)}>${typeset(title, language)}</a>`
}

export const interviewCards = (visit: Visit, interviews: WholeInterview[], columns: "two" | "three" = "three"): Html =>
  html`<ul class="cols ${columns}">
  ${interviews.map(interview => card(visit, interview))}
</ul>`

function card(visit: Visit, interview: WholeInterview): Html {
  return html`<li class="card">
  <p class="small soft"><time datetime="${interview.date}">${dayWords(visit, interview.date)}</time></p>
  <h3>${interviewLink(visit, interview)}</h3>
  ${interview.interviewees.length > 0 && html`<p>${visit.words.interview.exchange} ${names(visit, interview)}</p>`}
</li>`
}

/** The latest interviews at the foot of the home page. */
export function interviewBand(visit: Visit, interviews: WholeInterview[], total: number): Html | "" {
  const [calendar] = interviewCalendars(visit.site)
  if (!calendar || interviews.length === 0) return ""
  const all = link(visit, paths.calendarPage(calendar.handle))
  const lang = langOf(visit, calendar.language)
  return html`<div class="sunk band">
<section class="wrap stack" aria-labelledby="h-ent">
  <h2 id="h-ent"${lang}>${typeset(calendar.name, calendar.language)}</h2>
  ${interviewCards(visit, interviews)}
  ${total > interviews.length && html`<p><a href="${all}">${visit.words.interviewsAll(total)}</a></p>`}
</section>
</div>`
}
