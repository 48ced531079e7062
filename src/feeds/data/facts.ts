import type { ListedEvent } from "../../domain/event.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { placeFieldsOf } from "../../domain/place.ts"
import type { Listing } from "../listing.ts"
import { eventDates } from "./dates.ts"

/** What machines read of an event beside its texts, in the words of the API. */
export function eventFacts(event: ListedEvent, { origin, licence, publisher }: Listing) {
  const { calendar, id, status, full, when, places, onlineUrl, organisers, access, price, accessibility, url, uid } =
    event
  const { start, end } = eventDates(when)
  return {
    id: absolute(origin, paths.event(id)),
    uid,
    calendar: calendar.handle,
    status,
    full,
    start,
    end,
    allDay: when.allDay,
    timeZone: when.timeZone,
    places: places.map(placeFieldsOf),
    online: onlineUrl && { url: onlineUrl },
    organisers,
    access,
    price,
    accessibility,
    url,
    source: publisher,
    licence: licence && (licence.url ?? licence.id),
  }
}
