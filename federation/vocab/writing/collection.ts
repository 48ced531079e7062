import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"

const empty = (id: string): JsonObject => ({ id, type: "Collection", totalItems: 0 })

/**
 * What others say of an object. Embedded, since Mastodon reads counts only so; the bytes say 0 and the server puts the real
 * numbers in while serving.
 * @param path of the object
 */
export function reactionsOf(origin: string, path: string): JsonObject {
  const replies = absolute(origin, paths.replies(path))
  return {
    // Mastodon looks for answers on the first page that is named here
    replies: { ...empty(replies), first: `${replies}?page=1` },
    likes: empty(absolute(origin, paths.likes(path))),
    shares: empty(absolute(origin, paths.shares(path))),
  }
}
