import type { Context } from "hono"
import { html, raw } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import { documentedSessions, publicLocalities, publicYears } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents } from "../../../store/public/events.ts"
import { french, typeset } from "../../../text/typography.ts"
import { show, title } from "../../components/document.ts"
import { pageFeeds } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { pager } from "../../components/pager.ts"
import { rowsByYear } from "../../components/rows.ts"
import { eventCalendars, link, type Visit, type WebEnv } from "../../components/visit.ts"
import { type Choice, choiceOf, queryOf } from "../queries.ts"

const PAGE_SIZE = 50

/** Events that are over, newest first, selected by year, calendar, place and words. */
export const archives = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { archives: words } = visit.words
  const choice = choiceOf(c.req.query())
  const { q, place, calendar, year, page } = choice
  const past: EventSelection = { past: visit.now }
  const anyYear: EventSelection = {
    ...past,
    ...(q && { q }),
    ...(place && { locality: place }),
    ...(calendar && { calendar }),
  }
  const selection: EventSelection = { ...anyYear, ...(year && { year }) }
  const [events, total, years, localities] = await Promise.all([
    publicEvents(db, { ...selection, order: "desc", limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    countPublicEvents(db, selection),
    publicYears(db, anyYear),
    publicLocalities(db, past, 200),
  ])
  const documented = await documentedSessions(db, events)
  const to = (number: number) => link(visit, paths.archive()) + queryOf(choice, { page: number })
  const none = q ? words.noneFor(french(q)) : words.none
  const count = total === 0 ? none : q ? words.countFor(total, q) : words.count(total)
  return show(c, {
    title: title(visit, year ? `${words.title} ${year}` : words.title),
    current: "archives",
    main: html`<div class="wrap stack-l">
<div class="stack">
  <h1>${words.title}</h1>
  ${form(visit, choice, localities)}
  ${yearChips(visit, choice, years)}
</div>
<section class="stack-l" aria-labelledby="res">
  <h2 id="res">${count}</h2>
  ${rowsByYear(visit, events, { level: 4, documented })}
  ${pager(visit, { page, size: PAGE_SIZE, total, to })}
</section>
</div>`,
    feeds: pageFeeds(paths.archive(), year ? `${words.title} ${year}` : words.title, { query: queryOf(choice) }),
    unlisted: queryOf(choice, { page }) !== "",
  })
}

function form(visit: Visit, { q, place, calendar, year }: Choice, localities: string[]): Html {
  const { archives: words } = visit.words
  const option = (value: string, label: string, chosen: string | null) =>
    html`<option value="${value}"${value === chosen && raw(" selected")}>${label}</option>`
  const calendars = eventCalendars(visit.site)
  const ofCalendar = html`<div class="field">
  <label for="calendrier">${words.calendar}</label>
  <select id="calendrier" name="calendrier">
    ${option("", words.allCalendars, null)}
    ${calendars.map(one => option(one.handle, typeset(one.name, one.language), calendar))}
  </select>
</div>`
  return html`<form role="search" class="line noprint" action="${link(visit, paths.archive())}">
<div class="field">
  <label for="q">${words.words}</label>
  <input id="q" name="q" type="search" value="${q}" autocomplete="off">
</div>
<div class="field">
  <label for="lieu">${words.place}</label>
  <select id="lieu" name="lieu">
    ${option("", words.allPlaces, null)}
    ${localities.map(one => option(one, one, place))}
  </select>
</div>
${calendars.length > 1 && ofCalendar}
${year && html`<input type="hidden" name="annee" value="${year}">`}
<button class="btn main">${words.search}</button>
</form>`
}

function yearChips(visit: Visit, choice: Choice, years: { year: number; count: number }[]): Html | "" {
  const { archives: words } = visit.words
  if (years.length < 2) return ""
  const chip = (year: number | null, label: string) => {
    const address = link(visit, paths.archive()) + queryOf(choice, { year })
    return html`<a class="chip" href="${address}"${choice.year === year && raw(' aria-current="true"')}>${label}</a>`
  }
  return html`<nav aria-label="${words.years}" class="chips">
  ${chip(null, words.allYears)}
  ${years.map(({ year, count }) => chip(year, `${year} (${count})`))}
</nav>`
}
