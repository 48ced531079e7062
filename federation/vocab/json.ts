/** One object of the wire, as plain JSON. */
export type Json = Record<string, unknown>

/** Always the full IRI: several consumers compare strings. */
export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"

type Compact<T> = { [K in keyof T]: Exclude<T[K], null | undefined> }

/**
 * Leaves out what is null or undefined, at every depth: Mobilizon crashes on a null `status`, `attachment` or `image`. Half a
 * surrogate pair, which other JSON parsers refuse together with the document, becomes U+FFFD.
 */
export function withoutNulls<T>(value: T): Compact<T> {
  return strip(value) as Compact<T>
}

function strip(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed()
  if (typeof value !== "object" || value === null) return value
  if (Array.isArray(value)) return value.filter(item => item !== null && item !== undefined).map(strip)
  const kept: Json = {}
  // of all that is sent, twice: pairs of keys and values would be a fifth of what a publication allocates
  for (const key of Object.keys(value)) {
    const item = (value as Json)[key]
    // the context of what we say is a constant
    if (item !== null && item !== undefined) kept[key] = key === "@context" ? item : strip(item)
  }
  return kept
}

/** The same object without its context, to be embedded under the one of its activity. */
export function embedded({ "@context": _, ...object }: Json): Json {
  return object
}
