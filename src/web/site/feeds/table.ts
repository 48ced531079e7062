import type { WholeEvent } from "../../../domain/event.ts"
import type { WholeInterview } from "../../../domain/interview.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { withProgrammes } from "../../../store/event-parts.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { lastModifiedOf } from "./changes.ts"
import { newest } from "./head.ts"
import type { FeedContent, FeedRequest } from "./request.ts"
import { daysAsked, daysOf, instants } from "./window.ts"

/** The latest, if there are more: a Link header leads to the others, and `/export.json` streams all. */
const MOST_EVENTS = 5000

interface TableRows {
  events: WholeEvent[]
  interviews: WholeInterview[]
}

/** All events and interviews, in the order of their dates. */
export const tableOf =
  (render: (listing: Listing, rows: TableRows) => string) =>
  async (request: FeedRequest): Promise<FeedContent> => {
    const { selection, feeding, listing, query } = request
    const { db } = feeding
    const days = daysAsked(query, listing.timeZone, selection.days)
    const [events, interviews, lastModified] = await Promise.all([
      publicEvents(db, { ...selection.events, ...instants(days), order: "desc", limit: MOST_EVENTS }),
      selection.interviews
        ? publicInterviews(db, { ...selection.interviews, ...daysOf(days), limit: MOST_EVENTS })
        : [],
      lastModifiedOf(request),
    ])
    const updatedAt = newest([
      listing.updatedAt,
      ...[...events, ...interviews].map(row => row.updatedAt ?? row.publishedAt),
    ])
    const rows = { events: await withProgrammes(db, events.reverse()), interviews }
    const next = events.length === MOST_EVENTS ? before(request, rows.events[0]!) : null
    return { body: render({ ...listing, updatedAt }, rows), lastModified, ...(next && { next }) }
  }

/**
 * The same address until the day of the earliest event that was sent, that day included: nothing is lost between the
 * two.
 */
function before({ selection, listing, query }: FeedRequest, { startsAt }: WholeEvent): string {
  const [first, last] = selection.days
  const address = new URL(listing.source)
  const from = query.get(first)
  if (from) address.searchParams.set(first, from)
  const start = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(listing.timeZone)
  address.searchParams.set(last, start.toPlainDate().toString())
  return address.href
}
