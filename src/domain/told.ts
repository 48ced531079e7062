import { isObject, type JsonObject } from "./json.ts"

/**
 * Reading what others sent, as raw JSON: typed readers drop what contexts rename (`location` under Mobilizon's). Nothing
 * here throws; what cannot be read is null.
 */
export { isObject }

/** Longer ids do not fit an index of PostgreSQL (2,704 bytes for a whole row of it). */
const ID_BYTES = 1000

/** An http(s) IRI that can be kept, or null. Fragments belong to ids. */
export function iri(value: unknown): string | null {
  if (typeof value !== "string" || Buffer.byteLength(value) > ID_BYTES || !value.isWellFormed()) return null
  if (/[\u0000-\u0020\u007f<>"\\^`{|}]/.test(value)) return null
  const url = URL.parse(value)
  return url && /^https?:$/.test(url.protocol) && url.hostname && !url.username && !url.password ? value : null
}

/** The first of a list, or the thing itself. */
export const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

export const listOf = (value: unknown): unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]

/** The id of what is named or embedded. */
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

/** One line of plain text of at most `max` characters, or null. */
export function lineOf(value: unknown, max: number): string | null {
  if (typeof value !== "string") return null
  const text = value
    .slice(0, max * 20)
    .replace(/<[^>]*>/g, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\s]+/gu, " ")
    .trim()
  return [...text].slice(0, max).join("") || null
}

/** An instant between 1900 and 2200: PostgreSQL and JavaScript take others, people do not. A local time counts as UTC. */
export function dateOf(value: unknown): Date | null {
  if (typeof value !== "string" || value.length > 40 || !/^\d{4}-\d{2}-\d{2}/.test(value)) return null
  const date = new Date(/T.*(Z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes("T") ? value : `${value}Z`)
  const year = date.getUTCFullYear()
  return year >= 1900 && year <= 2200 ? date : null
}

/** The address of a page: a string, a Link, or the first of several. */
export function pageOf(value: unknown): string | null {
  for (const link of listOf(value)) {
    const address = iri(isObject(link) ? link.href : link)
    const type = isObject(link) ? link.mediaType : "text/html"
    if (address && (type === undefined || type === "text/html")) return address
  }
  return null
}

const PUBLIC = new Set(["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"])

/** Whether it is addressed to everybody, in any of the three spellings; else it appears nowhere. */
export const isPublic = (json: JsonObject): boolean =>
  [...listOf(json.to), ...listOf(json.cc)].some(to => typeof to === "string" && PUBLIC.has(to))
