import { isObject, type JsonObject } from "../../../src/domain/json.ts"
import { lineOf } from "./line.ts"
import { first, listOf } from "./lists.ts"

/** The names of an object's first 20 different hashtags, without `#`. */
export function hashtagsOf({ tag }: JsonObject): string[] {
  const names = listOf(tag)
    .slice(0, 100)
    .filter(isObject)
    .filter(({ type }) => first(type) === "Hashtag")
    .flatMap(({ name }) => lineOf(name, 60)?.replace(/^#+\s*/, "") || [])
  return [...new Set(names)].slice(0, 20)
}
