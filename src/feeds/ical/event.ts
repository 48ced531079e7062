import { isOnline, type WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { placeAddress, placeName, placesName } from "../../domain/place.ts"
import { titleWithState } from "../../text/states.ts"
import { wordsOf } from "../../text/words/index.ts"
import { COLOURS } from "./colours.ts"
import { eventDescription } from "./description.ts"
import { quoted, textLine, uriLine } from "./lines.ts"
import { ownLines } from "./own-lines.ts"
import { type VeventFields, vevent } from "./vevent.ts"

/** The VEVENT of an event. */
export function eventText(event: WholeEvent, origin: string): string {
  const page = absolute(origin, paths.eventPage(event.slug))
  const { image } = event
  return vevent({
    uid: event.uid,
    sequence: event.sequence,
    created: event.createdAt,
    changed: event.changedAt,
    when: event.when,
    summary: titleWithState(event, event.language),
    description: eventDescription(event, origin),
    location: locationOf(event),
    status: statusOf(event),
    // a meeting of several days does not fill the agendas of those who follow it
    transparent: event.when.allDay || statusOf(event) !== "CONFIRMED",
    categories: event.tags,
    more: [
      geoLine(event),
      uriLine("URL", page),
      ...linesOfCalendar(event, origin),
      image &&
        uriLine(`IMAGE;VALUE=URI;DISPLAY=GRAPHIC;FMTTYPE=${image.mediaType};X-ALT=${quoted(image.alt)}`, image.url),
      // few read IMAGE; attachments are shown by most
      image && uriLine(`ATTACH;FMTTYPE=${image.mediaType}`, image.url),
      event.seriesFirstUid ? textLine("RELATED-TO;RELTYPE=SIBLING", event.seriesFirstUid) : null,
      ...ownLines(event),
    ],
  })
}

export function statusOf(event: Pick<WholeEvent, "status">): VeventFields["status"] {
  if (event.status === "cancelled") return "CANCELLED"
  return event.status === "postponed" ? "TENTATIVE" : "CONFIRMED"
}

/** The venue with its address; where one joins when it takes place online, which most calendars make a link. */
export function locationOf(event: WholeEvent): string | null {
  const { places, language, onlineUrl } = event
  if (isOnline(event)) return onlineUrl ?? wordsOf(language).states.online
  const [place] = places
  if (!place) return null
  if (places.length > 1) return placesName(places, language)
  return place.street || place.postalCode ? `${place.name}, ${placeAddress(place)}` : placeName(place)
}

/** GEO of the first venue that has coordinates, to the tenth of a metre; 0° is a place too, for which ical-generator writes none. */
export function geoLine(event: WholeEvent): string | null {
  if (isOnline(event)) return null
  const place = event.places.find(({ latitude, longitude }) => latitude !== null && longitude !== null)
  return place ? `GEO:${Number(place.latitude!.toFixed(6))};${Number(place.longitude!.toFixed(6))}` : null
}

/** What an event and its sessions say alike: who answers for it, how to join, the colour of its calendar. */
export function linesOfCalendar({ calendar, onlineUrl, language }: WholeEvent, origin: string): (string | null)[] {
  const join = wordsOf(language).facts.joinInCalendar
  return [
    uriLine(`ORGANIZER;CN=${quoted(calendar.name)}`, absolute(origin, paths.actor(calendar.handle))),
    onlineUrl && uriLine(`CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=${quoted(join)}`, onlineUrl),
    `COLOR:${COLOURS[calendar.calendarKind].name}`,
  ]
}
