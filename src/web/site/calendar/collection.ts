import type { Context } from "hono"
import { html } from "hono/html"
import type { Calendar } from "../../../domain/calendar.ts"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import { countFollowers } from "../../../store/followers.ts"
import { countPublicInterviews, publicInterviews } from "../../../store/public/interviews.ts"
import { typeset } from "../../../text/typography.ts"
import { show, title } from "../../components/document.ts"
import { reuseCard } from "../../components/feeds.ts"
import { followButton, followDialog, ownAddress } from "../../components/follow.ts"
import { address, pageFeeds } from "../../components/head.ts"
import { interviewCards } from "../../components/interview-cards.ts"
import { langOf, link, type WebEnv } from "../../components/visit.ts"
import { choiceOf, queryOf } from "../queries.ts"

const PAGE_SIZE = 30

/** A calendar of interviews: its latest first. */
export const collection = (db: Db, calendar: Calendar) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { words } = visit
  const choice = choiceOf(c.req.query())
  const selection = { calendar: calendar.handle }
  const [interviews, total, followers] = await Promise.all([
    publicInterviews(db, { ...selection, limit: PAGE_SIZE, offset: (choice.page - 1) * PAGE_SIZE }),
    countPublicInterviews(db, selection),
    countFollowers(db, calendar.id),
  ])
  const page = paths.calendarPage(calendar.handle)
  const to = (number: number) => link(visit, page) + queryOf(choiceOf({}), { page: number })
  const name = typeset(calendar.name, calendar.language)
  const lang = langOf(visit, calendar.language)
  return show(c, {
    title: title(visit, name),
    description: calendar.summary,
    current: "interviews",
    main: html`<div class="wrap stack-l"><div class="stack"><p class="small soft">${words.collection.kind}</p><h1${lang}>${name}</h1>${
      calendar.summary && html`<p class="lede"${lang}>${typeset(calendar.summary, calendar.language)}</p>`
    }<p class="line">${followButton(visit, calendar, "main")}</p><p class="small soft">${words.calendar.address} ${ownAddress(visit, calendar)}${
      followers > 0 && ` · ${words.calendar.followers(followers)}`
    }</p></div>
<section class="stack" aria-labelledby="tous"><h2 id="tous">${words.collection.count(total)}</h2>${interviewCards(visit, interviews)}${
      (choice.page > 1 || total > choice.page * PAGE_SIZE) &&
      html`<nav class="line" aria-label="${words.archives.paging}">${choice.page > 1 && html`<a class="btn" rel="prev" href="${to(choice.page - 1)}">${words.archives.newer}</a>`}${
        total > choice.page * PAGE_SIZE &&
        html`<a class="btn" rel="next" href="${to(choice.page + 1)}">${words.archives.older}</a>`
      }</nav>`
    }</section>${reuseCard(visit, page, { interviews: true })}</div>${followDialog(visit, calendar)}`,
    kind: "profile",
    activity: paths.actor(calendar.handle),
    creator: address(visit.origin, calendar.handle),
    feeds: pageFeeds(page, name, { formats: ["atom", "json", "csv"] }),
    leaves: true,
  })
}
