import { html } from "hono/html"
import type { WholeEvent } from "../../domain/event.ts"
import type { News } from "../../domain/news.ts"
import { instantWords, nearDate } from "./dates.ts"
import type { Html } from "./html.ts"
import { reason } from "./reason.ts"
import type { Visit } from "./visit.ts"

/** Everything that was announced about an event, newest first, and when it was published. */
export function history(visit: Visit, event: WholeEvent): Html {
  const { history: words } = visit.words
  const zone = event.calendar.timeZone
  const published = event.publishedAt ?? event.createdAt
  const changes = event.news.filter(news => news.kind !== "reminder")
  return html`<section class="stack" aria-labelledby="historique">
  <h2 id="historique">${words.title}</h2>
  <ol class="log">
    ${changes.map(news => changeEntry(visit, news, zone))}
    <li>
      <time datetime="${published.toISOString()}">${instantWords(visit, published, zone).day}</time><br>
      ${published >= event.overAt ? words.archived : words.announced}
    </li>
  </ol>
</section>`
}

function changeEntry(visit: Visit, news: News, timeZone: string): Html {
  const { day, hour } = instantWords(visit, news.publishedAt, timeZone)
  return html`<li>
  <time datetime="${news.publishedAt.toISOString()}">${visit.words.history.at(day, hour)}</time><br>
  ${sentence(visit, news)}${reason(visit, news)}
</li>`
}

const sentence = (visit: Visit, news: News): string => {
  const { history: words } = visit.words
  return news.kind === "rescheduled" && news.before
    ? words.rescheduledFrom(nearDate(visit, news.before))
    : words[news.kind]
}
