import { html } from "hono/html"
import type { Event, ListedEvent } from "../../domain/event.ts"
import { isPast } from "../../domain/event.ts"
import { firstDay, lastDay, type When } from "../../domain/time.ts"
import { dateFormat } from "../../text/date-format.ts"
import { today } from "./dates.ts"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

/** How a date is drawn: `next` is highlighted, at most one on a page; `moved` is hatched. */
type BayState = "" | "next" | "past" | "off" | "moved"

/** Where a date stands, which decides how long the names of its weekday and month are. */
type BaySize = "row" | "title" | "lead"

const name = (visit: Visit, date: Temporal.PlainDate, part: "weekday" | "month", style: "long" | "short"): string =>
  dateFormat(visit.language, { [part]: style, timeZone: "UTC" }).format(Date.UTC(date.year, date.month - 1, date.day))

/** A date drawn as a window of the tower. Hidden from screen readers: the text beside it has the date in words. */
function bay(visit: Visit, date: Temporal.PlainDate, state: BayState, size: BaySize, thisYear: number): Html {
  const far = date.year !== thisYear && date.year !== thisYear + 1
  return html`<div class="${`bay ${state}`.trim()}" aria-hidden="true">
  <span>${name(visit, date, "weekday", size === "row" ? "short" : "long")}</span>
  <b>${date.day}</b>
  <span>${name(visit, date, "month", size === "lead" ? "long" : "short")}</span>
  ${far && html`<small>${date.year}</small>`}
</div>`
}

/** One window, or two (first and last day) for an event of several days. */
export function bays(visit: Visit, when: When, state: BayState, size: BaySize): Html {
  const first = firstDay(when)
  const last = lastDay(when)
  const { year } = today(visit, when.timeZone)
  return first.equals(last)
    ? bay(visit, first, state, size, year)
    : html`<div class="twin" aria-hidden="true">
  ${bay(visit, first, state, size, year)}
  ${bay(visit, last, state, size, year)}
</div>`
}

/** The state of an event's date in a list. @param lit it is the highlighted event of the page */
export function bayState(visit: Visit, event: Pick<Event, "status" | "overAt">, lit: boolean): BayState {
  if (event.status === "cancelled") return "off"
  if (event.status === "postponed") return "moved"
  if (isPast(event, visit.now)) return "past"
  return lit ? "next" : ""
}

/** The dates beside the title of an event's page; for a rescheduled event the previous date too, hatched. */
export function titleBays(visit: Visit, event: ListedEvent): Html {
  const state = bayState(visit, event, true)
  const now = bays(visit, event.when, state, "title")
  return event.status === "rescheduled" && event.previous
    ? html`${bays(visit, event.previous, "moved", "title")}${now}`
    : now
}
