import { html } from "hono/html"
import type { StoredObject } from "../../store/objects.ts"
import type { Html } from "./html.ts"
import type { Visit } from "./visit.ts"

/** How many answered, passed on and liked it elsewhere; nothing while nobody has. */
export function reactions(visit: Visit, object: Pick<StoredObject, "replies" | "shares" | "likes"> | null): Html | "" {
  const { reactions: words } = visit.words
  const counts = (["replies", "shares", "likes"] as const)
    .filter(kind => object && object[kind] > 0)
    .map(kind => words[kind](object![kind]))
  if (counts.length === 0) return ""
  return html`<p class="small soft">${words.where(new Intl.ListFormat(visit.language, { type: "conjunction" }).format(counts))}</p>`
}
