import type { Image } from "../../domain/image.ts"
import { isoSeconds } from "../../domain/time.ts"
import { eventDates } from "../data/dates.ts"
import { oneLine } from "../ical/lines.ts"
import type { Listing } from "../listing.ts"
import { type Xml, xmlDocument } from "../xml.ts"
import type { FeedEntry } from "./entry.ts"

/**
 * Atom (RFC 4287), with GeoRSS points and the dates of events as the RSS 1.0 event module names them. What a reader shows as the
 * date is when it was announced, never when it takes place.
 */
export function atom(listing: Listing, entries: readonly FeedEntry[]): string {
  const { licence } = listing
  const updated = Math.max(listing.updatedAt.getTime(), ...entries.map(entry => entry.updated.getTime()))
  return xmlDocument("feed", {
    "@xmlns": "http://www.w3.org/2005/Atom",
    "@xmlns:georss": "http://www.georss.org/georss",
    "@xmlns:ev": "http://purl.org/rss/1.0/modules/event/",
    "@xml:lang": listing.language,
    id: listing.source,
    title: oneLine(listing.name),
    subtitle: oneLine(listing.description),
    updated: isoSeconds(new Date(updated)),
    link: [
      { "@rel": "self", "@type": "application/atom+xml", "@href": listing.source },
      { "@rel": "alternate", "@type": "text/html", "@href": listing.page },
      ...(licence?.url ? [{ "@rel": "license", "@href": licence.url }] : []),
    ],
    author: { name: listing.publisher, uri: listing.origin },
    rights: licence?.name,
    generator: "Beffroi",
    entry: entries.map(entry => entryElement(entry, listing)),
  })
}

function entryElement(entry: FeedEntry, { licence }: Listing): Xml {
  return {
    "@xml:lang": entry.language,
    id: entry.id,
    title: oneLine(entry.title),
    link: [
      { "@rel": "alternate", "@type": "text/html", "@href": entry.page },
      ...(entry.image ? [enclosure(entry.image)] : []),
      ...(licence?.url ? [{ "@rel": "license", "@href": licence.url }] : []),
    ],
    published: isoSeconds(entry.published),
    updated: isoSeconds(entry.updated),
    author: { name: entry.author.name, uri: entry.author.url },
    category: entry.tags.map(tag => ({ "@term": tag })),
    summary: oneLine(entry.summary),
    content: { "@type": "html", "#": entry.html },
    rights: licence?.name,
    ...placeAndDates(entry),
  }
}

const enclosure = ({ url, mediaType, alt }: Image): Xml => ({
  "@rel": "enclosure",
  "@type": mediaType,
  "@title": oneLine(alt),
  "@href": url,
})

/** `georss:point` and `ev:startdate` …, the same in Atom and RSS. */
export function placeAndDates({ at, event }: FeedEntry): Xml {
  const dates = event && eventDates(event.when)
  return {
    "georss:point": at && `${at.latitude} ${at.longitude}`,
    "ev:startdate": dates?.start,
    "ev:enddate": dates?.end,
    "ev:location": event?.places.map(place => oneLine(place.name)).join(", "),
    "ev:organizer": event && oneLine(event.organisers.join(", ")),
  }
}
