import { isObject } from "../../../src/domain/json.ts"
import { first, listOf } from "./lists.ts"

/** A longer id does not fit an index of PostgreSQL (2,704 bytes for all columns of an entry). */
const ID_BYTES = 1000

/** An http(s) IRI that can be stored, or null. A fragment is part of an id. */
export function iri(value: unknown): string | null {
  if (typeof value !== "string" || Buffer.byteLength(value) > ID_BYTES || !value.isWellFormed()) return null
  if (/[\u0000-\u0020\u007f<>"\\^`{|}]/.test(value)) return null
  const url = URL.parse(value)
  return url && /^https?:$/.test(url.protocol) && url.hostname && !url.username && !url.password ? value : null
}

/** The id of an object that is referred to or embedded. */
export function idOf(value: unknown): string | null {
  const one = first(value)
  return iri(isObject(one) ? one.id : one)
}

export const idsOf = (value: unknown): string[] =>
  listOf(value)
    .map(idOf)
    .filter(id => id !== null)

export function typeOf(value: unknown): string | null {
  const type = isObject(value) ? first(value.type) : null
  return typeof type === "string" ? type : null
}
