import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { plain } from "../../../src/text/markdown/plain-line.ts"

/**
 * A Hashtag. Its name begins with `#` (Gancio cuts the first character) and holds no space, where Mastodon ends a hashtag:
 * `logiciel libre` becomes `#LogicielLibre`, which screen readers read as two words.
 */
export function hashtag(origin: string, tag: string): JsonObject | null {
  const words = plain(tag)
    .replace(/^#+/, "")
    .split(/[^\p{L}\p{N}\p{M}_]+/u)
    .filter(Boolean)
  if (words.length === 0) return null
  const name =
    words.length === 1 ? words[0]! : words.map(word => word.charAt(0).toLocaleUpperCase() + word.slice(1)).join("")
  return { type: "Hashtag", href: absolute(origin, paths.tagPage(tag)), name: `#${name}` }
}

/** Each tag once, regardless of case, in its first spelling. */
export function hashtags(origin: string, tags: readonly string[]): JsonObject[] {
  const all = tags.map(tag => hashtag(origin, tag)).filter(tag => tag !== null)
  const spelling = (tag: JsonObject) => String(tag.name).toLocaleLowerCase()
  return all.filter((tag, index) => all.findIndex(other => spelling(other) === spelling(tag)) === index)
}
