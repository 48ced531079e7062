import type { Feature, FeatureCollection, Point } from "geojson"
import { isOnline, type ListedEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { type Place, placeAddress, placeName } from "../../domain/place.ts"
import { isoSeconds } from "../../domain/time.ts"
import { titleWithState } from "../../text/states.ts"
import { wordsOf } from "../../text/words/index.ts"
import { dateOf } from "../entries/entry.ts"
import { COLOURS } from "../ical/colours.ts"
import { oneLine } from "../ical/lines.ts"
import type { Listing } from "../listing.ts"
import { eventDates } from "./dates.ts"

/** A venue of an event on the map. */
export type Spot = Feature<Point, Record<string, unknown>>

/**
 * GeoJSON (RFC 7946), a feature for each venue that has coordinates; who takes place online alone is on no map. uMap takes it
 * as remote data as it is: it shows `name` and `description`, which is in its markup, and `_umap_options` gives the colour.
 */
export const geoJson = (listing: Listing, events: readonly ListedEvent[]): string =>
  JSON.stringify(featureCollection(listing, events))

export function featureCollection(
  listing: Listing,
  events: readonly ListedEvent[],
): FeatureCollection<Point, Record<string, unknown>> & Record<string, unknown> {
  const { licence, name, publisher, source, updatedAt } = listing
  return {
    type: "FeatureCollection",
    name,
    source,
    publisher,
    ...(licence && { licence: licence.url ?? licence.id }),
    updated: isoSeconds(updatedAt),
    features: events.flatMap(event => spotsOf(event, listing)),
  }
}

export function spotsOf(event: ListedEvent, { licence, origin, publisher }: Listing): Spot[] {
  if (isOnline(event)) return []
  const id = absolute(origin, paths.event(event.id))
  const page = absolute(origin, paths.eventPage(event.slug))
  const { start, end } = eventDates(event.when)
  const located = event.places.filter(({ latitude, longitude }) => latitude !== null && longitude !== null)
  return located.map((place, n) => ({
    type: "Feature",
    id: n === 0 ? id : `${id}#${n + 1}`,
    geometry: { type: "Point", coordinates: [rounded(place.longitude!), rounded(place.latitude!)] },
    properties: {
      name: oneLine(titleWithState(event, event.language)),
      description: popup(event, place, page),
      date: dateOf(event),
      start,
      ...(end && { end }),
      allDay: event.when.allDay,
      timeZone: event.when.timeZone,
      status: event.status,
      full: event.full,
      place: placeName(place),
      ...(placeAddress(place) && { address: placeAddress(place) }),
      organisers: event.organisers,
      ...(event.price && { price: event.price }),
      ...(event.accessibility.length > 0 && { accessibility: event.accessibility }),
      tags: event.tags,
      calendar: event.calendar.handle,
      url: page,
      updated: isoSeconds(event.updatedAt ?? event.publishedAt!),
      source: publisher,
      ...(licence && { licence: licence.url ?? licence.id }),
      _umap_options: { color: event.status === "cancelled" ? CANCELLED : COLOURS[event.calendar.calendarKind].hex },
    },
  }))
}

const CANCELLED = "#6f827c"

/** To a tenth of a metre, as in the calendars. */
const rounded = (degrees: number): number => Number(degrees.toFixed(6))

/** What uMap shows on a click, in its markup: `**bold**`, `[[address|words]]`. */
function popup(event: ListedEvent, place: Place, page: string): string {
  return [
    `**${plain(dateOf(event))}**`,
    plain([placeName(place), place.street].filter(Boolean).join(", ")),
    plain(event.summary),
    `[[${page}|${wordsOf(event.language).facts.openFromFeed}]]`,
  ]
    .filter(Boolean)
    .join("\n")
}

/** Typed text makes no links, images or frames of uMap: a mark that opens one is doubled, and so is parted. */
const plain = (text: string): string => oneLine(text).replace(/([[{*])(?=\1)/g, "$1\u200b")
