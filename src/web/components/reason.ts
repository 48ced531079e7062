import { html } from "hono/html"
import type { News } from "../../domain/news.ts"
import { typeset } from "../../text/typography.ts"
import type { Html } from "./html.ts"
import { langOf, type Visit } from "./visit.ts"

/** The reason given for a change, marked with its language and ended with a full stop; empty without a reason. */
export function reason(visit: Visit, news: News | undefined): Html | "" {
  if (!news?.reason) return ""
  const text = /[.!?…]$/.test(news.reason) ? news.reason : `${news.reason}.`
  return html` <span${langOf(visit, news.language)}>${typeset(text, news.language)}</span>`
}
