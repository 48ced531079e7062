import { html } from "hono/html"
import type { Calendar } from "../../../domain/calendar.ts"
import { paths } from "../../../domain/paths.ts"
import { typeset } from "../../../text/typography.ts"
import { followButton } from "../../components/follow.ts"
import { webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { langOf, link, onlyCalendar, type Visit } from "../../components/visit.ts"

/** Beside the list of the home page: how to follow, and the calendars. */
export function homeAside(visit: Visit): Html {
  const { words, site } = visit
  const { followCard } = words
  const calendars = html`<section class="stack" aria-labelledby="h-cal">
  <h2 id="h-cal">${words.calendars}</h2>
  <ul class="stack">${site.calendars.map(calendar => entry(visit, calendar))}</ul>
</section>`
  return html`<aside class="stack-l" aria-label="${words.followAside}">
<section class="card" aria-labelledby="h-suivre">
  <h2 id="h-suivre">${followCard.title}</h2>
  <p>${followCard.text}</p>
  <p>${followButton(visit, onlyCalendar(site), "main")}</p>
  <p><a class="btn" href="${webcal(visit.origin, paths.feed(paths.home(), "ics"))}">${words.addToCalendar}</a></p>
  <p class="small"><a href="${link(visit, paths.follow())}#autres">${followCard.other}</a></p>
</section>
${site.calendars.length > 0 && calendars}
</aside>`
}

function entry(visit: Visit, { handle, name, summary, language }: Calendar): Html {
  const lang = langOf(visit, language)
  const page = link(visit, paths.calendarPage(handle))
  return html`<li>
  <h3><a href="${page}"${lang}>${typeset(name, language)}</a></h3>
  ${summary && html`<p class="soft"${lang}>${typeset(summary, language)}</p>`}
</li>`
}
