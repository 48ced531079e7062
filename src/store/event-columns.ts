import type { Selectable } from "kysely"
import { CONTENT_COLUMNS, type Event } from "../domain/event.ts"
import type { EventTable } from "./schema/events.ts"

/** Columns of an event without its rendered text, which is large and read only by the feeds. */
export const EVENT_COLUMNS = [
  "event.id",
  "event.calendarId",
  "event.slug",
  "event.uid",
  "event.state",
  "event.status",
  "event.full",
  ...CONTENT_COLUMNS.map(name => `event.${name}` as const),
  "event.startLocal",
  "event.endLocal",
  "event.allDay",
  "event.timeZone",
  "event.previous",
  "event.startsAt",
  "event.endsAt",
  "event.overAt",
  "event.seriesId",
  "event.sequence",
  "event.createdAt",
  "event.publishedAt",
  "event.updatedAt",
  "event.deletedAt",
  "event.changedAt",
] as const

/** An event as its row, whether of the table or of the view `public_event`. */
export type EventRow = Omit<Selectable<EventTable>, "ical" | "authorId">

export function toEvent({ startLocal, endLocal, allDay, timeZone, ...row }: EventRow): Event {
  return { ...row, when: { start: startLocal, end: endLocal, allDay, timeZone } }
}
