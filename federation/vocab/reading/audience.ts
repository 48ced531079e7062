import type { JsonObject } from "../../../src/domain/json.ts"
import { listOf } from "./lists.ts"

/** The three spellings of the public collection (ActivityPub §5.6). */
const PUBLIC_COLLECTION = new Set(["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"])

/** Whether `to` or `cc` names the public collection. What does not is never shown. */
export const isPublic = (object: JsonObject): boolean =>
  [...listOf(object.to), ...listOf(object.cc)].some(to => typeof to === "string" && PUBLIC_COLLECTION.has(to))
