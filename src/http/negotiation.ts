import type { Context } from "hono"
import { type Accept, parseAccept } from "hono/utils/accept"

export const ACTIVITY_JSON = "application/activity+json"
export const LD_JSON = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
export const AS2 = "https://www.w3.org/ns/activitystreams"

/** What a request accepts: one of the two ActivityPub media types, a page, or nothing that we have (null). */
interface Negotiated {
  media: typeof ACTIVITY_JSON | typeof LD_JSON | "text/html" | null
  /** whether it names an ActivityPub media type: only then does the address of a page lead to an id */
  named: boolean
}

interface Preference {
  q: number
  /** named, not covered by a wildcard */
  exact: boolean
}

/** How much a media type is preferred: the most specific range that covers it decides, not the highest (RFC 9110 §12.5.1). */
function quality(ranges: readonly Accept[], type: string): Preference {
  const main = `${type.split("/")[0]}/*`
  for (const range of [type, main, "*/*"]) {
    const matches = ranges.filter(r => r.type.toLowerCase() === range)
    if (matches.length > 0) return { q: Math.max(...matches.map(m => m.q)), exact: range === type }
  }
  return { q: 0, exact: false }
}

/**
 * Reads an Accept header. Ids answer ActivityPub unless a page is preferred; between equals the type that was named wins, and
 * between two named ones ActivityPub. `application/json` gets ActivityPub too: Gancio fetches actors with it. Any profile
 * of `application/ld+json` counts, since ours is the only one there is.
 */
export function negotiate(accept: string | undefined): Negotiated {
  const ranges = parseAccept(accept || "*/*")
  const activity = quality(ranges, "application/activity+json")
  const ld = quality(ranges, "application/ld+json")
  const json = quality(ranges, "application/json")
  const page = best(quality(ranges, "text/html"), quality(ranges, "application/xhtml+xml"))
  const data = best(best(activity, ld), json)
  if (data.q === 0 && page.q === 0) return { media: null, named: false }
  if (page.q > data.q || (page.q === data.q && page.exact && !data.exact)) return { media: "text/html", named: false }
  const named = (activity.exact && activity.q > 0) || (ld.exact && ld.q > 0)
  return { media: best(activity, ld) === ld ? LD_JSON : ACTIVITY_JSON, named }
}

/** The preferred one of two, the named one of equals, else the first. */
const best = (a: Preference, b: Preference): Preference => (b.q > a.q || (b.q === a.q && b.exact && !a.exact) ? b : a)

/** Adds Accept to the Vary header of a response that another handler made at an address that we negotiate. */
export function markVaried(c: Context): void {
  if (!/\baccept\b(?!-)/i.test(c.res.headers.get("Vary") ?? "")) c.header("Vary", "Accept", { append: true })
}
