import type { Accessibility } from "../../domain/accessibility.ts"
import type { EventStatus, ListedEvent } from "../../domain/event.ts"
import { isOnline } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { type Place, placeAddress, placeSlug } from "../../domain/place.ts"
import { isoSeconds, withOffset, zonedEnd, zonedStart } from "../../domain/time.ts"
import { priceText } from "../../text/event-facts.ts"
import { dateOf } from "../entries/entry.ts"
import type { Listing } from "../listing.ts"
import { numberOf } from "./numbers.ts"

/** OpenAgenda's numbers of states; 5 is full. */
const STATUS: Record<EventStatus, number> = {
  scheduled: 1,
  rescheduled: 2,
  "moved-online": 3,
  postponed: 4,
  cancelled: 6,
}

/**
 * Events as OpenAgenda's API (v2) gives those of an agenda, for tools that read one. What depends on the hour (`nextTiming`) is
 * left out; a timing whose end nobody said ends when it begins, since that format wants one.
 */
export function openAgenda(listing: Listing, events: readonly ListedEvent[]): string {
  const { licence, name, origin, page, publisher } = listing
  return JSON.stringify({
    total: events.length,
    agenda: { title: name, url: page, source: publisher, ...(licence && { licence: licence.url ?? licence.id }) },
    events: events.map(event => eventObject(event, origin, listing)),
    success: true,
  })
}

function eventObject(event: ListedEvent, origin: string, { licence, publisher }: Listing) {
  const { access, calendar, description, image, language, onlineUrl, places, status, summary, tags, title, url } = event
  const localised = <T>(value: T): Record<string, T> => ({ [language.split("-")[0]!]: value })
  const timing = timingOf(event)
  const page = absolute(origin, paths.eventPage(event.slug))
  return {
    uid: numberOf(event.id),
    slug: event.slug,
    canonicalUrl: page,
    title: localised(title),
    description: localised(summary || title),
    longDescription: localised(description),
    keywords: localised(tags),
    conditions: localised([event.price && priceText(event.price, language), access].filter(Boolean).join(" · ")),
    ...(event.accessibility.length > 0 && { accessibility: accessibilityOf(event.accessibility) }),
    dateRange: localised(dateOf(event)),
    firstTiming: timing,
    lastTiming: timing,
    timings: [timing],
    timezone: event.when.timeZone,
    status: event.full && status === "scheduled" ? 5 : STATUS[status],
    attendanceMode: isOnline(event) ? 2 : onlineUrl ? 3 : 1,
    onlineAccessLink: onlineUrl,
    location: isOnline(event) || !places[0] ? null : locationObject(places[0]),
    image: image && { base: image.url, filename: "", variants: [] },
    imageCredits: image?.credit ?? null,
    registration: url ? [{ type: "link", value: url }] : [],
    links: [{ link: page }],
    originAgenda: { title: calendar.name, url: absolute(origin, paths.calendarPage(calendar.handle)) },
    createdAt: isoSeconds(event.publishedAt!),
    updatedAt: isoSeconds(event.updatedAt ?? event.publishedAt!),
    source: publisher,
    ...(licence && { licence: licence.url ?? licence.id }),
  }
}

/** By kinds of impairment: motor, of hearing, of sight, psychic, intellectual. */
const accessibilityOf = (provided: readonly Accessibility[]) => ({
  mi: provided.includes("wheelchair"),
  hi: (["hearing-loop", "sign-language", "captions"] as const).some(name => provided.includes(name)),
  vi: provided.includes("audio-description"),
  pi: provided.includes("quiet-room"),
  ii: false,
})

function timingOf({ when }: ListedEvent): { begin: string; end: string } {
  const begin = zonedStart(when)
  // whole days end a second before midnight there
  const end = when.allDay ? zonedEnd(when)!.subtract({ seconds: 1 }) : (zonedEnd(when) ?? begin)
  return { begin: withOffset(begin), end: withOffset(end) }
}

const locationObject = (place: Place) => ({
  uid: numberOf(place.id),
  slug: placeSlug(place),
  name: place.name,
  address: placeAddress(place) || place.locality || place.name,
  city: place.locality,
  postalCode: place.postalCode,
  region: place.region,
  countryCode: place.country,
  latitude: place.latitude,
  longitude: place.longitude,
})
