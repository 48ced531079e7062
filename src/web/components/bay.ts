import { html } from "hono/html"
import type { Event, ListedEvent } from "../../domain/event.ts"
import { isPast } from "../../domain/event.ts"
import { firstDay, lastDay, type When } from "../../domain/time.ts"
import { dateFormat } from "../../text/date-format.ts"
import { today } from "./dates.ts"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

/** `next` is the lit window, one a page; `moved` has its louvres closed. */
export type BayState = "" | "next" | "past" | "off" | "moved"

/** How much of the weekday and the month is written out. */
export type BaySize = "row" | "title" | "lead"

const name = (visit: Visit, date: Temporal.PlainDate, part: "weekday" | "month", style: "long" | "short"): string =>
  dateFormat(visit.language, { [part]: style, timeZone: "UTC" }).format(Date.UTC(date.year, date.month - 1, date.day))

/** A date is a window of the tower. Hidden from screen readers: the date in words always follows in the text. */
function bay(visit: Visit, date: Temporal.PlainDate, state: BayState, size: BaySize, thisYear: number): Html {
  const far = date.year !== thisYear && date.year !== thisYear + 1
  return html`<div class="${`bay ${state}`.trim()}" aria-hidden="true"><span>${name(visit, date, "weekday", size === "row" ? "short" : "long")}</span> <b>${date.day}</b> <span>${name(visit, date, "month", size === "lead" ? "long" : "short")}</span>${far && html` <small>${date.year}</small>`}</div>`
}

/** One window, or two for what lasts several days. */
export function bays(visit: Visit, when: When, state: BayState, size: BaySize): Html {
  const first = firstDay(when)
  const last = lastDay(when)
  const { year } = today(visit, when.timeZone)
  return first.equals(last)
    ? bay(visit, first, state, size, year)
    : html`<div class="twin" aria-hidden="true">${bay(visit, first, state, size, year)}${bay(visit, last, state, size, year)}</div>`
}

/** How the date of an event shows in a list. */
export function bayState(visit: Visit, event: Pick<Event, "status" | "overAt">, lit: boolean): BayState {
  if (event.status === "cancelled") return "off"
  if (event.status === "postponed") return "moved"
  if (isPast(event, visit.now)) return "past"
  return lit ? "next" : ""
}

/** The windows beside a title: of a moved event the old one too, with its louvres closed. */
export function titleBays(visit: Visit, event: ListedEvent): Html {
  const state = bayState(visit, event, true)
  const now = bays(visit, event.when, state, "title")
  return event.status === "rescheduled" && event.previous
    ? html`${bays(visit, event.previous, "moved", "title")}${now}`
    : now
}
