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
import { pager } from "../../components/pager.ts"
import { rows } from "../../components/rows.ts"
import { link, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { choiceOf, queryOf } from "../queries.ts"

const UPCOMING = 100
const PAST = 30

interface ListPage {
  /** what the name is of, such as “Place”: shown above it */
  kind: string
  name: string
  path: string
  events: EventSelection
  interviews?: InterviewSelection
  /** heading of the past events */
  pastTitle: string
  /** name of the aside, for screen readers */
  about: string
  /** shown below the name */
  facts?: Html | ""
}

/** Everything of one tag, place or organiser: events to come and past, interviews. 404 when there is none of these. */
export async function listing(c: Context<WebEnv>, db: Db, given: ListPage): Promise<Response> {
  const visit = c.get("visit")
  const { words } = visit
  const { about, events, facts, kind, name, path, pastTitle } = given
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
  const to = (number: number) => link(visit, path) + queryOf(choiceOf({}), { page: number })
  const ofPast = html`${rows(visit, past, { level: 3, documented })}
${pager(visit, { page, size: PAST, total, to })}`
  return show(c, {
    title: title(visit, name),
    main: html`<div class="wrap">
${crumb(visit, [])}
<div class="side">
<div class="stack-l">
<div class="stack">
  <p class="small soft">${kind}</p>
  <h1>${name}</h1>
  ${facts}
  <p><a class="btn" href="${webcal(visit.origin, paths.feed(path, "ics"))}">${words.addToCalendar}</a></p>
</div>
${upcoming.length > 0 && section("v", words.upcoming, rows(visit, upcoming, { level: 3, lit }))}
${past.length > 0 && section("p", pastTitle, ofPast)}
${interviews.length > 0 && section("e", words.tag.interviews, interviewCards(visit, interviews, "two"))}
</div>
<aside class="stack-l" aria-label="${about}">
${reuseCard(visit, path)}
</aside>
</div>
</div>`,
    feeds: pageFeeds(path, name),
    unlisted: page > 1,
  })
}

const section = (
  id: string,
  heading: string,
  content: Html,
): Html => html`<section class="stack" aria-labelledby="${id}">
  <h2 id="${id}">${heading}</h2>
  ${content}
</section>`
