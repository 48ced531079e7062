import type { JsonObject } from "../../../src/domain/json.ts"
import { sanitise, textAsHtml } from "../../../src/text/sanitise.ts"

/**
 * The `content` of an object as sanitised HTML. What its `mediaType` declares to be something else (PeerTube's comments are Markdown) is
 * shown as text.
 * @param max characters that are read of it; the whole is on its own page
 */
export function contentOf({ content, mediaType }: JsonObject, max?: number): string {
  if (typeof content !== "string") return ""
  const text = content.slice(0, max).toWellFormed()
  return sanitise(typeof mediaType === "string" && mediaType !== "text/html" ? textAsHtml(text) : text)
}
