import { html } from "hono/html"
import type { ListedEvent } from "../../../domain/event.ts"
import { paths } from "../../../domain/paths.ts"
import { firstDay, lastDay, zonedStart } from "../../../domain/time.ts"
import { dateFormat } from "../../../text/date-format.ts"
import { hour } from "../../../text/dates.ts"
import { stateWords } from "../../../text/states.ts"
import { typeset } from "../../../text/typography.ts"
import { today } from "../../components/dates.ts"
import type { Html } from "../../components/html.ts"
import { langOf, link, type Visit } from "../../components/visit.ts"

/** The time zone of the site: that of its first calendar. */
export const zoneOf = (visit: Visit): string => visit.site.calendars[0]?.timeZone ?? "Europe/Paris"

/** The days of a month and of the weeks that it begins and ends in, from a Monday to a Sunday. */
export function daysAround(month: Temporal.PlainYearMonth): Temporal.PlainDate[] {
  const first = month.toPlainDate({ day: 1 })
  const last = month.toPlainDate({ day: month.daysInMonth })
  const start = first.subtract({ days: first.dayOfWeek - 1 })
  const length = start.until(last).days + 1 + (7 - last.dayOfWeek)
  return Array.from({ length }, (_, n) => start.add({ days: n }))
}

const weeks = (days: Temporal.PlainDate[]): Temporal.PlainDate[][] =>
  Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7))

const { compare } = Temporal.PlainDate
export const takesPlace = ({ when }: ListedEvent, day: Temporal.PlainDate): boolean =>
  compare(firstDay(when), day) <= 0 && compare(day, lastDay(when)) <= 0

const named = (visit: Visit, day: Temporal.PlainDate, options: Intl.DateTimeFormatOptions): string =>
  dateFormat(visit.language, { ...options, timeZone: "UTC" }).format(Date.UTC(day.year, day.month - 1, day.day))

/** The heading of a column. */
export const weekday = (visit: Visit, day: Temporal.PlainDate): Html => html`<th scope="col">
  <span aria-hidden="true">${named(visit, day, { weekday: "short" })}</span>
  <span class="vh">${named(visit, day, { weekday: "long" })}</span>
</th>
`

/** A row for each week. @param lit the highlighted event */
export const monthRows = (
  visit: Visit,
  shown: Temporal.PlainYearMonth,
  days: Temporal.PlainDate[],
  events: ListedEvent[],
  lit: ListedEvent | undefined,
): Html[] =>
  weeks(days).map(
    week => html`<tr>
${week.map(day => cell(visit, day, shown, events, lit))}
</tr>
`,
  )

/** Each day leads to the first of its events in the list below. */
function cell(
  visit: Visit,
  day: Temporal.PlainDate,
  shown: Temporal.PlainYearMonth,
  events: ListedEvent[],
  lit: ListedEvent | undefined,
): Html {
  const { month: words } = visit.words
  const here = events.filter(event => takesPlace(event, day))
  const names = [
    ...(day.toPlainYearMonth().equals(shown) ? [] : ["out"]),
    ...(day.equals(today(visit, zoneOf(visit))) ? ["today"] : []),
  ]
  const attributes = names.length > 0 && html` class="${names.join(" ")}"`
  if (here.length === 0)
    return html`<td${attributes}><span class="n">${day.day}</span></td>
`
  const monthName = named(visit, day, { month: "long" })
  const next = lit !== undefined && here.includes(lit) && firstDay(lit.when).equals(day)
  const hidden = html`<span class="vh"> ${monthName}, ${words.count(here.length)}</span>`
  return html`<td${attributes}>
  <a class="${next ? "n next" : "n"}" href="#e-${here[0]!.slug}">${day.day}${hidden}</a>
  <ul>
    ${here.map(event => html`<li>${entry(visit, event, day)}</li>`)}
  </ul>
</td>
`
}

function entry(visit: Visit, event: ListedEvent, day: Temporal.PlainDate): Html {
  const begins = !event.when.allDay && firstDay(event.when).equals(day)
  const at = begins ? `${typeset(hour(zonedStart(event.when), visit.language, "long"), visit.language)} ` : ""
  const state = stateWords(event, visit.language).map(word => ` (${word.label.toLocaleLowerCase(visit.language)})`)
  const title = html`<span${langOf(visit, event.language)}>${typeset(event.title, event.language)}</span>`
  return html`<a href="${link(visit, paths.eventPage(event.slug))}">${at}${title}${state}</a>`
}
