import { html } from "hono/html"
import type { Calendar } from "../../../domain/calendar.ts"
import { paths } from "../../../domain/paths.ts"
import { typeset } from "../../../text/typography.ts"
import { followButton, ownAddress } from "../../components/follow.ts"
import { webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { langOf, type Visit } from "../../components/visit.ts"

/** Name, summary, how to follow, account and number of followers. Interviews have no calendar feed to subscribe to. */
export function calendarHeader(visit: Visit, calendar: Calendar, kind: string, followers: number): Html {
  const { words } = visit
  const lang = langOf(visit, calendar.language)
  const feed = webcal(visit.origin, paths.feed(paths.calendarPage(calendar.handle), "ics"))
  const isAgenda = calendar.calendarKind !== "interviews"
  const count = followers > 0 && ` · ${words.calendar.followers(followers)}`
  return html`<div class="stack">
  <p class="small soft">${kind}</p>
  <h1${lang}>${typeset(calendar.name, calendar.language)}</h1>
  ${calendar.summary && html`<p class="lede"${lang}>${typeset(calendar.summary, calendar.language)}</p>`}
  <p class="line">
    ${followButton(visit, calendar, "main")}
    ${isAgenda && html`<a class="btn" href="${feed}">${words.addToCalendar}</a>`}
  </p>
  <p class="small soft">${words.calendar.address} ${ownAddress(visit, calendar)}${count}</p>
</div>`
}
