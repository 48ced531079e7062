import { html } from "hono/html"
import type { ListedEvent, WholeEvent } from "../../domain/event.ts"
import { isPast } from "../../domain/event.ts"
import { paths } from "../../domain/paths.ts"
import { type Place, placeAddress, placeName, placeSlug } from "../../domain/place.ts"
import { firstDay, lastDay } from "../../domain/time.ts"
import { eventFacts } from "../../text/event-facts.ts"
import { capital, typeset } from "../../text/typography.ts"
import { zoneName } from "../../text/zones.ts"
import { daysOf, hoursOf, longDate, onUsualClock } from "./dates.ts"
import type { Html } from "./html.ts"
import { langOf, link, type Visit } from "./visit.ts"

/** When, where, by whom and how to get in. @param wide side by side instead of one below the other */
export function facts(visit: Visit, event: ListedEvent & Pick<WholeEvent, "source">, wide: boolean): Html {
  const { facts: words } = visit.words
  const set = (text: string) => typeset(text, event.language)
  const lang = langOf(visit, event.language)
  const entry = (term: string, text: Html | string | false) =>
    text &&
    html`<div>
  <dt>${term}</dt>
  <dd>${text}</dd>
</div>
`
  const { source } = event
  const joinable = event.onlineUrl && !isPast(event, visit.now) && event.status !== "cancelled"
  const organiser = (name: string, i: number) =>
    html`${i > 0 && html`<br>`}<a href="${link(visit, paths.organiserPage(name))}"${lang}>${set(name)}</a>`
  const access = event.access
    ? html`<span${lang}>${set(event.access)}</span>`
    : event.places.length > 0 && words.accessUnknown
  const more = eventFacts(event, visit.language).map(({ name, value, own }) =>
    entry(name, own ? html`<span${lang}>${set(value)}</span>` : typeset(value, visit.language)),
  )
  const sourceName = source && (source.url ? html`<a href="${source.url}">${set(source.name)}</a>` : set(source.name))
  return html`<dl class="${wide ? "facts wide" : "facts"}">
  ${entry(words.when, when(visit, event))}
  ${entry(words.where, where(visit, event))}
  ${joinable && entry(words.remote, html`<a href="${event.onlineUrl}">${words.join}</a>`)}
  ${event.organisers.length > 0 && entry(words.organisers, html`${event.organisers.map(organiser)}`)}
  ${entry(words.access, access)}
  ${more}
  ${event.url && entry(words.site, html`<a href="${event.url}">${hostOf(event.url)}</a>`)}
  ${sourceName && entry(words.source, sourceName)}
</dl>`
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
  const lines = [
    first,
    ...(sameDay && !when.allDay ? [hoursOf(visit, when)] : []),
    ...(zone ? [html`<span class="small soft">${zone}</span>`] : []),
    ...(usual ? [html`<span class="small soft">${usual}</span>`] : []),
  ]
  return html`${lines.map((line, i) => html`${i > 0 && html`<br>`}${line}`)}`
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
  const name = typeset(street ? place.name : placeName(place), language)
  const map = mapLink(visit, place, visit.words.facts.map, html`<br>`)
  return html`${placeLink(visit, place, name)}${street && html`<br>${placeAddress(place)}`}${map}`
}

/** One of several venues, in one line. */
function venueLine(visit: Visit, place: Place, language: string): Html {
  const name = typeset(placeName(place), language)
  const map = mapLink(visit, place, visit.words.facts.mapShort, " · ")
  return html`${placeLink(visit, place, name)}${place.street && html`, ${place.street}`}${map}`
}

const placeLink = (visit: Visit, place: Place, words: string): Html =>
  html`<a href="${link(visit, paths.placePage(placeSlug(place)))}">${words}</a>`

/** A link to the place on OpenStreetMap; empty without coordinates. Nothing is loaded from there. */
export function mapLink(
  visit: Visit,
  { name, latitude, longitude }: Place,
  label: string,
  before: Html | string,
): Html | "" {
  if (latitude === null || longitude === null) return ""
  const at = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`
  const hidden = html`<span class="vh">${visit.words.colon}${visit.words.facts.mapOf(name)}</span>`
  return html`${before}<a href="${at}">${label}${hidden}</a>`
}
