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
import { followDialog } from "../../components/follow.ts"
import { address, pageFeeds } from "../../components/head.ts"
import { interviewCards } from "../../components/interview-cards.ts"
import { pager } from "../../components/pager.ts"
import { link, type WebEnv } from "../../components/visit.ts"
import { choiceOf, queryOf } from "../queries.ts"
import { calendarHeader } from "./header.ts"

const PAGE_SIZE = 30

/** A calendar of interviews: its latest first. */
export const collection = (db: Db, calendar: Calendar) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { words } = visit
  const { page } = choiceOf(c.req.query())
  const selection = { calendar: calendar.handle }
  const [interviews, total, followers] = await Promise.all([
    publicInterviews(db, { ...selection, limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE }),
    countPublicInterviews(db, selection),
    countFollowers(db, calendar.id),
  ])
  const path = paths.calendarPage(calendar.handle)
  const to = (number: number) => link(visit, path) + queryOf(choiceOf({}), { page: number })
  const name = typeset(calendar.name, calendar.language)
  return show(c, {
    title: title(visit, name),
    description: calendar.summary,
    current: "interviews",
    main: html`<div class="wrap stack-l">
${calendarHeader(visit, calendar, words.collection.kind, followers)}
<section class="stack" aria-labelledby="tous">
  <h2 id="tous">${words.collection.count(total)}</h2>
  ${interviewCards(visit, interviews)}
  ${pager(visit, { page, size: PAGE_SIZE, total, to })}
</section>
${reuseCard(visit, path, { interviews: true })}
</div>
${followDialog(visit, calendar)}`,
    kind: "profile",
    activity: paths.actor(calendar.handle),
    creator: address(visit.origin, calendar.handle),
    feeds: pageFeeds(path, name, { formats: ["atom", "json", "csv"] }),
    leaves: true,
  })
}
