import type { Context } from "hono"
import { html } from "hono/html"
import type { Calendar } from "../../../domain/calendar.ts"
import { paths } from "../../../domain/paths.ts"
import { readActor, readCalendar } from "../../../store/actors.ts"
import type { Db } from "../../../store/db.ts"
import { countFollowers } from "../../../store/followers.ts"
import { documentedSessions } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents } from "../../../store/public/events.ts"
import { typeset } from "../../../text/typography.ts"
import { show, title } from "../../components/document.ts"
import { reuseCard } from "../../components/feeds.ts"
import { followDialog } from "../../components/follow.ts"
import { address, pageFeeds } from "../../components/head.ts"
import { rows } from "../../components/rows.ts"
import { link, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { collection } from "./collection.ts"
import { calendarHeader } from "./header.ts"

/** Most events that the page of a calendar shows; earlier ones are in the archives. */
const UPCOMING = 200
const PAST = 10

/** The page of a calendar or of a collection of interviews. */
export const calendar = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { handle = "" } = paths.calendarPage.parse(visit.path) ?? {}
  const calendar = await readCalendar(db, handle)
  if (calendar) return calendar.calendarKind === "interviews" ? collection(db, calendar)(c) : events(db, calendar)(c)
  // the page of the organisation and of the server is the home page
  return (await readActor(db, handle)) ? c.redirect(link(visit, paths.home()), 302) : missing(db)(c)
}

const events = (db: Db, calendar: Calendar) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { calendar: words } = visit.words
  const over = { calendar: calendar.handle, past: visit.now }
  const [upcoming, before, total, followers] = await Promise.all([
    publicEvents(db, { calendar: calendar.handle, upcoming: visit.now, limit: UPCOMING }),
    publicEvents(db, { ...over, order: "desc", limit: PAST }),
    countPublicEvents(db, over),
    countFollowers(db, calendar.id),
  ])
  const documented = await documentedSessions(db, before)
  const base = paths.calendarPage(calendar.handle)
  const name = typeset(calendar.name, calendar.language)
  const lit = upcoming.find(event => event.status !== "cancelled" && event.status !== "postponed")?.id
  const archive = `${link(visit, paths.archive())}?calendrier=${calendar.handle}`
  const past = html`<section class="stack" aria-labelledby="p">
  <h2 id="p">${words.past[calendar.calendarKind]}</h2>
  ${rows(visit, before, { level: 3, documented })}
  ${total > before.length && html`<p><a class="btn" href="${archive}">${words.archives} (${total})</a></p>`}
</section>`
  return show(c, {
    title: title(visit, name),
    description: calendar.summary,
    main: html`<div class="wrap">
<div class="side">
<div class="stack-l">
${calendarHeader(visit, calendar, words.kind, followers)}
<section class="stack" aria-labelledby="v">
  <h2 id="v">${visit.words.upcoming}</h2>
  ${upcoming.length > 0 ? rows(visit, upcoming, { level: 3, lit }) : html`<p>${visit.words.empty.text}</p>`}
</section>
${before.length > 0 && past}
</div>
<aside class="stack-l" aria-label="${words.about}">
${reuseCard(visit, base)}
</aside>
</div>
</div>
${followDialog(visit, calendar)}`,
    kind: "profile",
    activity: paths.actor(calendar.handle),
    creator: address(visit.origin, calendar.handle),
    feeds: pageFeeds(base, name),
    leaves: true,
  })
}
