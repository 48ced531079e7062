import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import type { Db } from "../../../store/db.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { capital, french } from "../../../text/typography.ts"
import { monthWords, today } from "../../components/dates.ts"
import { show, title } from "../../components/document.ts"
import { pageFeeds, webcal } from "../../components/head.ts"
import { rows } from "../../components/rows.ts"
import { link, type Visit, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { daysAround, monthRows, takesPlace, weekday, zoneOf } from "./month-table.ts"

const MOST = 500

/** The current month in the time zone of the site: `2026-12`. */
const currentMonth = (visit: Visit): string => today(visit, zoneOf(visit)).toPlainYearMonth().toString()

/** Redirects to the current month. */
export const thisMonth = (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  c.header("Cache-Control", "no-cache")
  return c.redirect(link(visit, paths.month(currentMonth(visit))), 302)
}

/** The page of a month: weeks from Monday to Sunday, with the days of other months in its first and last week. */
export const month = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const text = c.req.param("month") ?? ""
  if (!/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text)) return missing(db)(c)
  const shown = Temporal.PlainYearMonth.from(text)
  const { month: words } = visit.words
  const days = daysAround(shown)
  const zone = zoneOf(visit)
  const midnight = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds)
  const near = await publicEvents(db, {
    from: midnight(days[0]!),
    to: midnight(days.at(-1)!.add({ days: 1 })),
    limit: MOST,
  })
  const events = near.filter(event => days.some(day => takesPlace(event, day)))
  const lit = events.find(
    event => event.overAt > visit.now && event.status !== "cancelled" && event.status !== "postponed",
  )
  const to = (other: Temporal.PlainYearMonth, rel: "prev" | "next") => {
    const label = capital(monthWords(visit, other).replace(/ \d{4}$/, ""))
    return html`<a class="btn" rel="${rel}" href="${link(visit, paths.month(other.toString()))}">${label}</a>`
  }
  const list = html`<section class="month-list stack" aria-labelledby="ml">
  <h2 id="ml">${words.days}</h2>
  ${rows(visit, events, { level: 3, lit: lit?.id, id: event => `e-${event.slug}` })}
</section>`
  const name = capital(monthWords(visit, shown))
  return show(c, {
    title: title(visit, name),
    current: "month",
    main: html`<div class="wrap stack-l">
<div class="line ends">
  <h1>${name}</h1>
  <nav aria-label="${words.months}" class="line">
    ${to(shown.subtract({ months: 1 }), "prev")}
    <a class="btn" href="${link(visit, paths.month(currentMonth(visit)))}">${words.today}</a>
    ${to(shown.add({ months: 1 }), "next")}
  </nav>
</div>
<table class="month">
<caption class="small soft">${words.caption(events.length)}</caption>
<thead>
<tr>
${days.slice(0, 7).map(day => weekday(visit, day))}
</tr>
</thead>
<tbody>
${monthRows(visit, shown, days, events, lit)}
</tbody>
</table>
${events.length > 0 && list}
<p class="line">
  <a class="btn" href="${webcal(visit.origin, paths.feed(paths.home(), "ics"))}">${visit.words.addToCalendar}</a>
  <a href="${link(visit, paths.home())}">${words.list}</a>
</p>
</div>`,
    feeds: pageFeeds(paths.home(), french(visit.site.name), { formats: ["ics"] }),
    // every month has a page: those without events are not for search engines
    unlisted: events.length === 0,
  })
}
