import { sql } from "kysely"
import type { Db } from "../db.ts"
import { type EventSelection, narrowEvents } from "../event-selection.ts"
import { publicEventQuery } from "./events.ts"

/** How many public events of a selection begin in each year, newest first. The year is the one on the organiser's calendar. */
export async function publicYears(db: Db, selection: EventSelection): Promise<{ year: number; count: number }[]> {
  const year = sql<number>`left(event.start_local, 4)::int`
  return narrowEvents(publicEventQuery(db), selection)
    .select(eb => [year.as("year"), eb.fn.countAll<number>().as("count")])
    .groupBy(year)
    .orderBy(year, "desc")
    .execute()
}

/** The communes of a selection, those with most events first. */
export async function publicLocalities(db: Db, selection: EventSelection, limit: number): Promise<string[]> {
  const rows = await narrowEvents(publicEventQuery(db), selection)
    .innerJoin("eventPlace", "eventPlace.eventId", "event.id")
    .innerJoin("place", "place.id", "eventPlace.placeId")
    .where("place.locality", "is not", null)
    .select("place.locality")
    .groupBy("place.locality")
    .orderBy(sql`count(distinct event.id)`, "desc")
    .orderBy("place.locality")
    .limit(limit)
    .execute()
  return rows.map(row => row.locality!)
}

/** How many sessions of each event have documents; events without any are not in it. */
export async function documentedSessions(db: Db, events: readonly { id: string }[]): Promise<Map<string, number>> {
  if (events.length === 0) return new Map()
  const rows = await db
    .selectFrom("publicSession")
    .select(eb => ["eventId", eb.fn.countAll<number>().as("count")])
    .where(
      "eventId",
      "in",
      events.map(event => event.id),
    )
    .where(sql<boolean>`jsonb_array_length(documents) > 0`)
    .groupBy("eventId")
    .execute()
  return new Map(rows.map(row => [row.eventId, row.count]))
}
