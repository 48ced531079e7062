import { isObject, type JsonObject } from "../../src/domain/json.ts"
import type { StoredObject } from "../../src/store/objects.ts"

const COUNTS = ["likes", "shares", "replies"] as const

/**
 * The stored document with its present counts. It was rendered with zeros, and no reaction renders it again; the collections are members of
 * the document itself.
 */
export function withCounts(row: Pick<StoredObject, "body" | (typeof COUNTS)[number]>): string {
  if (row.likes + row.shares + row.replies === 0) return row.body
  const document = JSON.parse(row.body) as JsonObject
  for (const name of COUNTS) {
    const collection = document[name]
    if (isObject(collection) && "totalItems" in collection) collection.totalItems = row[name]
  }
  return JSON.stringify(document)
}
