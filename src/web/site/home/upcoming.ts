import { html, raw } from "hono/html"
import type { ListedEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { firstDay } from "../../../domain/time.ts"
import { capital } from "../../../text/typography.ts"
import { monthWords, today } from "../../components/dates.ts"
import type { Html } from "../../components/html.ts"
import { rows } from "../../components/rows.ts"
import { link, type Visit } from "../../components/visit.ts"
import { type Choice, choiceOf, queryOf } from "../queries.ts"

/** Events under the month in which they begin; one that began earlier and is not over is under the current month. */
export function upcomingByMonth(visit: Visit, events: ListedEvent[]): Html[] {
  const months = Map.groupBy(events, event => {
    const first = firstDay(event.when).toPlainYearMonth()
    const current = today(visit, event.when.timeZone).toPlainYearMonth()
    return (Temporal.PlainYearMonth.compare(first, current) < 0 ? current : first).toString()
  })
  return [...months].map(([month, ones]) => {
    const name = capital(monthWords(visit, Temporal.PlainYearMonth.from(month)))
    return html`<section class="stack" aria-labelledby="m${month}">
  <h2 id="m${month}">${name}</h2>
  ${rows(visit, ones, { level: 3 })}
</section>
`
  })
}

const NO_CHOICE = choiceOf({})

/** Links that narrow the list of the home page. @param anyOnline whether there are events online */
export function chips(visit: Visit, choice: Choice, localities: string[], anyOnline: boolean): Html {
  const { filters } = visit.words
  const chip = (change: Partial<Choice>, label: string) => {
    const query = queryOf(NO_CHOICE, change)
    const current = query === queryOf(choice)
    const address = link(visit, paths.home()) + query
    return html`<li><a class="chip" href="${address}"${current && raw(' aria-current="page"')}>${label}</a></li>`
  }
  return html`<nav aria-label="${filters.label}">
  <ul class="chips">
    ${chip({}, filters.all)}
    ${chip({ week: true }, filters.week)}
    ${anyOnline && chip({ online: true }, filters.online)}
    ${localities.map(place => chip({ place }, place))}
  </ul>
</nav>`
}

/** In place of an empty list. */
export const empty = (visit: Visit): Html => {
  const { empty: words } = visit.words
  return html`<div class="card">
  <h2>${words.title}</h2>
  <p>${words.text}</p>
  <p class="line">
    <a class="btn main" href="${link(visit, paths.follow())}">${words.follow}</a>
    <a class="btn" href="${link(visit, paths.archive())}">${words.archives}</a>
  </p>
</div>`
}
