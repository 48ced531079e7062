import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"

const empty = (id: string): JsonObject => ({ id, type: "Collection", totalItems: 0 })

/**
 * The collections of reactions to an object. They are embedded, since Mastodon reads counts only there; the stored object has 0 and the
 * server fills the numbers in when it serves it.
 * @param path of the object
 */
export function reactionsOf(origin: string, path: string): JsonObject {
  const replies = absolute(origin, paths.replies(path))
  return {
    // Mastodon looks for replies on the first page that is named here
    replies: { ...empty(replies), first: `${replies}?page=1` },
    likes: empty(absolute(origin, paths.likes(path))),
    shares: empty(absolute(origin, paths.shares(path))),
  }
}
