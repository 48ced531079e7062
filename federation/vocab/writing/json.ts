import type { JsonObject } from "../../../src/domain/json.ts"

/** Always the full IRI: several consumers compare strings. */
export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

type Compact<T> = { [K in keyof T]: Exclude<T[K], null | undefined> }

/**
 * A value in the form in which it is sent, at every depth:
 * - without null and undefined, since Mobilizon crashes on a null `status`, `attachment` or `image`;
 * - a lone surrogate as U+FFFD, since other JSON parsers refuse the whole document for one;
 * - members in the order of RFC 8785, so that `JSON.stringify` prints exactly the text that is signed. A name that is a whole number, which
 *   JavaScript puts before all others, is no term of any context and is left out.
 */
export function wireJson<T>(value: T): Compact<T> {
  return strip(value) as Compact<T>
}

const WHOLE_NUMBER = /^\d+$/

function strip(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed()
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.filter(item => item !== null && item !== undefined).map(strip)
  const sorted: JsonObject = {}
  // keys alone: arrays of entries were a fifth of what a publication allocates
  for (const key of Object.keys(value).sort()) {
    const item = (value as JsonObject)[key]
    if (item === null || item === undefined || WHOLE_NUMBER.test(key)) continue
    // the context is a constant, sorted already
    sorted[key] = key === "@context" ? item : strip(item)
  }
  return sorted
}
