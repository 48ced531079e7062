import type { PartnerEvent } from "../../domain/partner-event.ts"
import { partnerTitle } from "../../text/partner-title.ts"
import { wordsOf } from "../../text/words/index.ts"
import { beginning } from "./description.ts"
import { quoted, uriLine } from "./lines.ts"
import { vevent } from "./vevent.ts"

const STATUS = {
  scheduled: "CONFIRMED",
  tentative: "TENTATIVE",
  postponed: "TENTATIVE",
  cancelled: "CANCELLED",
} as const

/**
 * The VEVENT of a partner's event, with the UID and page of its origin and the partner as its organizer. SEQUENCE grows with every change
 * that arrived: ActivityPub does not carry the origin's own.
 * @param language for an event that names none
 */
export function partnerText(event: PartnerEvent, language: string): string {
  const { partner, place, status, receivedAt, changedAt } = event
  const { facts: words, label } = wordsOf(event.language ?? language)
  return vevent({
    uid: event.uid,
    sequence: Math.max(0, Math.floor((changedAt.getTime() - receivedAt.getTime()) / 1000)),
    created: receivedAt,
    changed: changedAt,
    when: event.when,
    summary: partnerTitle(event, event.language ?? language),
    description: [beginning(event.text), `${label(words.sourceInFeed)} ${partner.name}\n${event.page}`]
      .filter(Boolean)
      .join("\n\n"),
    location: place && [place.name, place.address].filter(Boolean).join(", "),
    status: STATUS[status],
    // events of others are for information: they block no time in a calendar
    transparent: true,
    categories: event.tags,
    more: [
      place && place.latitude !== null && place.longitude !== null
        ? `GEO:${Number(place.latitude.toFixed(6))};${Number(place.longitude.toFixed(6))}`
        : null,
      uriLine("URL", event.page),
      uriLine(`ORGANIZER;CN=${quoted(partner.name)}`, partner.id),
    ],
  })
}
