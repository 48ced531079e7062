import { oneLine } from "../ical/lines.ts"
import type { Listing } from "../listing.ts"
import { type Xml, xmlDocument } from "../xml.ts"
import { placeAndDates } from "./atom.ts"
import type { FeedEntry } from "./entry.ts"

/** RSS 2.0, for readers that know no Atom. Its `guid` is the id on the network, the same as in Atom. */
export function rss(listing: Listing, entries: readonly FeedEntry[]): string {
  const { licence } = listing
  const built = Math.max(listing.updatedAt.getTime(), ...entries.map(entry => entry.updated.getTime()))
  return xmlDocument("rss", {
    "@version": "2.0",
    "@xmlns:atom": "http://www.w3.org/2005/Atom",
    "@xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "@xmlns:dcterms": "http://purl.org/dc/terms/",
    "@xmlns:ev": "http://purl.org/rss/1.0/modules/event/",
    "@xmlns:georss": "http://www.georss.org/georss",
    "@xmlns:media": "http://search.yahoo.com/mrss/",
    channel: {
      title: oneLine(listing.name),
      link: listing.page,
      // required, even when nobody wrote one
      description: oneLine(listing.description || listing.name),
      language: listing.language,
      copyright: licence?.name,
      lastBuildDate: new Date(built).toUTCString(),
      generator: "Beffroi",
      docs: "https://www.rssboard.org/rss-specification",
      ttl: 60,
      "atom:link": { "@rel": "self", "@type": "application/rss+xml", "@href": listing.source },
      "dcterms:license": licence?.url,
      item: entries.map(entry => itemElement(entry, listing)),
    },
  })
}

function itemElement(entry: FeedEntry, { licence }: Listing): Xml {
  const { image } = entry
  return {
    title: oneLine(entry.title),
    link: entry.page,
    guid: { "@isPermaLink": "false", "#": entry.id },
    pubDate: entry.published.toUTCString(),
    description: entry.html,
    category: entry.tags,
    "dc:creator": entry.author.name,
    "dc:language": entry.language,
    "dc:rights": licence?.name,
    "dcterms:license": licence?.url,
    "dcterms:modified": entry.updated.toISOString(),
    "media:content": image && {
      "@url": image.url,
      "@type": image.mediaType,
      "@medium": "image",
      "media:description": oneLine(image.alt),
    },
    ...placeAndDates(entry),
  }
}
