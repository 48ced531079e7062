import type { JsonObject } from "../../../src/domain/json.ts"

export const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const AS2 = "https://www.w3.org/ns/activitystreams"

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

export const isString = (value: unknown): value is string => typeof value === "string" && value !== ""

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value])

export const hostOf = (iri: unknown): string | null => (isString(iri) ? (URL.parse(iri)?.host ?? null) : null)

/** The IRI of an object that is embedded or only named. */
export const idOf = (value: unknown): string | null =>
  isString(value) ? value : isObject(value) && isString(value.id) ? value.id : null

export const hasContext = (json: JsonObject): boolean => list(json["@context"]).includes(AS2)

export const ACTIVITIES = [
  "Create",
  "Update",
  "Delete",
  "Announce",
  "Accept",
  "Reject",
  "Follow",
  "Undo",
  "Like",
  "Flag",
  "Join",
  "Leave",
  "Ignore",
]

export const isActivity = (json: JsonObject): boolean => isString(json.type) && ACTIVITIES.includes(json.type)

export const ACTORS = ["Person", "Group", "Application", "Service", "Organization"]

/** Walks through every value with its path, `object.location.name`. */
export function* walk(value: unknown, path = ""): Generator<{ path: string; key: string; value: unknown }> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield { path: `${path}[${index}]`, key: "", value: item }
      yield* walk(item, `${path}[${index}]`)
    }
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const at = path ? `${path}.${key}` : key
      yield { path: at, key, value: item }
      yield* walk(item, at)
    }
  }
}
