import { isObject } from "../../../src/domain/json.ts"
import { iri } from "./ids.ts"
import { listOf } from "./lists.ts"

/** The address of an HTML page in `url`: a string, a Link, or the first of several. */
export function pageOf(value: unknown): string | null {
  for (const link of listOf(value)) {
    const address = iri(isObject(link) ? link.href : link)
    const type = isObject(link) ? link.mediaType : "text/html"
    if (address && (type === undefined || type === "text/html")) return address
  }
  return null
}
