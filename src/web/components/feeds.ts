import { html } from "hono/html"
import type { Visit } from "../visit.ts"
import type { Html } from "./html.ts"

/** The same selection in the formats of other tools: the address of the page and an ending. */
export function reuseCard(visit: Visit, base: string): Html {
  const { calendar: words } = visit.words
  const entry = (ending: string, label: string) => html`<li><a href="${base}.${ending}">${label}</a></li>`
  return html`<section class="card" aria-labelledby="h-reuse"><h2 id="h-reuse">${words.reuse}</h2><ul class="stack small">${entry("ics", words.ics)}${entry("csv", words.csv)}${entry("geojson", words.geojson)}<li><a href="${base}.atom">${words.atom}</a> ${words.or} <a href="${base}.json">${words.json}</a></li></ul><p class="small soft">${words.licence}</p></section>`
}
