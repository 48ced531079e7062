import { isObject, type JsonObject } from "../../../src/domain/json.ts"
import type { RemotePlace } from "../../../src/domain/partner-event.ts"
import { lineOf } from "./line.ts"
import { first } from "./lists.ts"

/** The first `location` of an object: a Place, a PostalAddress or a name. The term is written in three ways, by the sender's context. */
export function placeOf(object: JsonObject): RemotePlace | null {
  const location = first(object.location ?? object["schema:location"] ?? object["schema.org#location"])
  if (!isObject(location)) {
    const name = lineOf(location, 200)
    return name === null ? null : { name, address: null, latitude: null, longitude: null }
  }
  const address = addressOf(location.address)
  const name = lineOf(location.name, 200) ?? address
  if (name === null) return null
  const [latitude, longitude] = [degreesOf(location.latitude, 90), degreesOf(location.longitude, 180)]
  const isLocated = latitude !== null && longitude !== null
  return {
    name,
    address: address === name ? null : address,
    latitude: isLocated ? latitude : null,
    longitude: isLocated ? longitude : null,
  }
}

/** A text, or a PostalAddress of schema.org. */
function addressOf(address: unknown): string | null {
  const { streetAddress, postalCode, addressLocality } = isObject(address) ? address : {}
  const town = [lineOf(postalCode, 20), lineOf(addressLocality, 100)].filter(Boolean).join(" ")
  const parts = [lineOf(streetAddress, 200), town].filter(Boolean).join(", ")
  return lineOf(address, 300) ?? (parts || null)
}

const degreesOf = (value: unknown, max: number): number | null =>
  typeof value === "number" && Math.abs(value) <= max ? value : null
