import type { WholeEvent } from "../../../src/domain/event.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import type { News } from "../../../src/domain/news.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { htmlOfText, inLanguage, titleLink } from "../../../src/text/markdown/wire-html.ts"
import { CONTEXT } from "./context.ts"
import { wireJson } from "./json.ts"
import { postOf } from "./post.ts"
import { hashtags } from "./tag.ts"

/**
 * The Note of news about an event. It has no `name` and no `summary`: Mastodon would fold the text behind the latter. It has no `inReplyTo`:
 * some timelines hide replies, and the text can be understood alone; `context` connects it with its event. `url` is its own id,
 * since the event's page is the `url` of the event.
 */
export function noteObject(origin: string, news: News, event: WholeEvent): JsonObject {
  const path = paths.news(news.id)
  const page = absolute(origin, paths.eventPage(event.slug))
  const content = htmlOfText(news.text) + titleLink(page, event.title)
  return wireJson({
    "@context": CONTEXT,
    type: "Note",
    ...postOf(origin, {
      path,
      url: absolute(origin, path),
      thread: event.id,
      calendar: event.calendar,
      published: news.publishedAt,
      updated: null,
    }),
    ...inLanguage(content, news.language),
    tag: hashtags(origin, event.tags),
    attachment: [],
  })
}
