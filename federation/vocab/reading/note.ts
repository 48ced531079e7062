import { sameServer } from "../../../src/domain/hosts.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import type { ReplyToStore } from "../../../src/store/replies.ts"
import { isPublic } from "./audience.ts"
import { contentOf } from "./content.ts"
import { dateOf } from "./date.ts"
import { idOf, idsOf } from "./ids.ts"
import { pageOf } from "./page.ts"

/**
 * Reads a Note, Article or other post as a reply. Which object of ours it belongs to is found out later.
 * @param actor who sent it
 * @returns null when it is by somebody else, or replies to nothing
 */
export function readNote(note: JsonObject, actor: string, receivedAt: Date): Omit<ReplyToStore, "objectPath"> | null {
  const id = idOf(note)
  const inReplyTo = idOf(note.inReplyTo)
  const authors = idsOf(note.attributedTo)
  const isAuthor = authors.length === 0 || authors.includes(actor)
  if (!id || !inReplyTo || !isAuthor || !sameServer(id, actor)) return null
  const url = pageOf(note.url)
  return {
    id,
    actor,
    inReplyTo,
    content: contentOf(note),
    url: url && sameServer(url, id) ? url : id,
    public: isPublic(note),
    publishedAt: notAfter(dateOf(note.published), receivedAt) ?? receivedAt,
    updatedAt: notAfter(dateOf(note.updated), receivedAt),
  }
}

/** A date in the future would put a reply above all others, and shut out every later edit. */
const notAfter = (date: Date | null, now: Date): Date | null => (date && date > now ? now : date)
