import { html } from "hono/html"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

/** How often other servers replied to, shared and liked an object. */
interface ReactionCounts {
  replies: number
  shares: number
  likes: number
}

/** The counts in words; empty while all are 0. */
export function reactions(visit: Visit, counts: ReactionCounts | null): Html | "" {
  const { reactions: words } = visit.words
  const sentences = (["replies", "shares", "likes"] as const)
    .filter(kind => counts && counts[kind] > 0)
    .map(kind => words[kind](counts![kind]))
  if (sentences.length === 0) return ""
  const list = new Intl.ListFormat(visit.language, { type: "conjunction" }).format(sentences)
  return html`<p class="small soft">${words.where(list)}</p>`
}
