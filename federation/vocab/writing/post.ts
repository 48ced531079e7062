import type { Calendar } from "../../../src/domain/calendar.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { isoSeconds } from "../../../src/domain/time.ts"
import { reactionsOf } from "./collection.ts"
import { PUBLIC } from "./json.ts"

/** `updated` in whole seconds, and later than `published` even when both fall into one second: GoToSocial rejects others. */
export function editedAt(published: Date, updated: Date | null): { updated?: string } {
  if (!updated) return {}
  const earliest = Math.floor(published.getTime() / 1000) * 1000 + 1000
  return { updated: isoSeconds(new Date(Math.max(updated.getTime(), earliest))) }
}

/** What Event, Article and Note of a calendar have in common. */
export function postOf(
  origin: string,
  post: { path: string; url: string; thread: string; calendar: Calendar; published: Date; updated: Date | null },
): JsonObject {
  const actor = absolute(origin, paths.actor(post.calendar.handle))
  return {
    id: absolute(origin, post.path),
    attributedTo: actor,
    to: [PUBLIC],
    cc: [absolute(origin, paths.followers(post.calendar.handle))],
    url: post.url,
    published: isoSeconds(post.published),
    ...editedAt(post.published, post.updated),
    // shared by everything about one event, for threads and backfill
    context: absolute(origin, paths.context(post.thread)),
    ...reactionsOf(origin, post.path),
    // without it Mastodon denies quotes
    interactionPolicy: { canQuote: { automaticApproval: [PUBLIC] } },
  }
}
