import { absolute, paths } from "../../domain/paths.ts"
import { isoSeconds } from "../../domain/time.ts"
import { eventFacts } from "../data/facts.ts"
import type { Listing } from "../listing.ts"
import { withoutEmpty } from "../without-empty.ts"
import type { FeedEntry } from "./entry.ts"

/** JSON Feed 1.1. What it has no words for stands in `_event` and `_licence`, as extensions must. */
export function jsonFeed(listing: Listing, entries: readonly FeedEntry[]): string {
  const { licence, origin } = listing
  const about = absolute(origin, paths.openData())
  return JSON.stringify(
    {
      version: "https://jsonfeed.org/version/1.1",
      title: listing.name,
      home_page_url: listing.page,
      feed_url: listing.source,
      description: listing.description,
      language: listing.language,
      authors: [{ name: listing.publisher, url: origin }],
      _licence: licence && { about, ...licence },
      items: entries.map(entry => ({
        id: entry.id,
        url: entry.page,
        title: entry.title,
        content_html: entry.html,
        summary: entry.summary,
        image: entry.image?.url,
        date_published: isoSeconds(entry.published),
        date_modified: isoSeconds(entry.updated),
        authors: [entry.author],
        tags: entry.tags,
        language: entry.language,
        _event: entry.event && { about, ...eventFacts(entry.event, listing) },
      })),
    },
    (key, value) => (key === "items" ? value : withoutEmpty(key, value)),
  )
}
