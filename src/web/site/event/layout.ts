import { html } from "hono/html"
import type { WholeEvent } from "../../../domain/event.ts"
import { facts } from "../../components/facts.ts"
import type { Html } from "../../components/html.ts"
import { tagLinks } from "../../components/tags.ts"
import type { Visit } from "../../components/visit.ts"

/** The parts of the page, each empty if the event has nothing for it. */
export interface EventParts {
  /** what changed: cancelled, postponed … */
  change: Html | ""
  /** summary, buttons and image */
  lead: Html
  text: Html | ""
  programme: Html | ""
  /** history and reactions */
  after: Html
  related: Html | ""
}

/** With a programme: the facts in a row, then the programme over the whole width. */
export function wide(
  visit: Visit,
  event: WholeEvent,
  { change, lead, text, programme, after, related }: EventParts,
): Html {
  return html`<div class="stack-l">
${change}${lead}
<section class="card" aria-label="${visit.words.facts.label}">
${facts(visit, event, true)}
</section>
${tagLinks(visit, event)}
${text}
</div>
${programme}
<div class="side even noprint">
<div class="stack">
${after}
</div>
${related}
</div>`
}

/** Without one, or with the agenda of a council: the facts beside the text. */
export function narrow(
  visit: Visit,
  event: WholeEvent,
  { change, lead, text, programme, after, related }: EventParts,
): Html {
  return html`<div class="side">
<div class="stack-l">
${change}${lead}
${text}
${programme}
<div class="stack noprint">
${after}
</div>
</div>
<aside aria-label="${visit.words.facts.label}">
<div class="card">
  <h2>${visit.words.facts.label}</h2>
  ${facts(visit, event, false)}
  ${tagLinks(visit, event)}
</div>
</aside>
</div>
${related}`
}
