import { html, raw } from "hono/html"
import type { WholeInterview } from "../../../domain/interview.ts"
import { pageHtml } from "../../../text/markdown/page-html.ts"
import { typeset } from "../../../text/typography.ts"
import { dayWords } from "../../components/dates.ts"
import { followButton } from "../../components/follow.ts"
import type { Html } from "../../components/html.ts"
import { names } from "../../components/interview-cards.ts"
import { silhouette } from "../../components/mark.ts"
import { img, type OwnImage } from "../../components/picture.ts"
import { langOf, type Visit } from "../../components/visit.ts"
import type { Neighbours } from "./neighbours.ts"

/** The text, rendered; without one a link to the site that has it. */
export function text(visit: Visit, { content, language, original }: WholeInterview): Html {
  const { interview: words } = visit.words
  if (content.trim()) {
    return html`<div class="prose"${langOf(visit, language)}>
${raw(pageHtml(content, language, 2))}
</div>`
  }
  return html`<p class="soft">${words.noText}</p>
${original && html`<p><a class="btn main" href="${original.url}">${words.readThere(original.name)}</a></p>`}`
}

/** Portrait, position in the collection, date, title and names. */
export function header(
  visit: Visit,
  interview: WholeInterview,
  { total, newer }: Neighbours,
  portrait: OwnImage | null,
): Html {
  const { interview: words } = visit.words
  const { language, date } = interview
  const lang = langOf(visit, language)
  const position = words.position(total - newer, total)
  return html`<header class="title">
<div class="portrait"${portrait ? lang : raw(' aria-hidden="true"')}>
  ${portrait ? img(portrait, language) : silhouette}
</div>
<div>
  <p class="small soft">${position} · <time datetime="${date}">${dayWords(visit, date)}</time></p>
  <h1${lang}>${typeset(interview.title, language)}</h1>
  ${
    interview.interviewees.length > 0 &&
    html`<p class="meta">${words.exchange} <strong>${names(visit, interview)}</strong></p>`
  }
</div>
</header>`
}

/** Who published the interview first, or else the collection; and how to follow it. */
export function card(visit: Visit, { original, calendar }: WholeInterview): Html {
  const { interview: words } = visit.words
  const follow = html`<p class="line">${followButton(visit, calendar, "", words.follow)}</p>`
  const { name, summary, language } = calendar
  const lang = langOf(visit, language)
  return original
    ? html`<div class="card">
  <h2>${words.with}</h2>
  <p>
    <a href="${original.url}">${typeset(original.name, language)}</a><br>
    <span class="small soft">${words.original}</span>
  </p>
  ${follow}
</div>`
    : html`<div class="card">
  <h2${lang}>${typeset(name, language)}</h2>
  <p${lang}>${typeset(summary, language)}</p>
  ${follow}
</div>`
}
