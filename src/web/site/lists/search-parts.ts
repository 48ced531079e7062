import { html, raw } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import { webcal } from "../../components/head.ts"
import type { Html } from "../../components/html.ts"
import { link, type Visit } from "../../components/visit.ts"
import { ONLINE, type Search, searchQuery } from "../queries.ts"

/** The query of the search as a feed: without days, since a feed is for what will come. */
export const feedQuery = (asked: Search): string => searchQuery(asked, { first: null, last: null })

/** The form of the search, filled in. */
export function searchForm(visit: Visit, { q, place, online, tag, first, last }: Search, localities: string[]): Html {
  const { search: words } = visit.words
  const option = (value: string, label: string, chosen: boolean) =>
    html`<option value="${value}"${chosen && raw(" selected")}>${label}</option>`
  const day = (name: string, label: string, value: string | null) =>
    html`<div class="field">
  <label for="${name}">${label}</label>
  <input id="${name}" name="${name}" type="date"${value && html` value="${value}"`}>
</div>`
  return html`<form role="search" class="line noprint" action="${link(visit, paths.search())}">
<div class="field">
  <label for="q">${words.words}</label>
  <input id="q" name="q" type="search" value="${q}" autocomplete="off">
</div>
${day("de", words.since, first)}
${day("a", words.until, last)}
<div class="field">
  <label for="lieu">${words.place}</label>
  <select id="lieu" name="lieu">
    ${option("", words.allPlaces, false)}
    ${localities.map(one => option(one, one, one === place))}
    ${option(ONLINE, words.online, online)}
  </select>
</div>
${tag && html`<input type="hidden" name="tag" value="${tag}">`}
<button class="btn main">${words.go}</button>
</form>`
}

/** Links to the years that have events; empty if there are fewer than two. */
export function yearChips(visit: Visit, asked: Search, years: { year: number; count: number }[]): Html | "" {
  const { search: words } = visit.words
  if (years.length < 2) return ""
  const chip = (year: number | null, label: Html | string) => {
    const span = { first: year && `${year}-01-01`, last: year && `${year}-12-31` } as Pick<Search, "first" | "last">
    const current = asked.first === span.first && asked.last === span.last
    const address = link(visit, paths.search()) + searchQuery(asked, span)
    return html`<a class="chip" href="${address}"${current && raw(' aria-current="true"')}>${label}</a>`
  }
  return html`<nav aria-label="${words.years}" class="chips">
  ${chip(null, words.allYears)}
  ${years.map(({ year, count }) => chip(year, `${year} (${count})`))}
</nav>`
}

/** The search as feeds. */
export function feedCard(visit: Visit, asked: Search): Html {
  const { search: words } = visit.words
  const { calendar: formats } = visit.words
  const query = feedQuery(asked)
  const feed = (format: "ics" | "csv" | "geojson" | "atom") => paths.feed(paths.search(), format) + query
  return html`<section class="card" aria-labelledby="h-keep">
  <h2 id="h-keep">${words.keep}</h2>
  <p>${words.keepText}</p>
  <p><a class="btn" href="${webcal(visit.origin, feed("ics"))}">${visit.words.addToCalendar}</a></p>
  <p class="small">
    <a href="${feed("csv")}">${formats.csv}</a> ·
    <a href="${feed("geojson")}">${formats.geojson}</a> ·
    <a href="${feed("atom")}">${formats.atom}</a>
  </p>
</section>`
}
