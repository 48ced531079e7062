import { isObject, type JsonObject } from "../domain/json.ts"

/** The value itself, or an empty object when it is none: other people's JSON is read without asking at each step. */
export const object = (value: unknown): JsonObject => (isObject(value) ? value : {})

export const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]

/** Of a text or a number. */
export const text = (value: unknown): string =>
  typeof value === "string" ? value.trim() : typeof value === "number" ? String(value) : ""
