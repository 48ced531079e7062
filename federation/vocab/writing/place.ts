import { createHash } from "node:crypto"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { type Place, placeName, placesName } from "../../../src/domain/place.ts"
import { plain } from "../../../src/text/markdown/plain-line.ts"
import { wireJson } from "./json.ts"

/** One micro-degree: 11 cm. */
const STEP = 1e-6

/**
 * Coordinates in micro-degrees, never a whole number: JSON prints 48.0 as `48`, which Mobilizon takes for an integer and
 * drops. A consumer that parses and prints the document again keeps 48.000001, where the text `48.0` would be lost.
 */
export function coordinate(degrees: number): number {
  const rounded = Math.round(degrees / STEP) * STEP
  const safe = Number.isInteger(Number(rounded.toFixed(6))) ? rounded + STEP : rounded
  return Number(safe.toFixed(6))
}

/** Null unless it holds more than a postal code: Gancio refuses an address of which it can print nothing. */
function postalAddress({ street, postalCode, locality, region, country }: Place): JsonObject | null {
  if (!street && !locality && !country) return null
  return {
    type: "PostalAddress",
    streetAddress: street || null,
    postalCode: postalCode || null,
    addressLocality: locality || null,
    addressRegion: region || null,
    addressCountry: country || null,
  }
}

/** A venue under its versioned id: Mobilizon stores the first form it receives of an id and never updates it. */
export function placeObject(origin: string, place: Place): JsonObject {
  const { latitude, longitude } = place
  return wireJson({
    id: absolute(origin, paths.place(place.id, place.version)),
    type: "Place",
    name: plain(placeName(place)),
    address: postalAddress(place),
    ...(latitude !== null &&
      longitude !== null && { latitude: coordinate(latitude), longitude: coordinate(longitude) }),
  })
}

/**
 * The `location` of an event: one Place, always. Of several venues it is the first, under the names of all; its id then
 * carries a fragment, so that Mobilizon does not show all those names wherever the first venue appears again.
 */
export function locationOf(origin: string, places: readonly Place[], language: string): JsonObject | null {
  const [first] = places
  if (!first) return null
  const location = placeObject(origin, first)
  if (places.length === 1) return location
  const name = plain(placesName(places, language))
  const versions = places.map(place => paths.place(place.id, place.version)).join(" ")
  const mark = createHash("sha256").update(`${name} ${versions}`).digest("hex").slice(0, 12)
  return { ...location, id: `${location.id}#${mark}`, name }
}
