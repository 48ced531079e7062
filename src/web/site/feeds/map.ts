import type { ListedEvent } from "../../../domain/event.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { lastModifiedOf } from "./changes.ts"
import { newest } from "./head.ts"
import type { FeedContent, FeedRequest } from "./request.ts"
import { boxOf, daysAsked, instants, movingWindow } from "./window.ts"

/** As many markers as uMap and Leaflet draw without a pause. */
const MOST_EVENTS = 2000

/** The events of the window, and inside the bounding box if there is one. */
export const mapOf =
  (render: (listing: Listing, events: ListedEvent[]) => string) =>
  async (request: FeedRequest): Promise<FeedContent> => {
    const { selection, feeding, listing, query } = request
    const days = daysAsked(query, listing.timeZone, selection.days)
    const within = boxOf(query)
    const moving =
      selection.event || selection.past ? null : { days, window: movingWindow(days, feeding.now(), selection.days) }
    const [events, lastModified] = await Promise.all([
      publicEvents(feeding.db, {
        ...selection.events,
        ...(moving ? moving.window : instants(days)),
        ...(within && { within }),
        order: selection.past ? "desc" : "asc",
        limit: MOST_EVENTS,
      }),
      lastModifiedOf(request, moving ?? undefined),
    ])
    const updatedAt = newest([listing.updatedAt, ...events.map(event => event.updatedAt ?? event.publishedAt)])
    return { body: render({ ...listing, updatedAt }, selection.past ? events.reverse() : events), lastModified }
  }
