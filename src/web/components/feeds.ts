import { html } from "hono/html"
import { absolute, type FeedFormat, paths } from "../../domain/paths.ts"
import { licenceName } from "./document.ts"
import type { Html } from "./html.ts"
import { link, type Visit } from "./visit.ts"

interface ReuseOptions {
  /** the part of the query that belongs to the selection, `?q=…` or empty */
  query?: string
  /** interviews have neither dates nor places */
  interviews?: boolean
}

/** Links to the feeds of a page, each at its address with the ending of a format. */
export function reuseCard(visit: Visit, page: string, { query = "", interviews = false }: ReuseOptions = {}): Html {
  const { calendar: words } = visit.words
  const { licence } = visit.site
  const feed = (format: FeedFormat, label: string) => html`<a href="${paths.feed(page, format)}${query}">${label}</a>`
  const map = html`<a href="${umap(visit, page, query)}">${words.umap}</a>`
  return html`<section class="card" aria-labelledby="h-reuse">
  <h2 id="h-reuse">${words.reuse}</h2>
  <ul class="stack small">
    ${!interviews && html`<li>${feed("ics", words.ics)}</li>`}
    <li>${feed("csv", words.csv)}</li>
    ${!interviews && html`<li>${feed("geojson", words.geojson)}, ${map}</li>`}
    <li>${feed("atom", words.atom)} ${words.or} ${feed("json", "JSON")}</li>
    <li><a href="${link(visit, paths.openData())}">${words.formats}</a></li>
  </ul>
  ${licence && html`<p class="small soft">${licenceName(licence)}</p>`}
</section>`
}

/** The address of a new map on the public uMap that reads the venues of a page from its GeoJSON feed. */
export const umap = (visit: Visit, page: string, query = ""): string =>
  `https://umap.openstreetmap.fr/${visit.language}/map/?${new URLSearchParams({
    dataUrl: absolute(visit.origin, paths.feed(page, "geojson")) + query,
    dataFormat: "geojson",
  })}`
