import { isOnline, type WholeEvent } from "../../domain/event.ts"
import type { Place } from "../../domain/place.ts"
import { oneLine, quoted, textLine } from "./lines.ts"

/**
 * What iCalendar has no property for, so that another Beffroi that takes this calendar in loses nothing: every venue in its parts
 * (LOCATION is one line of them all, or the address to join), and the zone of whole days. Other programs pass over lines of X.
 */
export const ownLines = (event: WholeEvent): (string | null)[] => [
  event.when.allDay && event.when.timeZone !== event.calendar.timeZone
    ? `X-BEFFROI-TIMEZONE:${event.when.timeZone}`
    : null,
  ...(isInLocation(event) ? [] : event.places.map(placeLine)),
]

/** A name alone, without anything that LOCATION could be taken apart at. */
function isInLocation(event: WholeEvent): boolean {
  const [place, ...others] = event.places
  if (!place || others.length > 0 || isOnline(event)) return !place
  const { street, postalCode, locality, region, country } = place
  return !/[,\d]/.test(place.name) && ![street, postalCode, locality, region, country].some(Boolean)
}

function placeLine(place: Place): string {
  const { latitude, longitude } = place
  const parts = [
    ["X-STREET", place.street],
    ["X-POSTAL-CODE", place.postalCode],
    ["X-LOCALITY", place.locality],
    ["X-REGION", place.region],
    ["X-COUNTRY", place.country],
    ["X-GEO", latitude !== null && longitude !== null ? `${latitude};${longitude}` : null],
  ]
  const parameters = parts.filter(([, value]) => value).map(([name, value]) => `;${name}=${quoted(value!)}`)
  return textLine(`X-BEFFROI-PLACE${parameters.join("")}`, oneLine(place.name))
}
