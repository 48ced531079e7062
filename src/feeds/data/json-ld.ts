import type { WholeEvent } from "../../domain/event.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { JsonObject } from "../../domain/json.ts"
import type { Session } from "../../domain/programme.ts"
import { isoSeconds, zonedEnd, zonedStart } from "../../domain/time.ts"
import type { Listing } from "../listing.ts"
import { eventDocument, interviewDocument, sessionDocument } from "../schema-org.ts"
import { withoutEmpty } from "../without-empty.ts"

/**
 * Events and interviews as a schema.org DataFeed, each with its licence and source. Occurrences of one series name it as their
 * superEvent; the series itself stands once, with its Schedule as far as the feed holds it.
 */
export function jsonLd(listing: Listing, events: readonly WholeEvent[], interviews: readonly WholeInterview[]): string {
  const { licence, origin } = listing
  const series = [...Map.groupBy(events, event => event.seriesId)].filter(([id]) => id !== null)
  return dataFeed(listing, [
    ...series.map(([id, occurrences]) => seriesDocument(id!, occurrences, origin)),
    ...events.map(event => {
      const node = eventDocument(event, origin)
      const superEvent = event.seriesId && { "@id": seriesId(event.seriesId) }
      return { ...node, superEvent, subjectOf: recordOf(node, listing) }
    }),
    ...interviews.map(interview => {
      const node = interviewDocument(interview, origin)
      return { ...node, license: licence && (licence.url ?? licence.id) }
    }),
  ])
}

/** One session, which names its event. */
export function sessionJsonLd(listing: Listing, session: Session, event: WholeEvent): string {
  const node = sessionDocument(session, event, listing.origin)
  return dataFeed(listing, [{ ...node, subjectOf: recordOf(node, listing) }])
}

const organisationOf = ({ publisher, origin }: Listing): JsonObject => ({
  "@type": "Organization",
  name: publisher,
  url: `${origin}/`,
})

/** Events are no creative works: their licence is that of the record. */
const recordOf = ({ url }: JsonObject, listing: Listing): JsonObject => ({
  "@type": "WebPage",
  url,
  license: listing.licence && (listing.licence.url ?? listing.licence.id),
  publisher: organisationOf(listing),
})

function dataFeed(listing: Listing, elements: JsonObject[]): string {
  const { description, language, licence, name, page, source, updatedAt } = listing
  const document: JsonObject = {
    "@context": "https://schema.org",
    "@type": "DataFeed",
    "@id": source,
    url: page,
    name,
    description,
    inLanguage: language,
    license: licence && (licence.url ?? licence.id),
    publisher: organisationOf(listing),
    dateModified: isoSeconds(updatedAt),
    dataFeedElement: elements,
  }
  return JSON.stringify(document, (key, value) => (key === "dataFeedElement" ? value : withoutEmpty(key, value)))
}

const seriesId = (id: string): string => `urn:uuid:${id}`

function seriesDocument(id: string, occurrences: WholeEvent[], origin: string): JsonObject {
  const first = occurrences[0]!
  const { name, inLanguage, location, organizer, startDate } = eventDocument(first, origin)
  return {
    "@type": "EventSeries",
    "@id": seriesId(id),
    name,
    inLanguage,
    location,
    organizer,
    startDate,
    eventSchedule: scheduleOf(occurrences),
    subEvent: occurrences.map(event => ({ "@id": eventDocument(event, origin)["@id"] })),
  }
}

/** When they keep one distance in days and one time of day; without, the dates of the occurrences say it all. */
function scheduleOf(occurrences: WholeEvent[]): JsonObject | null {
  const starts = occurrences.map(event => zonedStart(event.when))
  const days = starts.slice(1).map((start, n) => starts[n]!.toPlainDate().until(start.toPlainDate()).days)
  const clocks = new Set(starts.map(start => start.toPlainTime().toString({ smallestUnit: "minute" })))
  if (days.length === 0 || new Set(days).size > 1 || clocks.size > 1 || days[0] === 0) return null
  const { when } = occurrences[0]!
  const end = zonedEnd(when)
  return {
    "@type": "Schedule",
    repeatFrequency: `P${days[0]}D`,
    repeatCount: occurrences.length,
    startDate: starts[0]!.toPlainDate().toString(),
    endDate: starts.at(-1)!.toPlainDate().toString(),
    ...(!when.allDay && {
      startTime: [...clocks][0],
      endTime: end?.toPlainTime().toString({ smallestUnit: "minute" }),
    }),
    scheduleTimezone: when.timeZone,
  }
}
