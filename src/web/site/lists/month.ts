import type { Context } from "hono"
import { html, raw } from "hono/html"
import type { ListedEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { firstDay, lastDay, zonedStart } from "../../../domain/time.ts"
import type { Db } from "../../../store/db.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { stateWords } from "../../../text/change.ts"
import { dateFormat } from "../../../text/date-format.ts"
import { hour } from "../../../text/dates.ts"
import { capital, french, typeset } from "../../../text/typography.ts"
import { VIEWS } from "../../../text/words/views.ts"
import { monthWords, today } from "../../components/dates.ts"
import { show, title } from "../../components/document.ts"
import { pageFeeds, webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { rows } from "../../components/rows.ts"
import { langOf, link, type Visit, type WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"

const MOST = 500

const zoneOf = (visit: Visit): string => visit.site.calendars[0]?.timeZone ?? "Europe/Paris"

/** `2026-12`, of the day on the site's own clock. */
export const currentMonth = (visit: Visit): string => today(visit, zoneOf(visit)).toPlainYearMonth().toString()

export const thisMonth = (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  c.header("Cache-Control", "no-cache")
  return c.redirect(link(visit, paths.month(currentMonth(visit))), 302)
}

/** A month of weeks from Monday to Sunday; the days around it belong to their own months and are shown too. */
export const month = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const text = c.req.param("month") ?? ""
  if (!/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(text)) return missing(db)(c)
  const shown = Temporal.PlainYearMonth.from(text)
  const { month: words } = VIEWS[visit.language]
  const days = daysAround(shown)
  const zone = zoneOf(visit)
  const midnight = (day: Temporal.PlainDate) => new Date(day.toZonedDateTime(zone).epochMilliseconds)
  const found = await publicEvents(db, {
    from: midnight(days[0]!),
    to: midnight(days.at(-1)!.add({ days: 1 })),
    limit: MOST,
  })
  const events = found.filter(event => days.some(day => takesPlace(event, day)))
  const lit = events.find(
    event => event.overAt > visit.now && event.status !== "cancelled" && event.status !== "postponed",
  )
  const to = (other: Temporal.PlainYearMonth, rel: string) =>
    html`<a class="btn" rel="${rel}" href="${link(visit, paths.month(other.toString()))}">${capital(monthWords(visit, other).replace(/ \d{4}$/, ""))}</a>`
  const name = capital(monthWords(visit, shown))
  return show(c, {
    title: title(visit, name),
    current: "month",
    main: html`<div class="wrap stack-l">
<div class="line ends"><h1>${name}</h1><nav aria-label="${words.months}" class="line">${to(shown.subtract({ months: 1 }), "prev")} <a class="btn" href="${link(visit, paths.month(currentMonth(visit)))}">${words.today}</a> ${to(shown.add({ months: 1 }), "next")}</nav></div>
<table class="month"><caption class="small soft">${words.caption(events.length)}</caption><thead><tr>${days.slice(0, 7).map(day => weekday(visit, day))}</tr></thead><tbody>${weeks(
      days,
    ).map(week => html`<tr>${week.map(day => cell(visit, day, shown, events, lit))}</tr>`)}</tbody></table>
${events.length > 0 && html`<section class="month-list stack" aria-labelledby="ml"><h2 id="ml">${words.days}</h2>${rows(visit, events, { level: 3, lit: lit?.id, id: event => `e-${event.slug}` })}</section>`}
<p class="line"><a class="btn" href="${webcal(visit.origin, paths.feed(paths.home(), "ics"))}">${visit.words.addToCalendar}</a> <a href="${link(visit, paths.home())}">${words.list}</a></p></div>`,
    feeds: pageFeeds(paths.home(), french(visit.site.name), { formats: ["ics"] }),
    // months go on for ever, events do not
    unlisted: events.length === 0,
  })
}

function daysAround(month: Temporal.PlainYearMonth): Temporal.PlainDate[] {
  const first = month.toPlainDate({ day: 1 })
  const last = month.toPlainDate({ day: month.daysInMonth })
  const start = first.subtract({ days: first.dayOfWeek - 1 })
  const length = start.until(last).days + 1 + (7 - last.dayOfWeek)
  return Array.from({ length }, (_, n) => start.add({ days: n }))
}

const weeks = (days: Temporal.PlainDate[]): Temporal.PlainDate[][] =>
  Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7))

const { compare } = Temporal.PlainDate
const takesPlace = ({ when }: ListedEvent, day: Temporal.PlainDate): boolean =>
  compare(firstDay(when), day) <= 0 && compare(day, lastDay(when)) <= 0

const named = (visit: Visit, day: Temporal.PlainDate, options: Intl.DateTimeFormatOptions): string =>
  dateFormat(visit.language, { ...options, timeZone: "UTC" }).format(Date.UTC(day.year, day.month - 1, day.day))

const weekday = (visit: Visit, day: Temporal.PlainDate): Html =>
  html`<th scope="col"><span aria-hidden="true">${named(visit, day, { weekday: "short" })}</span><span class="vh">${named(visit, day, { weekday: "long" })}</span></th>`

/** Each day leads to the first of its events in the list below. */
function cell(
  visit: Visit,
  day: Temporal.PlainDate,
  shown: Temporal.PlainYearMonth,
  events: ListedEvent[],
  lit: ListedEvent | undefined,
): Html {
  const { month: words } = VIEWS[visit.language]
  const here = events.filter(event => takesPlace(event, day))
  const names = [
    ...(day.toPlainYearMonth().equals(shown) ? [] : ["out"]),
    ...(day.equals(today(visit, zoneOf(visit))) ? ["today"] : []),
  ]
  const start = names.length > 0 ? html`<td class="${names.join(" ")}">` : raw("<td>")
  if (here.length === 0) return html`${start}<span class="n">${day.day}</span></td>`
  const monthName = named(visit, day, { month: "long" })
  const next = lit !== undefined && here.includes(lit) && firstDay(lit.when).equals(day)
  return html`${start}<a class="${next ? "n next" : "n"}" href="#e-${here[0]!.slug}">${day.day}<span class="vh"> ${monthName}, ${words.count(here.length)}</span></a><ul>${here.map(event => html`<li>${entry(visit, event, day)}</li>`)}</ul></td>`
}

function entry(visit: Visit, event: ListedEvent, day: Temporal.PlainDate): Html {
  const begins = !event.when.allDay && firstDay(event.when).equals(day)
  const at = begins ? `${typeset(hour(zonedStart(event.when), visit.language, "long"), visit.language)} ` : ""
  const state = stateWords(event, visit.language).map(word => ` (${word.label.toLocaleLowerCase(visit.language)})`)
  return html`<a href="${link(visit, paths.eventPage(event.slug))}">${at}<span${langOf(visit, event.language)}>${typeset(event.title, event.language)}</span>${state}</a>`
}
