import type { FeedFormat } from "../../domain/paths.ts"

/** What each format is sent as; a charset where its type has that parameter, or readers guess without it. */
export const MEDIA_TYPES: Record<FeedFormat, string> = {
  ics: "text/calendar; charset=utf-8",
  jcal: "application/calendar+json",
  atom: "application/atom+xml; charset=utf-8",
  rss: "application/rss+xml; charset=utf-8",
  // a browser shows it, and every reader of JSON Feed takes both of its types
  json: "application/feed+json; charset=utf-8",
  geojson: "application/geo+json; charset=utf-8",
  kml: "application/vnd.google-earth.kml+xml; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
  xml: "application/xml; charset=utf-8",
  jsonld: "application/ld+json; charset=utf-8",
}
