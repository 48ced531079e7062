import type { WholeEvent } from "../../domain/event.ts"
import type { Image } from "../../domain/image.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import { absolute, paths } from "../../domain/paths.ts"
import type { Place } from "../../domain/place.ts"
import { amountText, type Price } from "../../domain/price.ts"
import type { Session } from "../../domain/programme.ts"
import { isoSeconds } from "../../domain/time.ts"
import type { Listing } from "../listing.ts"
import { type Xml, xmlDocument } from "../xml.ts"
import { eventDates } from "./dates.ts"

/** Events and interviews as XML of our own, in the words of the API; `docs/agenda.xsd`, served as `/agenda.xsd`, is its schema. */
export function agendaXml(
  listing: Listing,
  events: readonly WholeEvent[],
  interviews: readonly WholeInterview[],
): string {
  const { licence, name, page, publisher, source, updatedAt } = listing
  return xmlDocument("agenda", {
    "@name": name,
    "@source": source,
    "@page": page,
    "@publisher": publisher,
    "@licence": licence && (licence.url ?? licence.id),
    "@updated": isoSeconds(updatedAt),
    event: events.map(event => eventElement(event, listing)),
    interview: interviews.map(interview => interviewElement(interview, listing)),
  })
}

function eventElement(event: WholeEvent, { licence, origin, publisher }: Listing): Xml {
  const { calendar, image, onlineUrl, organisers, places, sessions, status, tags, when } = event
  return {
    "@id": absolute(origin, paths.event(event.id)),
    "@source": publisher,
    "@licence": licence && (licence.url ?? licence.id),
    uid: event.uid,
    page: absolute(origin, paths.eventPage(event.slug)),
    calendar: { "@handle": calendar.handle, "#": calendar.name },
    title: event.title,
    language: event.language,
    status,
    full: event.full,
    ...eventDates(when),
    allDay: when.allDay,
    timeZone: when.timeZone,
    previousStart: event.previous && eventDates(event.previous).start,
    summary: event.summary,
    description: event.description,
    place: places.map(placeElement),
    online: onlineUrl,
    organiser: organisers,
    access: event.access,
    tag: tags,
    category: event.category,
    url: event.url,
    image: image && imageElement(image),
    session: sessions.map(sessionElement),
    published: event.publishedAt && isoSeconds(event.publishedAt),
    updated: isoSeconds(event.updatedAt ?? event.publishedAt!),
    price: event.price && priceElement(event.price),
    accessibility: event.accessibility,
  }
}

function priceElement(price: Price): Xml {
  if ("words" in price) return { "#": price.words }
  return "free" in price ? { "@free": true } : { "@currency": price.currency, "#": amountText(price.amount) }
}

const placeElement = (place: Place): Xml => ({
  name: place.name,
  street: place.street,
  postalCode: place.postalCode,
  locality: place.locality,
  region: place.region,
  country: place.country,
  latitude: place.latitude,
  longitude: place.longitude,
})

const imageElement = ({ url, alt, credit, licence }: Image): Xml => ({ url, alt, credit, licence })

const sessionElement = ({ slug, title, summary, when, room, track, format, speakers, documents }: Session): Xml => ({
  "@slug": slug,
  title,
  summary,
  ...(when && eventDates(when)),
  room,
  track,
  format,
  speaker: speakers,
  document: documents.map(({ title, url, kind }) => ({ "@kind": kind, title, url })),
})

function interviewElement(interview: WholeInterview, { licence, origin, publisher }: Listing): Xml {
  const { calendar, interviewees, original, portrait, tags, updatedAt } = interview
  return {
    "@id": absolute(origin, paths.interview(interview.id)),
    "@source": publisher,
    "@licence": licence && (licence.url ?? licence.id),
    page: absolute(origin, paths.interviewPage(interview.slug)),
    calendar: { "@handle": calendar.handle, "#": calendar.name },
    title: interview.title,
    language: interview.language,
    date: interview.date,
    interviewee: interviewees,
    summary: interview.summary,
    content: interview.content,
    tag: tags,
    original: original && { name: original.name, url: original.url },
    video: interview.videoUrl,
    image: portrait && imageElement(portrait),
    updated: updatedAt && isoSeconds(updatedAt),
  }
}
