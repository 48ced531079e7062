import { html } from "hono/html"
import { isPast, type WholeEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { typeset } from "../../../text/typography.ts"
import { titleBays } from "../../components/bay.ts"
import { longDate, onUsualClock, time, zoneNote } from "../../components/dates.ts"
import type { CrumbStep } from "../../components/document.ts"
import type { Html } from "../../components/html.ts"
import { whereShort } from "../../components/rows.ts"
import { state, states } from "../../components/states.ts"
import { langOf, type Visit } from "../../components/visit.ts"

/** The steps of the breadcrumb: the calendar, and for an event that is over its year in the archives. */
export function crumbs(visit: Visit, event: WholeEvent): CrumbStep[] {
  const { calendar } = event
  const year = event.when.start.slice(0, 4)
  const home = {
    path: paths.calendarPage(calendar.handle),
    label: typeset(calendar.name, calendar.language),
    language: calendar.language,
  }
  return isPast(event, visit.now) ? [home, { path: `${paths.archive()}?annee=${year}`, label: year }] : [home]
}

/** States, title, date in words and place. */
export function heading(visit: Visit, event: WholeEvent): Html {
  const { words } = visit
  const past = isPast(event, visit.now)
  const documented = event.sessions.filter(session => session.documents.length > 0).length
  const labels = [
    ...(past ? [state(words.past, "")] : []),
    ...states(visit, event),
    ...(documented > 0 ? [state(words.documented(documented), "good")] : []),
  ]
  const usual = past ? null : onUsualClock(visit, event)
  const date = time(event.when, longDate(visit, event.when))
  const where = whereShort(visit, event)
  const shown = event.status === "postponed" ? html`<del>${date}</del>, ${words.change.newDateSoon}` : date
  return html`<header class="title">
${titleBays(visit, event)}
<div>
  ${labels.length > 0 && html`<p>${labels.map((label, i) => html`${i > 0 && " "}${label}`)}</p>`}
  <h1${langOf(visit, event.language)}>${typeset(event.title, event.language)}</h1>
  <p class="meta">${shown}${zoneNote(visit, event)}${where && html` · ${where}`}</p>
  ${usual && html`<p class="small soft">${usual}</p>`}
</div>
</header>`
}
