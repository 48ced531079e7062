import { html } from "hono/html"
import type { WholeEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { typeset } from "../../../text/typography.ts"
import { bays } from "../../components/bay.ts"
import { away, longDate, time, zoneNote } from "../../components/dates.ts"
import type { Html } from "../../components/html.ts"
import { whereShort } from "../../components/rows.ts"
import { isCouncil } from "../../components/sessions.ts"
import { states } from "../../components/states.ts"
import { langOf, link, type Visit } from "../../components/visit.ts"

/** The next event, highlighted at the top of the home page. */
export function lead(visit: Visit, event: WholeEvent): Html {
  const { words } = visit
  const page = paths.eventPage(event.slug)
  const open =
    event.sessions.length === 0 ? words.openEvent : isCouncil(event.sessions) ? words.openAgenda : words.openProgramme
  const where = whereFull(visit, event)
  const labels = states(visit, event)
  const date = time(event.when, longDate(visit, event.when))
  return html`<div class="lead">
<div class="wrap">
${bays(visit, event.when, "next", "lead")}
<div class="body">
  <h1>${event.startsAt <= visit.now ? words.now : words.next(away(visit, event.when))}</h1>
  <h2><a href="${link(visit, page)}"${langOf(visit, event.language)}>${typeset(event.title, event.language)}</a></h2>
  <p class="meta">${date}${zoneNote(visit, event)}${where && html`<br>${where}`}</p>
  ${labels.length > 0 && html`<p class="line">${labels}</p>`}
  <p class="line">
    <a class="btn lamp" href="${link(visit, page)}">${open}</a>
    <a class="btn clear" href="${paths.feed(page, "ics")}">${words.addToCalendar}</a>
  </p>
</div>
</div>
</div>`
}

/** `Salle du conseil, 20 avenue de Ségur, Paris` for one venue. */
function whereFull(visit: Visit, event: WholeEvent): string | null {
  const [place, second] = event.places
  if (!place?.street || second || event.status === "moved-online") return whereShort(visit, event)
  return typeset([place.name, place.street, place.locality].filter(Boolean).join(", "), event.language)
}
