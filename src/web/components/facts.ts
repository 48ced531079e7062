import { html } from "hono/html"
import { zoneName } from "../../domain/dates.ts"
import type { ListedEvent } from "../../domain/event.ts"
import { isPast } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { type Place, placeAddress, placeName } from "../../domain/place.ts"
import { firstDay, lastDay } from "../../domain/time.ts"
import { capital, typeset } from "../typography.ts"
import { langOf, link, type Visit } from "../visit.ts"
import { daysOf, hoursOf, longDate, onUsualClock } from "./dates.ts"
import type { Html } from "./html.ts"

/** When, where, by whom, how to get in: `wide` in a row, else one below the other. */
export function facts(visit: Visit, event: ListedEvent, wide: boolean): Html {
  const { facts: words } = visit.words
  const set = (text: string) => typeset(text, event.language)
  const lang = langOf(visit, event.language)
  const entry = (term: string, text: Html | string | false) => text && html`<div><dt>${term}</dt><dd>${text}</dd></div>`
  const lines = (texts: string[]) => texts.map((text, i) => html`${i > 0 && html`<br>`}${text}`)
  return html`<dl class="${wide ? "facts wide" : "facts"}">${entry(words.when, when(visit, event))}${entry(words.where, where(visit, event))}${
    event.onlineUrl &&
    !isPast(event, visit.now) &&
    event.status !== "cancelled" &&
    entry(words.remote, html`<a href="${event.onlineUrl}">${words.join}</a>`)
  }${event.organisers.length > 0 && entry(words.organisers, html`${lines(event.organisers.map(set))}`)}${entry(
    words.access,
    event.access ? html`<span${lang}>${set(event.access)}</span>` : event.places.length > 0 && words.accessUnknown,
  )}${event.url && entry(words.site, html`<a href="${event.url}">${hostOf(event.url)}</a>`)}${
    event.tags.length > 0 &&
    entry(
      words.tags,
      html`${event.tags.map((tag, i) => html`${i > 0 && " "}<a href="${link(visit, paths.tagPage(tag))}"${lang}>#${set(tag)}</a>`)}`,
    )
  }</dl>`
}

const hostOf = (url: string): string => (URL.parse(url)?.host ?? url).replace(/^www\./, "")

function when(visit: Visit, event: ListedEvent): Html {
  const { when } = event
  const sameDay = firstDay(when).equals(lastDay(when))
  const first = capital(longDate(visit, sameDay ? daysOf(when) : when))
  const zone = when.allDay
    ? ""
    : typeset(zoneName(when.timeZone, visit.language, event.startsAt.getTime()), visit.language)
  const usual = onUsualClock(visit, event)
  return html`${first}${sameDay && !when.allDay && html`<br>${hoursOf(visit, when)}`}${zone && html`<br><span class="small soft">${zone}</span>`}${
    usual && html`<br><span class="small soft">${usual}</span>`
  }`
}

function where(visit: Visit, event: ListedEvent): Html | string {
  const { facts: words } = visit.words
  if (event.status === "moved-online") return capital(visit.words.byVideo)
  if (event.places.length > 0)
    return html`${event.places.map((place, i) => html`${i > 0 && html`<br>`}${venue(visit, place, event.language)}`)}`
  return event.onlineUrl ? capital(visit.words.byVideo) : words.whereUnknown
}

function venue(visit: Visit, place: Place, language: string): Html {
  const detailed = place.street !== null
  const { latitude, longitude } = place
  return html`${typeset(detailed ? place.name : placeName(place), language)}${detailed && html`<br>${placeAddress(place)}`}${
    latitude !== null &&
    longitude !== null &&
    html`<br><a href="https://www.openstreetmap.org/?mlat=${latitude}&amp;mlon=${longitude}#map=17/${latitude}/${longitude}">${visit.words.facts.map}<span class="vh"> (${place.name})</span></a>`
  }`
}
