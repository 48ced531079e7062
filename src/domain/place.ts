import { slugOf } from "./calendar.ts"

/** What is written of a venue. */
export interface PlaceFields {
  name: string
  street: string | null
  postalCode: string | null
  locality: string | null
  region: string | null
  /** ISO 3166-1 alpha-2 */
  country: string | null
  latitude: number | null
  longitude: number | null
}

/** A venue. Its fields are versioned: Mobilizon keeps the first form it saw of a place id and never updates it. */
export interface Place extends PlaceFields {
  id: string
  version: number
}

export const placeFieldsOf = ({ name, street, postalCode, locality, region, country, latitude, longitude }: Place) => ({
  name,
  street,
  postalCode,
  locality,
  region,
  country,
  latitude,
  longitude,
})

/** `Stereolux, Nantes`; the commune once when the place is the commune itself. */
export function placeName(place: Pick<Place, "name" | "locality">): string {
  return place.locality && !place.name.includes(place.locality) ? `${place.name}, ${place.locality}` : place.name
}

/** `20 avenue de Ségur, 75007 Paris`; empty when nothing is known beyond the name. */
export function placeAddress(place: Place): string {
  const town = [place.postalCode, place.locality].filter(Boolean).join(" ")
  return [place.street, town].filter(Boolean).join(", ")
}

/** All the venues of one event in a line, with the commune once: `Halle aux communs et Friche numérique, Marseille`. */
export function placesName(places: readonly Place[], language: string): string {
  const [first] = places
  if (!first) return ""
  if (places.length === 1) return placeName(first)
  const names = new Intl.ListFormat(language, { type: "conjunction" })
  const sameTown = places.every(p => p.locality === first.locality)
  if (!sameTown) return names.format(places.map(placeName))
  const all = names.format(places.map(p => p.name))
  return first.locality ? `${all}, ${first.locality}` : all
}

/**
 * The last part of the address of a place's page: `stereolux-nantes`. Rows that say the same place a little differently (with a
 * street, without) share it. A name without a Latin letter has its id instead.
 */
export function placeSlug(place: Pick<Place, "id" | "name" | "locality">): string {
  const name = placeName(place)
  return /[a-z0-9]/i.test(name.normalize("NFKD")) ? slugOf(name) : `lieu-${place.id.slice(0, 8)}`
}
