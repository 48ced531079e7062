import type { WholeEvent } from "../../../domain/event.ts"
import type { WholeInterview } from "../../../domain/interview.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { withProgrammes } from "../../../store/event-parts.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { lastModifiedOf } from "./changes.ts"
import { newest } from "./head.ts"
import type { Made, Request } from "./request.ts"
import { askedDays, daysOf, instants } from "./window.ts"

/** The latest, when there are more: a Link header leads to the others, and `/export.json` has all, piece by piece. */
const MOST_EVENTS = 5000

interface Rows {
  events: WholeEvent[]
  interviews: WholeInterview[]
}

/** All there is, in the order of the dates. */
export const tableOf =
  (render: (listing: Listing, rows: Rows) => string) =>
  async (request: Request): Promise<Made> => {
    const { chosen, feeding, listing, query } = request
    const { db } = feeding
    const asked = askedDays(query, listing.timeZone, chosen.days)
    const [events, interviews, lastModified] = await Promise.all([
      publicEvents(db, { ...chosen.events, ...instants(asked), order: "desc", limit: MOST_EVENTS }),
      chosen.interviews ? publicInterviews(db, { ...chosen.interviews, ...daysOf(asked), limit: MOST_EVENTS }) : [],
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
function before({ chosen, listing, query }: Request, { startsAt }: WholeEvent): string {
  const [first, last] = chosen.days
  const address = new URL(listing.source)
  const from = query.get(first)
  if (from) address.searchParams.set(first, from)
  const start = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime()).toZonedDateTimeISO(listing.timeZone)
  address.searchParams.set(last, start.toPlainDate().toString())
  return address.href
}
