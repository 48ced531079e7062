import { type EventStatus, isOnline, type WholeEvent } from "../domain/event.ts"
import type { Image } from "../domain/image.ts"
import type { WholeInterview } from "../domain/interview.ts"
import type { JsonObject } from "../domain/json.ts"
import { absolute, paths } from "../domain/paths.ts"
import type { Place } from "../domain/place.ts"
import { isFree } from "../domain/price.ts"
import type { Session } from "../domain/programme.ts"
import { isoSeconds, type When } from "../domain/time.ts"
import { plainText } from "../text/markdown/plain-text.ts"
import { eventDates } from "./data/dates.ts"
import { withoutEmpty } from "./without-empty.ts"

const STATUS: Record<EventStatus, string> = {
  scheduled: "EventScheduled",
  cancelled: "EventCancelled",
  postponed: "EventPostponed",
  rescheduled: "EventRescheduled",
  "moved-online": "EventMovedOnline",
}
const term = (name: string): string => `https://schema.org/${name}`

/**
 * What search engines read of an event's page: the content of a `<script type="application/ld+json">`, in which no text can
 * end the script. Its name is without state word: `eventStatus` says it.
 */
export const eventJsonLd = (event: WholeEvent, origin: string): string => script(eventDocument(event, origin))

export const interviewJsonLd = (interview: WholeInterview, origin: string): string =>
  script(interviewDocument(interview, origin))

/** An event as a node of schema.org, its sessions inside. */
export function eventDocument(event: WholeEvent, origin: string): JsonObject {
  const id = absolute(origin, paths.event(event.id))
  const page = absolute(origin, paths.eventPage(event.slug))
  const shared = sharedOf(event)
  return {
    "@type": "Event",
    "@id": id,
    url: page,
    name: event.title,
    description: event.summary || plainText(event.description),
    inLanguage: event.language,
    ...datesOf(event.when),
    previousStartDate: event.previous && eventDates(event.previous).start,
    ...shared,
    image: event.image && imageOf(event.image),
    organizer: organisersOf(event, origin),
    keywords: event.tags.join(", "),
    sameAs: event.url,
    offers: event.full || event.price ? offerOf(event, page) : null,
    isAccessibleForFree: event.price && isFree(event.price),
    accessibilityFeature: event.accessibility.map(featureOf),
    subEvent: event.sessions.map(session => sessionOf(session, event, shared, origin)),
  }
}

export function interviewDocument(interview: WholeInterview, origin: string): JsonObject {
  const { calendar, original, videoUrl } = interview
  const page = absolute(origin, paths.interviewPage(interview.slug))
  return {
    "@type": "Article",
    "@id": absolute(origin, paths.interview(interview.id)),
    url: page,
    // where it first appeared is the page that counts
    mainEntityOfPage: original?.url ?? page,
    headline: interview.title,
    description: interview.summary || null,
    inLanguage: interview.language,
    datePublished: interview.date,
    dateModified: interview.updatedAt && isoSeconds(interview.updatedAt),
    about: interview.interviewees.map(name => ({ "@type": "Thing", name })),
    author: {
      "@type": "Organization",
      name: calendar.name,
      url: absolute(origin, paths.calendarPage(calendar.handle)),
    },
    publisher: { "@type": "Organization", name: calendar.publisherName, url: absolute(origin, paths.home()) },
    image: interview.portrait && imageOf(interview.portrait),
    video: videoUrl && { "@type": "VideoObject", name: interview.title, url: videoUrl, uploadDate: interview.date },
    isBasedOn: original && { "@type": "CreativeWork", name: original.name, url: original.url },
    keywords: interview.tags.join(", "),
  }
}

/** What holds for an event and for each of its sessions. */
function sharedOf(event: WholeEvent): JsonObject {
  return {
    eventStatus: term(STATUS[event.status]),
    eventAttendanceMode: term(`${modeOf(event)}EventAttendanceMode`),
    location: locationsOf(event),
  }
}

function offerOf({ full, price }: WholeEvent, url: string): JsonObject {
  return {
    "@type": "Offer",
    availability: full ? term("SoldOut") : null,
    url,
    ...(price && "free" in price && { price: 0 }),
    ...(price && "amount" in price && { price: price.amount, priceCurrency: price.currency }),
    ...(price && "words" in price && { description: price.words }),
  }
}

/** `hearing-loop` as schema.org writes such words: `hearingLoop`. */
const featureOf = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/** A session by itself, with what tells its event apart. */
export function sessionDocument(session: Session, event: WholeEvent, origin: string): JsonObject {
  const { superEvent, ...node } = sessionOf(session, event, sharedOf(event), origin)
  const { "@type": type, "@id": id, url, name, startDate, endDate, organizer } = eventDocument(event, origin)
  return { ...node, organizer, superEvent: { "@type": type, "@id": id, url, name, startDate, endDate } }
}

function sessionOf(session: Session, event: WholeEvent, shared: JsonObject, origin: string): JsonObject {
  const id = absolute(origin, paths.event(event.id))
  return {
    "@type": "Event",
    "@id": `${id}#${session.slug}`,
    url: absolute(origin, paths.session(event.slug, session.slug)),
    name: session.title,
    description: session.summary || null,
    inLanguage: event.language,
    // only the order is known: it takes place during its event
    ...datesOf(session.when ?? event.when),
    ...shared,
    performer: session.speakers.map(name => ({ "@type": "Person", name })),
    superEvent: { "@id": id },
  }
}

function modeOf(event: WholeEvent): "Online" | "Offline" | "Mixed" {
  if (isOnline(event)) return "Online"
  return event.onlineUrl ? "Mixed" : "Offline"
}

function locationsOf(event: WholeEvent): JsonObject[] {
  const venues = isOnline(event) ? [] : event.places.map(placeOf)
  return event.onlineUrl ? [...venues, { "@type": "VirtualLocation", url: event.onlineUrl }] : venues
}

function placeOf({ name, street, postalCode, locality, region, country, latitude, longitude }: Place): JsonObject {
  return {
    "@type": "Place",
    name,
    address: {
      "@type": "PostalAddress",
      streetAddress: street,
      postalCode,
      addressLocality: locality,
      addressRegion: region,
      addressCountry: country,
    },
    geo: latitude !== null && longitude !== null ? { "@type": "GeoCoordinates", latitude, longitude } : null,
  }
}

const organisersOf = ({ organisers, calendar }: WholeEvent, origin: string): JsonObject[] =>
  organisers.length > 0
    ? organisers.map(name => ({ "@type": "Organization", name }))
    : [{ "@type": "Organization", name: calendar.publisherName, url: absolute(origin, paths.home()) }]

const imageOf = ({ url, alt, credit, licence, width, height }: Image): JsonObject => ({
  "@type": "ImageObject",
  url,
  caption: alt,
  creditText: credit,
  license: URL.canParse(licence ?? "") ? licence : null,
  width,
  height,
})

const datesOf = (when: When): JsonObject => {
  const { start, end } = eventDates(when)
  return { startDate: start, endDate: end }
}

/** Without what is unknown. `<` is written so that neither `</script>` nor `<!--` can stand in it. */
const script = (document: JsonObject): string =>
  JSON.stringify({ "@context": "https://schema.org", ...document }, withoutEmpty).replaceAll("<", "\\u003c")
