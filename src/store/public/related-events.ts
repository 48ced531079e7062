import { sql } from "kysely"
import type { ListedEvent, WholeEvent } from "../../domain/event.ts"
import type { Db } from "../db.ts"
import { EVENT_COLUMNS, toEvent } from "../event-columns.ts"
import { withPlaces } from "../event-parts.ts"
import { publicEventQuery } from "./events.ts"

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
    .orderBy("event.id")
    .limit(limit)
    .execute()
  const inOrder = rows
    .map(toEvent)
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1))
  return withPlaces(db, inOrder)
}
