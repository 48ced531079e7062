import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import type { InterviewSelection } from "../../../store/interview-selection.ts"
import { documentedSessions } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents } from "../../../store/public/events.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { crumb, show, title } from "../../components/document.ts"
import { reuseCard } from "../../components/feeds.ts"
import { pageFeeds, webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { interviewCards } from "../../components/interview-cards.ts"
import { rows } from "../../components/rows.ts"
import { link, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { choiceOf, queryOf } from "../queries.ts"

const UPCOMING = 100
const PAST = 30

export interface Listing {
  /** what it is a list of, above its name */
  kind: string
  name: string
  /** path of the page */
  page: string
  events: EventSelection
  interviews?: InterviewSelection
  /** of what lies in the past */
  pastTitle: string
  /** of the part beside the list */
  about: string
  /** below its name */
  facts?: Html | ""
}

/** Everything of one keyword, place or organiser: to come, past, interviews. Of what nothing has there is no page. */
export async function listing(c: Context<WebEnv>, db: Db, given: Listing): Promise<Response> {
  const visit = c.get("visit")
  const { words } = visit
  const { about, events, facts, kind, name, pastTitle } = given
  const { page } = choiceOf(c.req.query())
  const over = { ...events, past: visit.now }
  const [upcoming, past, total, interviews] = await Promise.all([
    publicEvents(db, { ...events, upcoming: visit.now, limit: UPCOMING }),
    publicEvents(db, { ...over, order: "desc", limit: PAST, offset: (page - 1) * PAST }),
    countPublicEvents(db, over),
    given.interviews ? publicInterviews(db, given.interviews) : [],
  ])
  if (upcoming.length + total + interviews.length === 0) return missing(db)(c)
  const documented = await documentedSessions(db, past)
  const lit = upcoming.find(event => event.status !== "cancelled" && event.status !== "postponed")?.id
  const to = (number: number) => link(visit, given.page) + queryOf(choiceOf({}), { page: number })
  return show(c, {
    title: title(visit, name),
    main: html`<div class="wrap">${crumb(visit, [])}<div class="side"><div class="stack-l"><div class="stack"><p class="small soft">${kind}</p><h1>${name}</h1>${facts}<p><a class="btn" href="${webcal(visit.origin, paths.feed(given.page, "ics"))}">${words.addToCalendar}</a></p></div>
${upcoming.length > 0 && html`<section class="stack" aria-labelledby="v"><h2 id="v">${words.upcoming}</h2>${rows(visit, upcoming, { level: 3, lit })}</section>`}
${
  past.length > 0 &&
  html`<section class="stack" aria-labelledby="p"><h2 id="p">${pastTitle}</h2>${rows(visit, past, { level: 3, documented })}${
    (page > 1 || total > page * PAST) &&
    html`<nav class="line" aria-label="${words.archives.paging}">${page > 1 && html`<a class="btn" rel="prev" href="${to(page - 1)}">${words.archives.newer}</a>`}${total > page * PAST && html`<a class="btn" rel="next" href="${to(page + 1)}">${words.archives.older}</a>`}</nav>`
  }</section>`
}
${interviews.length > 0 && html`<section class="stack" aria-labelledby="e"><h2 id="e">${words.tag.interviews}</h2>${interviewCards(visit, interviews, "two")}</section>`}</div>
<aside class="stack-l" aria-label="${about}">${reuseCard(visit, given.page)}</aside></div></div>`,
    feeds: pageFeeds(given.page, name),
    unlisted: page > 1,
  })
}
