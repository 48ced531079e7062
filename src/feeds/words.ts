import type { Image } from "../domain/image.ts"
import type { Place } from "../domain/place.ts"
import type { Session } from "../domain/programme.ts"

/** The words of the API and of `load` for the parts of events: what the server alone decides is not in them. */

export function placeWords({ name, street, postalCode, locality, region, country, latitude, longitude }: Place) {
  return { name, street, postalCode, locality, region, country, latitude, longitude }
}

export function imageWords({ mediaType: _, ...image }: Image) {
  return image
}

/** A session says no zone: it is its event's. */
export function sessionWords({ when, ...session }: Session) {
  const { slug, title, summary, room, track, format, speakers, documents } = session
  const dates = { start: when?.start ?? null, end: when?.end ?? null }
  return { slug, title, summary, ...dates, room, track, format, speakers, documents }
}
