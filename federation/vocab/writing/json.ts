import type { JsonObject } from "../../../src/domain/json.ts"

/** Always the full IRI: several consumers compare strings. */
export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

type Compact<T> = { [K in keyof T]: Exclude<T[K], null | undefined> }

/**
 * What we say, at every depth: nothing null or undefined, since Mobilizon crashes on a null `status`, `attachment` or `image`; half a
 * surrogate pair, which other JSON parsers refuse together with the document, as U+FFFD; names in the order of RFC 8785, so that
 * `JSON.stringify` prints the very text that is signed. A name that is a whole number, which JavaScript puts before all others, is
 * nobody's term and is left out.
 */
export function wireJson<T>(value: T): Compact<T> {
  return strip(value) as Compact<T>
}

const WHOLE_NUMBER = /^\d+$/

function strip(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed()
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.filter(item => item !== null && item !== undefined).map(strip)
  const kept: JsonObject = {}
  // of all that is sent: pairs of names and values would be a fifth of what a publication allocates
  for (const key of Object.keys(value).sort()) {
    const item = (value as JsonObject)[key]
    if (item === null || item === undefined || WHOLE_NUMBER.test(key)) continue
    // the context of what we say is a constant, in order already
    kept[key] = key === "@context" ? item : strip(item)
  }
  return kept
}
