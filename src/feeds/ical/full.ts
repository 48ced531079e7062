import { isOnline, type WholeEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import type { Place } from "../../domain/place.ts"
import type { Session } from "../../domain/programme.ts"
import { feedHtml } from "../../text/markdown/feed-html.ts"
import type { Listing } from "../listing.ts"
import { eventDocument } from "../schema-org.ts"
import { withoutEmpty } from "../without-empty.ts"
import { foldedLines, oneLine, textLine, uriLine } from "./lines.ts"

/**
 * `?profile=full`: a kept VEVENT with what newer standards add, RFC 9073 (venues and participants as components, styled and
 * structured data) and RFC 9253 (licence, links, concepts, series). It is asked for, since calcurse skips an event that has
 * components inside.
 */
export function fullEventText(text: string, event: WholeEvent, listing: Listing): string {
  const { origin } = listing
  const html = feedHtml(event.description, origin)
  return extended(text, [
    html && textLine("STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html", html),
    textLine(
      'STRUCTURED-DATA;VALUE=TEXT;FMTTYPE="application/ld+json";SCHEMA="https://schema.org/Event"',
      JSON.stringify({ "@context": "https://schema.org", ...eventDocument(event, origin) }, withoutEmpty),
    ),
    uriLine(
      'LINK;VALUE=URI;LINKREL="alternate";FMTTYPE="application/activity+json"',
      absolute(origin, paths.event(event.id)),
    ),
    licenceLine(listing),
    ...event.tags.map(tag => uriLine("CONCEPT", absolute(origin, paths.tagPage(tag)))),
    event.seriesId && `REFID:${event.seriesId}`,
    ...(isOnline(event) ? [] : event.places.flatMap(locationLines)),
    ...event.organisers.flatMap((name, n) => participantLines(`${event.id}-${n + 1}`, "PLANNER-CONTACT", name)),
  ])
}

export const fullSessionText = (text: string, session: Session, listing: Listing): string =>
  extended(text, [
    licenceLine(listing),
    ...session.speakers.flatMap((name, n) => participantLines(`${session.id}-${n + 1}`, "SPEAKER", name)),
  ])

const END = "END:VEVENT\r\n"

/** Components come after every property (RFC 5545, 3.6). */
const extended = (text: string, lines: (string | null)[]): string =>
  text.endsWith(END) ? text.slice(0, -END.length) + foldedLines(lines) + END : text

const licenceLine = ({ licence }: Listing): string | null =>
  licence?.url ? uriLine('LINK;VALUE=URI;LINKREL="license"', licence.url) : null

function locationLines({ id, name, latitude, longitude, ...place }: Place): (string | null)[] {
  const { street, postalCode, locality, region, country } = place
  return [
    "BEGIN:VLOCATION",
    `UID:${id}`,
    textLine("NAME", oneLine(name)),
    latitude !== null && longitude !== null
      ? `GEO:${Number(latitude.toFixed(6))};${Number(longitude.toFixed(6))}`
      : null,
    textLine(
      'STRUCTURED-DATA;VALUE=TEXT;FMTTYPE="application/ld+json";SCHEMA="https://schema.org/PostalAddress"',
      JSON.stringify({
        "@context": "https://schema.org",
        "@type": "PostalAddress",
        streetAddress: street ?? undefined,
        postalCode: postalCode ?? undefined,
        addressLocality: locality ?? undefined,
        addressRegion: region ?? undefined,
        addressCountry: country ?? undefined,
      }),
    ),
    "END:VLOCATION",
  ]
}

const participantLines = (uid: string, type: "PLANNER-CONTACT" | "SPEAKER", name: string): string[] => [
  "BEGIN:PARTICIPANT",
  `UID:${uid}`,
  `PARTICIPANT-TYPE:${type}`,
  textLine("SUMMARY", oneLine(name)),
  "END:PARTICIPANT",
]
