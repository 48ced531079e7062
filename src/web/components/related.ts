import { html } from "hono/html"
import type { ListedEvent } from "../../domain/event.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { Html } from "./html.ts"
import { interviewLink, names } from "./interview-cards.ts"
import { rows } from "./rows.ts"
import type { Visit } from "./visit.ts"

/** Interviews recorded at an event, and the events that belong with it. */
export function related(visit: Visit, events: ListedEvent[], interviews: WholeInterview[]): Html | "" {
  if (events.length === 0 && interviews.length === 0) return ""
  const entry = (interview: WholeInterview) => html`<li>
  ${interviewLink(visit, interview)}<br>
  <span class="small soft">${visit.words.interview.exchange} ${names(visit, interview)}</span>
</li>`
  return html`<section class="stack noprint" aria-labelledby="lie">
  <h2 id="lie">${visit.words.related}</h2>
  ${interviews.length > 0 && html`<ul class="stack">${interviews.map(entry)}</ul>`}
  ${events.length > 0 && rows(visit, events, { level: 3, tags: false })}
</section>`
}
