import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../domain/paths.ts"
import type { Db } from "../store/db.ts"
import { documentedSessions } from "../store/event-counts.ts"
import { countPublicEvents, publicEvents } from "../store/events.ts"
import { publicInterviews } from "../store/interviews.ts"
import { crumb, show, title } from "./components/document.ts"
import { reuseCard } from "./components/feeds.ts"
import { pageFeeds, webcal } from "./components/head.ts"
import { interviewCards } from "./components/interview-cards.ts"
import { rows } from "./components/rows.ts"
import { missing } from "./missing.ts"
import { choiceOf, queryOf } from "./queries.ts"
import { french } from "./typography.ts"
import { link, type WebEnv } from "./visit.ts"

const UPCOMING = 100
const PAST = 30

/** Everything under one keyword: to come, past, interviews. */
export const tag = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const tag = c.req.param("tag") ?? ""
  if (tag.length > 100 || /\p{Cc}/u.test(tag)) return missing(db)(c)
  const { page } = choiceOf(c.req.query())
  const [upcoming, past, total, interviews] = await Promise.all([
    publicEvents(db, { tag, upcoming: visit.now, limit: UPCOMING }),
    publicEvents(db, { tag, past: visit.now, order: "desc", limit: PAST, offset: (page - 1) * PAST }),
    countPublicEvents(db, { tag, past: visit.now }),
    publicInterviews(db, { tag }),
  ])
  if (upcoming.length + total + interviews.length === 0) return missing(db)(c)
  const { words } = visit
  const documented = await documentedSessions(db, past)
  const base = paths.tagPage(tag)
  const name = `#${french(tag)}`
  const lit = upcoming.find(event => event.status !== "cancelled" && event.status !== "postponed")?.id
  const to = (number: number) => link(visit, base) + queryOf(choiceOf({}), { page: number })
  return show(c, {
    title: title(visit, name),
    main: html`<div class="wrap">${crumb(visit, [])}<div class="side"><div class="stack-l"><div class="stack"><p class="small soft">${words.tag.kind}</p><h1>${name}</h1><p><a class="btn" href="${webcal(visit.origin, paths.feed(base, "ics"))}">${words.addToCalendar}</a></p></div>
${upcoming.length > 0 && html`<section class="stack" aria-labelledby="v"><h2 id="v">${words.upcoming}</h2>${rows(visit, upcoming, { level: 3, lit })}</section>`}
${
  past.length > 0 &&
  html`<section class="stack" aria-labelledby="p"><h2 id="p">${words.tag.past}</h2>${rows(visit, past, { level: 3, documented })}${
    (page > 1 || total > page * PAST) &&
    html`<nav class="line" aria-label="${words.archives.paging}">${page > 1 && html`<a class="btn" rel="prev" href="${to(page - 1)}">${words.archives.newer}</a>`}${total > page * PAST && html`<a class="btn" rel="next" href="${to(page + 1)}">${words.archives.older}</a>`}</nav>`
  }</section>`
}
${interviews.length > 0 && html`<section class="stack" aria-labelledby="e"><h2 id="e">${words.tag.interviews}</h2>${interviewCards(visit, interviews, "two")}</section>`}</div>
<aside class="stack-l" aria-label="${words.tag.subscribe}">${reuseCard(visit, base)}</aside></div></div>`,
    feeds: pageFeeds(base, name),
    unlisted: page > 1,
  })
}
