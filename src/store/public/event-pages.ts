import { sql } from "kysely"
import type { ListedEvent } from "../../domain/event.ts"
import type { Db } from "../db.ts"
import { EVENT_COLUMNS, toEvent } from "../event-columns.ts"
import { withPlaces } from "../event-parts.ts"
import { type EventQuery, type EventSelection, narrowEvents } from "../event-selection.ts"
import { publicEventQuery } from "./events.ts"

export interface EventPage {
  selection: Omit<EventSelection, "offset" | "from" | "to"> & {
    limit: number
    /** days such as 2026-12-01, both inclusive, each event's on its own calendar */
    firstDay?: string | undefined
    lastDay?: string | undefined
  }
  /** the sort keys of the last row of the previous page */
  after: { startsAt: Date; id: string } | null
}

/** Public events in the order of their start, from a row on: rows that come or go before it shift nothing. */
export const publicEventPage = (db: Db, page: EventPage): Promise<ListedEvent[]> =>
  pageOfEvents(db, publicEventQuery(db), page)

/** The same page of any query of events. */
export async function pageOfEvents(
  db: Db,
  events: EventQuery<object>,
  { selection, after }: EventPage,
): Promise<ListedEvent[]> {
  const { order = "asc", limit, firstDay, lastDay } = selection
  let query = narrowEvents(events.select(EVENT_COLUMNS), selection)
    .orderBy("event.startsAt", order)
    .orderBy("event.id", order)
    .limit(limit)
  if (firstDay) query = query.where(sql<boolean>`left(coalesce(event.end_local, event.start_local), 10) >= ${firstDay}`)
  if (lastDay) query = query.where(sql<boolean>`left(event.start_local, 10) <= ${lastDay}`)
  if (after) {
    const beyond = sql.raw(order === "asc" ? ">" : "<")
    query = query.where(
      sql<boolean>`(event.starts_at, event.id) ${beyond} (${after.startsAt}::timestamptz, ${after.id}::uuid)`,
    )
  }
  return withPlaces(db, (await query.execute()).map(toEvent))
}
