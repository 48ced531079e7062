import { html, raw } from "hono/html"
import type { WholeEvent } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import type { Session } from "../../domain/programme.ts"
import { capital, typeset } from "../../text/typography.ts"
import { dayName, daysOf, hoursOf, nearDate } from "./dates.ts"
import { type Grid, gridFirst } from "./grid.ts"
import type { Html } from "./html.ts"
import { anchor, byDay, documentsOf, sessionItem } from "./sessions.ts"
import { langOf, link, type Visit } from "./visit.ts"

/**
 * The whole programme on the event's page.
 * @param possible the grid of this programme, if it has one
 * @param shown that grid when it is what is shown; null: the list
 */
export function programmeSection(visit: Visit, event: WholeEvent, possible: Grid | null, shown: Grid | null): Html {
  const { programme: words } = visit.words
  return html`<section class="stack" aria-labelledby="programme">
  <div class="line ends">
    <h2 id="programme">${words.title}</h2>
    ${viewChips(visit, event, possible, shown ? "grid" : null)}
  </div>
  ${event.timesAre === "illustrative" && html`<p class="small soft">${visit.words.facts.illustrative}</p>`}
  ${shown ? gridOf(visit, event, shown) : listOf(visit, event, event.sessions, 3)}
</section>`
}

export function viewChips(visit: Visit, event: WholeEvent, grid: Grid | null, current: "grid" | "list" | null): Html {
  const { programme: words } = visit.words
  const page = link(visit, paths.eventPage(event.slug))
  const chip = (path: string, label: string, on: boolean) =>
    html`<a class="chip" href="${path}"${on && raw(' aria-current="true"')}>${label}</a>`
  const listPage = link(visit, paths.programmePage(event.slug))
  const listLabel = grid || current === "list" ? words.list : words.choose
  return html`<nav aria-label="${words.view}" class="chips noprint">
  ${grid && chip(`${page}${gridFirst(grid) ? "" : "?vue=grille"}#programme`, words.grid, current === "grid")}
  ${chip(listPage, listLabel, current === "list")}
  <a class="chip" href="${paths.feed(paths.eventPage(event.slug), "ics")}">.ics</a>
</nav>`
}

/** One ordered list per day; the style sheet of the grid places its sessions by room and time on wide screens. */
function gridOf(visit: Visit, event: WholeEvent, grid: Grid): Html {
  const { programme: words } = visit.words
  const days = byDay(event.sessions)
  const lang = langOf(visit, event.language)
  const tables = days.map(
    ([day, sessions]) =>
      html`<h3${days.length < 2 && raw(' class="vh"')}>${dayTitle(visit, event, day)}</h3>
<div class="rooms" aria-hidden="true"${lang}>
  ${grid.rooms.map(room => html`<span>${typeset(room, event.language)}</span>`)}
</div>
<ol class="prog">
${sessions.map(session => sessionItem(visit, event, session, { level: 4 }))}
</ol>
`,
  )
  const all = html`<div class="grid">
${tables}
</div>`
  return gridFirst(grid)
    ? all
    : html`<div class="scroll" tabindex="0" role="region" aria-label="${words.scroll}">
${all}
</div>`
}

/** Sessions under the name of their theme or their day; null: they have neither. */
type Group = [string | Temporal.PlainDate | null, Session[]]

/** @param level of each heading; sessions are one below */
export function listOf(visit: Visit, event: WholeEvent, sessions: readonly Session[], level: 2 | 3): Html {
  const below = (level + 1) as 3 | 4
  const heading = raw(`h${level}`)
  const groups = byDay(sessions).flatMap(([day, ones]): Group[] => (day ? [[day, ones]] : byTheme(visit, ones)))
  return html`${groups.map(([name, ones]) => {
    const themed = typeof name === "string"
    const title = themed ? capital(typeset(name, event.language)) : dayTitle(visit, event, name)
    const attributes = themed ? langOf(visit, event.language) : name === null && raw(' class="vh"')
    return html`<${heading}${attributes}>${title}</${heading}>
<ol class="prog">
${ones.map(session => sessionItem(visit, event, session, { level: below, themed, listed: true }))}
</ol>
`
  })}`
}

/** Groups sessions without a time by theme, if there are at least two themes. */
function byTheme(visit: Visit, sessions: Session[]): Group[] {
  const tracks = Map.groupBy(sessions, session => session.track)
  return tracks.size < 2
    ? [[null, sessions]]
    : [...tracks].map(([track, ones]) => [track ?? visit.words.programme.other, ones])
}

const dayTitle = (visit: Visit, event: WholeEvent, day: Temporal.PlainDate | null): string =>
  capital(day ? dayName(visit, day) : nearDate(visit, daysOf(event.when)))

/** A council's agenda: numbered points, their documents and what was decided. */
export function agendaSection(visit: Visit, event: WholeEvent): Html {
  const { programme: words } = visit.words
  const lang = langOf(visit, event.language)
  const point = (session: Session, i: number) => {
    const hours = session.when && !session.when.allDay && html` · ${hoursOf(visit, session.when)}`
    return html`<li id="${anchor(session)}">
  <p class="small soft">${words.point(i + 1)}${hours}</p>
  <h3${lang}>${typeset(session.title, event.language)}</h3>
  ${session.summary && html`<p class="small soft"${lang}>${typeset(session.summary, event.language)}</p>`}
  ${documentsOf(visit, event, session)}
</li>
`
  }
  return html`<section class="stack" aria-labelledby="programme">
  <h2 id="programme">${words.agenda}</h2>
  <ol class="prog">
  ${event.sessions.map(point)}
  </ol>
</section>`
}
