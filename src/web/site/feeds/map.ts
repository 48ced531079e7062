import type { ListedEvent } from "../../../domain/event.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { publicEvents } from "../../../store/public/events.ts"
import { lastModifiedOf } from "./changes.ts"
import { newest } from "./head.ts"
import type { Made, Request } from "./request.ts"
import { askedDays, boxOf, instants, movingWindow } from "./window.ts"

/** uMap and Leaflet draw so many markers without a pause. */
const MOST_EVENTS = 2000

/** What is near in time, and inside the box when one is given. */
export const mapOf =
  (render: (listing: Listing, events: ListedEvent[]) => string) =>
  async (request: Request): Promise<Made> => {
    const { chosen, feeding, listing, query } = request
    const asked = askedDays(query, listing.timeZone, chosen.days)
    const within = boxOf(query)
    const moving =
      chosen.event || chosen.past ? null : { asked, window: movingWindow(asked, feeding.now(), chosen.days) }
    const [events, lastModified] = await Promise.all([
      publicEvents(feeding.db, {
        ...chosen.events,
        ...(moving ? moving.window : instants(asked)),
        ...(within && { within }),
        order: chosen.past ? "desc" : "asc",
        limit: MOST_EVENTS,
      }),
      lastModifiedOf(request, moving ?? undefined),
    ])
    const updatedAt = newest([listing.updatedAt, ...events.map(event => event.updatedAt ?? event.publishedAt)])
    return { body: render({ ...listing, updatedAt }, chosen.past ? events.reverse() : events), lastModified }
  }
