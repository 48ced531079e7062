import { html } from "hono/html"
import { paths } from "../../domain/paths.ts"
import type { Visit } from "../visit.ts"
import { licenceName } from "./document.ts"
import type { Html } from "./html.ts"

/** The same selection for other tools: the address of the page and an ending. */
export function reuseCard(visit: Visit, page: string): Html {
  const { calendar: words } = visit.words
  const { licence } = visit.site
  return html`<section class="card" aria-labelledby="h-reuse"><h2 id="h-reuse">${words.reuse}</h2><ul class="stack small"><li><a href="${paths.feed(page, "ics")}">${words.ics}</a></li></ul>${licence && html`<p class="small soft">${licenceName(licence)}</p>`}</section>`
}
