import { html } from "hono/html"
import type { WholeEvent } from "../../domain/event.ts"
import type { News, NewsKind } from "../../domain/news.ts"
import { firstDay, lastDay, type When } from "../../domain/time.ts"
import { daysOf, instantWords, nearDate } from "./dates.ts"
import type { Html } from "./html.ts"
import { reason } from "./reason.ts"
import type { Visit } from "./visit.ts"

const isOneDay = (when: When): boolean => firstDay(when).equals(lastDay(when))

/** What changed, why, and when that was announced; empty for an event that takes place as planned. */
export function changeNote(visit: Visit, event: WholeEvent): Html | "" {
  const { change: words } = visit.words
  const note = (kind: NewsKind, tone: string, strong: string, text: Html | string = "") => {
    const news = event.news.find(one => one.kind === kind)
    return html`<div class="${`note ${tone}`.trim()}">
  <p><strong>${strong}</strong>${text && html` ${text}`}${reason(visit, news)}</p>
  ${news && announced(visit, event, news)}
</div>
`
  }
  switch (event.status) {
    case "cancelled":
      return note("cancelled", "bad", words.cancelled, words.planned(nearDate(visit, event.when)))
    case "postponed":
      return note("postponed", "warn", words.postponed, words.dateSoon)
    case "rescheduled":
      return html`${note(
        "rescheduled",
        "warn",
        newDate(visit, event.when),
        event.previous ? oldDate(visit, event.previous) : "",
      )}${full(event, note, words)}`
    case "moved-online":
      return html`${note("moved-online", "", words.online, words.onlineText)}${full(event, note, words)}`
    case "scheduled":
      return full(event, note, words)
  }
}

const full = (
  event: WholeEvent,
  note: (kind: NewsKind, tone: string, strong: string, text: string) => Html,
  words: Visit["words"]["change"],
): Html | "" => (event.full ? note("full", "warn", words.full, words.fullText) : "")

const newDate = (visit: Visit, when: When): string =>
  isOneDay(when)
    ? visit.words.change.rescheduled(nearDate(visit, when))
    : visit.words.change.rescheduledSpan(nearDate(visit, when))

function oldDate(visit: Visit, when: When): Html {
  const { change: words } = visit.words
  const oneDay = isOneDay(when)
  const date = nearDate(visit, oneDay ? daysOf(when) : when)
  return html`${oneDay ? words.insteadOfDay : words.insteadOf} <del>${date}</del>.`
}

function announced(visit: Visit, event: WholeEvent, news: News): Html {
  const { day, hour } = instantWords(visit, news.publishedAt, event.calendar.timeZone)
  return html`<p class="small">${visit.words.change.announced(day, hour)}</p>`
}
