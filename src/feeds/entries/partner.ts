import type { PartnerEvent } from "../../domain/partner-event.ts"
import { dateWords } from "../../text/dates.ts"
import { escapeHtml, link, paragraph } from "../../text/html.ts"
import { partnerTitle } from "../../text/partner-title.ts"
import { wordsOf } from "../../text/words/index.ts"
import type { FeedEntry } from "./entry.ts"

/**
 * A partner's event as an entry of a feed: under its own id and with its own page, and the partner as its author.
 * @param feed language of what the event names none for, and zone that a reader expects
 */
export function partnerEntry(event: PartnerEvent, feed: { language: string; timeZone: string }): FeedEntry {
  const language = event.language ?? feed.language
  const { facts: words, label } = wordsOf(language)
  const { partner, place } = event
  const where = place && [place.name, place.address].filter(Boolean).join(", ")
  const when = [dateWords(event.when, language, feed.timeZone).long, where].filter(Boolean).join(" · ")
  return {
    id: event.id,
    page: event.page,
    title: partnerTitle(event, language),
    summary: when,
    html: [
      paragraph(`<strong>${escapeHtml(when)}</strong>`),
      event.html,
      paragraph(`${label(words.sourceInFeed)} ${link(partner.url, partner.name)}`),
      paragraph(link(event.page, words.openFromFeed)),
    ]
      .filter(Boolean)
      .join("\n"),
    language,
    published: event.receivedAt,
    updated: event.changedAt,
    author: { name: partner.name, url: partner.url },
    tags: event.tags,
    image: null,
    event: null,
    at: null,
  }
}
