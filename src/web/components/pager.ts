import { html } from "hono/html"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

interface PagerOptions {
  /** from 1 */
  page: number
  /** entries on a page */
  size: number
  /** entries on all pages */
  total: number
  /** address of another page */
  to: (page: number) => string
}

/** Links to the pages before and after this one; empty when everything fits on one page. */
export function pager(visit: Visit, { page, size, total, to }: PagerOptions): Html | "" {
  const { archives: words } = visit.words
  const more = total > page * size
  if (page === 1 && !more) return ""
  return html`<nav class="line" aria-label="${words.paging}">
  ${page > 1 && html`<a class="btn" rel="prev" href="${to(page - 1)}">${words.newer}</a>`}
  ${more && html`<a class="btn" rel="next" href="${to(page + 1)}">${words.older}</a>`}
</nav>`
}
