import type { Context } from "hono"
import { html } from "hono/html"
import { paths } from "../../../domain/paths.ts"
import { isSlug } from "../../../domain/patterns.ts"
import { placeAddress, placeName } from "../../../domain/place.ts"
import type { Db } from "../../../store/db.ts"
import { placesBySlug } from "../../../store/public/places.ts"
import { typeset } from "../../../text/typography.ts"
import { mapLink } from "../../components/facts.ts"
import type { WebEnv } from "../../components/visit.ts"
import { missing } from "../errors/missing.ts"
import { listing } from "./listing.ts"

/** Everything that takes place at one place. */
export const place = (db: Db) => async (c: Context<WebEnv>) => {
  const visit = c.get("visit")
  const slug = c.req.param("slug") ?? ""
  const places = isSlug(slug) ? await placesBySlug(db, slug) : []
  if (!places[0]) return missing(db)(c)
  const { place: words } = visit.words
  const language = visit.site.calendars[0]?.language ?? visit.language
  const located = places.find(({ latitude }) => latitude !== null)
  const address = placeAddress(places[0])
  const map = located && mapLink(visit, located, visit.words.facts.map, places[0].street ? " · " : "")
  return listing(c, db, {
    kind: words.kind,
    name: typeset(placeName(places[0]), language),
    path: paths.placePage(slug),
    events: { placeIds: places.map(({ id }) => id) },
    pastTitle: words.past,
    about: words.subscribe,
    facts: places[0].street || located ? html`<p class="meta">${places[0].street && address}${map}</p>` : "",
  })
}
