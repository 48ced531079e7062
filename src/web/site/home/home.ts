import type { Context } from "hono"
import { html } from "hono/html"
import { isPast, type ListedEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { firstDay } from "../../../domain/time.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import { publicLocalities } from "../../../store/public/event-counts.ts"
import { countPublicEvents, publicEvents, readPublicEvent } from "../../../store/public/events.ts"
import { countPublicInterviews, publicInterviews } from "../../../store/public/interviews.ts"
import { french } from "../../../text/typography.ts"
import { monthSpan, today } from "../../components/dates.ts"
import { show, title } from "../../components/document.ts"
import { followDialog } from "../../components/follow.ts"
import { pageFeeds } from "../../components/head.ts"
import { interviewBand } from "../../components/interview-cards.ts"
import { interviewCalendars, link, onlyCalendar, type Visit, type WebEnv } from "../../components/visit.ts"
import { type Choice, choiceOf, queryOf } from "../queries.ts"
import { homeAside } from "./aside.ts"
import { lead } from "./lead.ts"
import { chips, empty, upcomingByMonth } from "./upcoming.ts"

const PAGE_SIZE = 50

/** The home page: the next event, highlighted, then everything to come by month. */
export const home = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const { words } = visit
  const choice = choiceOf(c.req.query())
  const all: EventSelection = { upcoming: visit.now }
  const selection = narrowed(visit, choice)
  const offset = (choice.page - 1) * PAGE_SIZE
  const [collection] = interviewCalendars(visit.site)
  const [events, total, localities, online, interviews, interviewCount] = await Promise.all([
    publicEvents(db, { ...selection, limit: PAGE_SIZE, offset }),
    countPublicEvents(db, selection),
    publicLocalities(db, all, 4),
    countPublicEvents(db, { ...all, online: true }),
    collection ? publicInterviews(db, { calendar: collection.handle, limit: 3 }) : [],
    collection ? countPublicInterviews(db, { calendar: collection.handle }) : 0,
  ])
  const next = choice.page === 1 ? nextOf(visit, events) : undefined
  const whole = next ? await readPublicEvent(db, { id: next.id }) : null
  const after = offset + PAGE_SIZE < total ? await edges(db, selection, offset + PAGE_SIZE, total) : null
  const to = (page: number) => link(visit, paths.home()) + queryOf(choice, { page })
  const main = html`${whole && lead(visit, whole)}
<div class="wrap band side">
<div class="stack-l">
${!whole && html`<h1>${choice.page > 1 ? words.upcomingPage(choice.page) : words.upcoming}</h1>`}
${chips(visit, choice, localities, online > 0)}
${upcomingByMonth(
  visit,
  events.filter(event => event !== next),
)}
${events.length === 0 && empty(visit)}
${after && html`<p><a class="btn" href="${to(choice.page + 1)}">${words.following(monthSpan(visit, ...after))}</a></p>`}
${choice.page > 1 && html`<p><a class="btn" href="${to(choice.page - 1)}">${words.previous}</a></p>`}
</div>
${homeAside(visit)}
</div>
${interviewBand(visit, interviews, interviewCount)}
${followDialog(visit, onlyCalendar(visit.site))}`
  return show(c, {
    title: title(visit, words.upcoming),
    description: words.followCard.text,
    main,
    flush: true,
    current: "home",
    leaves: true,
    feeds: pageFeeds(paths.home(), french(visit.site.name)),
    unlisted: queryOf(choice, { page: choice.page }) !== "",
  })
}

function narrowed(visit: Visit, { place, week, online }: Choice): EventSelection {
  const zone = visit.site.calendars[0]?.timeZone ?? "Europe/Paris"
  const day = today(visit, zone)
  // the week ends on Sunday night
  const monday = day.add({ days: 8 - day.dayOfWeek }).toZonedDateTime(zone)
  return {
    upcoming: visit.now,
    ...(place && { locality: place }),
    ...(online && { online: true }),
    ...(week && { to: new Date(monday.epochMilliseconds) }),
  }
}

/** The event that takes place next; one that began before today only if there is no other. */
function nextOf(visit: Visit, events: ListedEvent[]): ListedEvent | undefined {
  const planned = events.filter(
    event => event.status !== "cancelled" && event.status !== "postponed" && !isPast(event, visit.now),
  )
  return (
    planned.find(event => Temporal.PlainDate.compare(firstDay(event.when), today(visit, event.when.timeZone)) >= 0) ??
    planned[0]
  )
}

/** The months that the next page spans. */
async function edges(
  db: Db,
  selection: EventSelection,
  from: number,
  total: number,
): Promise<[Temporal.PlainYearMonth, Temporal.PlainYearMonth]> {
  const to = Math.min(from + PAGE_SIZE, total) - 1
  const ends = await Promise.all([from, to].map(offset => publicEvents(db, { ...selection, limit: 1, offset })))
  const months = ends.flat().map(event => firstDay(event.when).toPlainYearMonth())
  return [months[0]!, months.at(-1)!]
}
