import type { Context } from "hono"
import { html, raw } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import type { InterviewSelection } from "../../../store/interview-selection.ts"
import { documentedSessions, publicLocalities, publicYears } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents } from "../../../store/public/events.ts"
import { countPublicInterviews, publicInterviews } from "../../../store/public/interviews.ts"
import { french } from "../../../text/typography.ts"
import { show, title } from "../../components/document.ts"
import { pageFeeds } from "../../components/head.ts"
import { interviewLink } from "../../components/interview-cards.ts"
import { pager } from "../../components/pager.ts"
import { rowsByYear } from "../../components/rows.ts"
import { link, type Visit, type WebEnv } from "../../components/visit.ts"
import { type Search, searchOf, searchQuery } from "../queries.ts"
import { feedCard, feedQuery, searchForm, yearChips } from "./search-parts.ts"

const PAGE_SIZE = 50
const INTERVIEWS = 10

/** All events, past and to come, selected by words, days and place; newest first, under their years. */
export const search = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { search: words } = visit.words
  const asked = searchOf(c.req.query())
  const { q, page } = asked
  const anyYear = selectionOf(visit, { ...asked, first: null, last: null })
  const selection = selectionOf(visit, asked)
  const interviewSelection = interviewsOf(asked)
  const [events, total, years, localities, interviews, interviewCount] = await Promise.all([
    publicEvents(db, { ...selection, order: "desc", limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    countPublicEvents(db, selection),
    publicYears(db, anyYear),
    publicLocalities(db, {}, 200),
    interviewSelection ? publicInterviews(db, { ...interviewSelection, limit: INTERVIEWS }) : [],
    interviewSelection ? countPublicInterviews(db, interviewSelection) : 0,
  ])
  const documented = await documentedSessions(db, events)
  const query = searchQuery(asked)
  const to = (number: number) => link(visit, paths.search()) + searchQuery(asked, { page: number })
  const count = total + interviewCount === 0 ? words.none(french(q)) : words.results(total, interviewCount, french(q))
  const ofInterviews = html`<section class="stack" aria-labelledby="ent">
  <h2 id="ent">${words.interviews}</h2>
  <ul class="stack">${interviews.map(interview => html`<li>${interviewLink(visit, interview)}</li>`)}</ul>
</section>`
  return show(c, {
    title: title(visit, q ? words.titleFor(french(q)) : words.title),
    current: "search",
    main: html`<div class="wrap stack-l">
<div class="stack">
  <h1>${words.heading}</h1>
  ${searchForm(visit, asked, localities)}
  ${yearChips(visit, asked, years)}
</div>
<div class="side">
<section class="stack-l" aria-labelledby="res">
  <h2 id="res" tabindex="-1"${query && raw(" autofocus")}>${count}</h2>
  ${rowsByYear(visit, events, { level: 4, documented, marked: q.split(/\s+/).filter(Boolean) })}
  ${pager(visit, { page, size: PAGE_SIZE, total, to })}
</section>
<aside class="stack-l" aria-label="${words.about}">
${feedCard(visit, asked)}
${interviews.length > 0 && ofInterviews}
</aside>
</div>
</div>`,
    feeds: pageFeeds(paths.search(), q ? words.titleFor(french(q)) : words.title, { query: feedQuery(asked) }),
    unlisted: query !== "" || page > 1,
  })
}

function selectionOf(visit: Visit, { q, place, online, tag, first, last }: Search): EventSelection {
  const zone = visit.site.calendars[0]?.timeZone ?? "Europe/Paris"
  const midnight = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds)
  return {
    ...(q && { q }),
    ...(place && { locality: place }),
    ...(online && { online }),
    ...(tag && { tag }),
    ...(first && { from: midnight(Temporal.PlainDate.from(first)) }),
    ...(last && { to: midnight(Temporal.PlainDate.from(last).add({ days: 1 })) }),
  }
}

/** Null when a place is asked for: interviews have none. */
const interviewsOf = ({ q, place, online, tag, first, last }: Search): InterviewSelection | null =>
  place || online
    ? null
    : { ...(q && { q }), ...(tag && { tag }), ...(first && { firstDay: first }), ...(last && { lastDay: last }) }
