import { absolute, type FeedFormat, paths } from "../../../domain/paths.ts"
import { agendaXml } from "../../../feeds/data/agenda-xml.ts"
import { eventsCsv, interviewsCsv } from "../../../feeds/data/csv.ts"
import { geoJson } from "../../../feeds/data/geojson.ts"
import { jsonLd } from "../../../feeds/data/json-ld.ts"
import { kml } from "../../../feeds/data/kml.ts"
import { atom } from "../../../feeds/entries/atom.ts"
import { jsonFeed } from "../../../feeds/entries/json-feed.ts"
import { rss } from "../../../feeds/entries/rss.ts"
import { jCal } from "../../../feeds/ical/jcal.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { calendarOf } from "./calendar.ts"
import { latestOf } from "./latest.ts"
import { mapOf } from "./map.ts"
import type { FeedContent, FeedRequest } from "./request.ts"
import type { FeedSelection } from "./selection.ts"
import { tableOf } from "./table.ts"

/**
 * The content of each format. Calendars and maps show what is near in time: 30 days back, 18 months ahead. Feeds for
 * readers have the latest 100 entries, tables everything.
 */
export const FORMATS: Record<FeedFormat, (request: FeedRequest) => Promise<FeedContent>> = {
  ics: calendarOf,
  jcal: async request => {
    const made = await calendarOf(request)
    return { ...made, body: jCal(made.body) }
  },
  atom: latestOf(atom),
  rss: latestOf(rss),
  json: latestOf(jsonFeed),
  geojson: mapOf(geoJson),
  kml: mapOf(kml),
  csv: tableOf((listing, { events, interviews }) =>
    listing.kind === "interviews" ? interviewsCsv(listing, interviews) : eventsCsv(listing, events),
  ),
  xml: tableOf((listing, { events, interviews }) => agendaXml(listing, events, interviews)),
  jsonld: tableOf((listing, { events, interviews }) => jsonLd(listing, events, interviews)),
}

export const listingOf = ({ head, page, query }: FeedSelection, format: FeedFormat): Listing => ({
  ...head,
  page: head.page + query,
  source: absolute(head.origin, paths.feed(page, format)) + query,
})
