import type { Context } from "hono"
import { html } from "hono/html"
import { type Calendar, isHandle } from "../../../domain/calendar.ts"
import { paths } from "../../../domain/paths.ts"
import { readActor } from "../../../store/actors.ts"
import type { Db } from "../../../store/db.ts"
import { countFollowers } from "../../../store/followers.ts"
import { documentedSessions } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents } from "../../../store/public/events.ts"
import { typeset } from "../../../text/typography.ts"
import { show, title } from "../../components/document.ts"
import { reuseCard } from "../../components/feeds.ts"
import { followButton, followDialog, ownAddress } from "../../components/follow.ts"
import { address, pageFeeds, webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { rows } from "../../components/rows.ts"
import { langOf, link, type Visit, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { collection } from "./collection.ts"

/** A page that shows everything to come and the latest of the past; the rest is in the archives. */
const UPCOMING = 200
const PAST = 10

export const calendar = (db: Db) => async (c: Context<WebEnv>) => {
  const handle = (c.req.param("at") ?? "").slice(1)
  const actor = isHandle(handle) ? await readActor(db, handle) : null
  if (!actor) return missing(db)(c)
  // the organisation's and the server's page is the site itself
  if (actor.kind !== "calendar") return c.redirect(link(c.get("visit"), paths.home()), 302)
  const found = actor as Calendar
  return found.calendarKind === "interviews" ? collection(db, found)(c) : events(db, found)(c)
}

const events = (db: Db, calendar: Calendar) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { calendar: words } = visit.words
  const past = { calendar: calendar.handle, past: visit.now }
  const [upcoming, before, total, followers] = await Promise.all([
    publicEvents(db, { calendar: calendar.handle, upcoming: visit.now, limit: UPCOMING }),
    publicEvents(db, { ...past, order: "desc", limit: PAST }),
    countPublicEvents(db, past),
    countFollowers(db, calendar.id),
  ])
  const documented = await documentedSessions(db, before)
  const base = paths.calendarPage(calendar.handle)
  const name = typeset(calendar.name, calendar.language)
  const lit = upcoming.find(event => event.status !== "cancelled" && event.status !== "postponed")?.id
  return show(c, {
    title: title(visit, name),
    description: calendar.summary,
    main: html`<div class="wrap"><div class="side"><div class="stack-l">${calendarHeader(visit, calendar, words.kind, followers)}
<section class="stack" aria-labelledby="v"><h2 id="v">${visit.words.upcoming}</h2>${upcoming.length > 0 ? rows(visit, upcoming, { level: 3, lit }) : html`<p>${visit.words.empty.text}</p>`}</section>
${
  before.length > 0 &&
  html`<section class="stack" aria-labelledby="p"><h2 id="p">${words.past[calendar.calendarKind]}</h2>${rows(visit, before, { level: 3, documented })}${
    total > before.length &&
    html`<p><a class="btn" href="${link(visit, paths.archive())}?calendrier=${calendar.handle}">${words.archives} (${total})</a></p>`
  }</section>`
}</div>
<aside class="stack-l" aria-label="${words.about}">${reuseCard(visit, base)}</aside></div></div>${followDialog(visit, calendar)}`,
    kind: "profile",
    activity: paths.actor(calendar.handle),
    creator: address(visit.origin, calendar.handle),
    feeds: pageFeeds(base, name),
    leaves: true,
  })
}

/** Name, sentence, the ways to follow, the address, how many follow. */
export function calendarHeader(visit: Visit, calendar: Calendar, kind: string, followers: number): Html {
  const { words } = visit
  const lang = langOf(visit, calendar.language)
  const base = paths.calendarPage(calendar.handle)
  return html`<div class="stack"><p class="small soft">${kind}</p><h1${lang}>${typeset(calendar.name, calendar.language)}</h1>${
    calendar.summary && html`<p class="lede"${lang}>${typeset(calendar.summary, calendar.language)}</p>`
  }
<p class="line">${followButton(visit, calendar, "main")} <a class="btn" href="${webcal(visit.origin, paths.feed(base, "ics"))}">${words.addToCalendar}</a></p><p class="small soft">${words.calendar.address} ${ownAddress(visit, calendar)}${
    followers > 0 && ` · ${words.calendar.followers(followers)}`
  }</p></div>`
}
