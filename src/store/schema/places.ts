import type { Generated } from "kysely"

export interface PlaceTable {
  id: string
  version: Generated<number>
  name: string
  street: string | null
  postalCode: string | null
  locality: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
}

/** The venues of an event, in the order of `position`. */
export interface EventPlaceTable {
  eventId: string
  placeId: string
  position: number
}
