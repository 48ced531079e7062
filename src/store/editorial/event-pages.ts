import { sql } from "kysely"
import type { ListedEvent } from "../../domain/event.ts"
import type { Db } from "../db.ts"
import { type EventPage, pageOfEvents } from "../public/event-pages.ts"

/** Calendars whose drafts may be seen. */
export type DraftsOf = "all" | readonly string[]

/** Events with drafts, or drafts alone, in the order of their start, from a row on. */
export const editorialEventPage = (
  db: Db,
  page: EventPage & { draftsOf: DraftsOf; draftsOnly: boolean },
): Promise<ListedEvent[]> => {
  const events = editorialEvents(db, page.draftsOf)
  return pageOfEvents(db, page.draftsOnly ? events.where("event.state", "=", "draft") : events, page)
}

/** Public events and the drafts of these calendars, under the name `event`. */
export const editorialEvents = (db: Db, draftsOf: DraftsOf) =>
  db
    .selectFrom("event")
    .where("event.state", "<>", "deleted")
    .where(eb =>
      draftsOf === "all"
        ? eb.lit(true)
        : eb.or([eb("event.state", "<>", "draft"), eb("event.calendarId", "=", sql<string>`any(${draftsOf}::uuid[])`)]),
    )
