import { sameServer } from "../../../src/domain/hosts.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import type { ReplyToStore } from "../../../src/store/replies.ts"
import { sanitise, textAsHtml } from "../../../src/text/sanitise.ts"
import { isPublic } from "./audience.ts"
import { dateOf } from "./date.ts"
import { idOf, idsOf } from "./ids.ts"
import { pageOf } from "./page.ts"

/** What someone says, read; where it belongs is found out later. Null when it is not theirs, or answers nothing. */
export function readNote(note: JsonObject, actor: string, receivedAt: Date): Omit<ReplyToStore, "objectPath"> | null {
  const id = idOf(note)
  const inReplyTo = idOf(note.inReplyTo)
  const authors = idsOf(note.attributedTo)
  const theirs = authors.length === 0 || authors.includes(actor)
  if (!id || !inReplyTo || !theirs || !sameServer(id, actor)) return null
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

/** PeerTube's comments are Markdown. */
function contentOf({ content, mediaType }: JsonObject): string {
  if (typeof content !== "string") return ""
  return mediaType === undefined || mediaType === "text/html" ? sanitise(content) : textAsHtml(content)
}

/** A date in the future would stand above everything, and shut out every later edit. */
const notAfter = (date: Date | null, now: Date): Date | null => (date && date > now ? now : date)
