import { sql } from "kysely"
import type { ListedEvent, WholeEvent } from "../domain/event.ts"
import type { Db } from "./db.ts"
import { EVENT_COLUMNS, narrow, publicEventQuery, type Selection, toEvent, withPlaces } from "./events.ts"

/** How many public events of a selection begin in each year, newest first. The year is the one on the organiser's calendar. */
export async function publicYears(db: Db, selection: Selection): Promise<{ year: number; count: number }[]> {
  const year = sql<number>`left(event.start_local, 4)::int`
  return narrow(publicEventQuery(db), selection)
    .select(eb => [year.as("year"), eb.fn.countAll<number>().as("count")])
    .groupBy(year)
    .orderBy(year, "desc")
    .execute()
}

/** The communes of a selection, those with most events first. */
export async function publicLocalities(db: Db, selection: Selection, limit: number): Promise<string[]> {
  const rows = await narrow(publicEventQuery(db), selection)
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
    .selectFrom("session")
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

/**
 * Public events that belong with this one: of its series first, then those that share most with it (each tag, the calendar, a
 * date within a month), then the nearest in time. In the order of their dates.
 */
export async function relatedEvents(db: Db, event: WholeEvent, limit: number): Promise<ListedEvent[]> {
  const series = sql<boolean>`(event.series_id = ${event.seriesId}::uuid) is true`
  // a comparison a tag: to intersect the two lists takes 2 of 2.5 microseconds an event
  const each = [...new Set(event.tags)].map(tag => sql`(event.tags @> array[${tag}]::text[])::int`)
  const shared = sql.join([sql`0`, ...each], sql` + `)
  const sameCalendar = sql<boolean>`(event.calendar_id = ${event.calendarId}::uuid)`
  const at = sql`${event.startsAt}::timestamptz`
  const apart = sql<number>`greatest(event.starts_at - ${at}, ${at} - event.starts_at)`
  const soon = sql<boolean>`(${apart} < interval '720 hours')`
  const rows = await publicEventQuery(db)
    .select(EVENT_COLUMNS)
    .where("event.id", "<>", event.id)
    .where(eb => eb.or([series, sql<boolean>`event.tags && ${event.tags}::text[]`, eb.and([sameCalendar, soon])]))
    .orderBy(series, "desc")
    .orderBy(sql`${shared} + ${sameCalendar}::int + ${soon}::int`, "desc")
    .orderBy(apart)
    .limit(limit)
    .execute()
  const inOrder = rows
    .map(toEvent)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1))
  return withPlaces(db, inOrder)
}
