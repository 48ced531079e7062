import { sql } from "kysely"
import type { ListedEvent } from "../domain/event.ts"
import type { Db } from "./db.ts"
import { EVENT_COLUMNS, narrow, publicEventQuery, type Selection, toEvent, withPlaces } from "./events.ts"

export interface EventPage {
  selection: Omit<Selection, "offset" | "from" | "to"> & {
    limit: number
    /** days such as 2026-12-01, both inclusive, each event's on its own calendar */
    firstDay?: string | undefined
    lastDay?: string | undefined
  }
  /** drafts are for those who may read them; without, only what is public */
  states: ("draft" | "published")[]
  /** the sort keys of the last row seen */
  after: { startsAt: Date; id: string } | null
}

/** Events in the order of their start, from a row on: rows that come or go before it shift nothing. */
export async function eventPage(db: Db, { selection, states, after }: EventPage): Promise<ListedEvent[]> {
  const { order = "asc", limit, firstDay, lastDay } = selection
  const drafts = states.includes("draft")
  const base = drafts ? db.selectFrom("event").where("event.state", "in", states) : publicEventQuery(db)
  let query = narrow(base.select(EVENT_COLUMNS), selection)
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
