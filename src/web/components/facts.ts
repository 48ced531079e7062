import { html } from "hono/html"
import type { ListedEvent, WholeEvent } from "../../domain/event.ts"
import { isPast } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { type Place, placeAddress, placeName, placeSlug } from "../../domain/place.ts"
import { firstDay, lastDay } from "../../domain/time.ts"
import { zoneName } from "../../text/dates.ts"
import { capital, typeset } from "../../text/typography.ts"
import { daysOf, hoursOf, longDate, onUsualClock } from "./dates.ts"
import type { Html } from "./html.ts"
import { langOf, link, type Visit } from "./visit.ts"

/** When, where, by whom, how to get in: `wide` in a row, else one below the other. */
export function facts(visit: Visit, event: ListedEvent & Pick<WholeEvent, "source">, wide: boolean): Html {
  const { facts: words } = visit.words
  const set = (text: string) => typeset(text, event.language)
  const lang = langOf(visit, event.language)
  const entry = (term: string, text: Html | string | false) => text && html`<div><dt>${term}</dt><dd>${text}</dd></div>`
  return html`<dl class="${wide ? "facts wide" : "facts"}">${entry(words.when, when(visit, event))}${entry(words.where, where(visit, event))}${
    event.onlineUrl &&
    !isPast(event, visit.now) &&
    event.status !== "cancelled" &&
    entry(words.remote, html`<a href="${event.onlineUrl}">${words.join}</a>`)
  }${
    event.organisers.length > 0 &&
    entry(
      words.organisers,
      html`${event.organisers.map((name, i) => html`${i > 0 && html`<br>`}<a href="${link(visit, paths.organiserPage(name))}"${lang}>${set(name)}</a>`)}`,
    )
  }${entry(
    words.access,
    event.access ? html`<span${lang}>${set(event.access)}</span>` : event.places.length > 0 && words.accessUnknown,
  )}${event.url && entry(words.site, html`<a href="${event.url}">${hostOf(event.url)}</a>`)}${
    event.source &&
    entry(
      words.source,
      event.source.url ? html`<a href="${event.source.url}">${set(event.source.name)}</a>` : set(event.source.name),
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
  const { places, language } = event
  if (event.status === "moved-online") return capital(visit.words.byVideo)
  if (places.length === 1) return venue(visit, places[0]!, language)
  if (places.length > 1)
    return html`${places.map((place, i) => html`${i > 0 && html`<br>`}${venueLine(visit, place, language)}`)}`
  return event.onlineUrl ? capital(visit.words.byVideo) : words.whereUnknown
}

function venue(visit: Visit, place: Place, language: string): Html {
  const { street } = place
  return html`${placeLink(visit, place, typeset(street ? place.name : placeName(place), language))}${street && html`<br>${placeAddress(place)}`}${mapLink(visit, place, visit.words.facts.map, html`<br>`)}`
}

/** One of several venues. */
const venueLine = (visit: Visit, place: Place, language: string): Html =>
  html`${placeLink(visit, place, typeset(placeName(place), language))}${place.street && html`, ${place.street}`}${mapLink(visit, place, visit.words.facts.mapShort, " · ")}`

const placeLink = (visit: Visit, place: Place, words: string): Html =>
  html`<a href="${link(visit, paths.placePage(placeSlug(place)))}">${words}</a>`

/** A link asks OpenStreetMap for nothing before it is followed. */
export function mapLink(
  visit: Visit,
  { name, latitude, longitude }: Place,
  label: string,
  before: Html | string,
): Html | "" {
  if (latitude === null || longitude === null) return ""
  const at = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
  return html`${before}<a href="${at}">${label}<span class="vh">${visit.words.colon}${visit.words.facts.mapOf(name)}</span></a>`
}
