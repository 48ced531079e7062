import { sql } from "kysely"
import type { Calendar } from "../domain/calendar.ts"
import type { Event, ListedEvent, WholeEvent } from "../domain/event.ts"
import type { Place } from "../domain/place.ts"
import { listCalendars } from "./actors.ts"
import type { Db } from "./db.ts"
import { type EventRow, toEvent } from "./event-columns.ts"
import { newsOf } from "./news.ts"
import { PLACE_COLUMNS } from "./places.ts"
import { prepared } from "./prepared.ts"
import { firstUidsOf } from "./public/series.ts"
import { sessionsOf } from "./sessions.ts"
import { provenancesOf } from "./sources.ts"

const venuesByEvents = prepared((db, eventIds: readonly string[]) =>
  db
    .selectFrom("eventPlace")
    .innerJoin("place", "place.id", "eventPlace.placeId")
    .select(["place.id", "place.version", ...PLACE_COLUMNS.map(column => `place.${column}` as const)])
    .select("eventPlace.eventId")
    .where("eventPlace.eventId", "=", sql<string>`any(${eventIds}::uuid[])`)
    .orderBy("eventPlace.position"),
)

/** Gives events their calendars and venues: two queries, however many events. */
export async function withPlaces(db: Db, events: readonly Event[]): Promise<ListedEvent[]> {
  if (events.length === 0) return []
  const ids = events.map(event => event.id)
  const [calendars, venues] = await Promise.all([listCalendars(db), venuesByEvents(db, ids)])
  const calendarOf = new Map<string, Calendar>(calendars.map(calendar => [calendar.id, calendar]))
  const placesOf = Map.groupBy(venues, venue => venue.eventId)
  return events.map(event => ({
    ...event,
    calendar: calendarOf.get(event.calendarId)!,
    places: (placesOf.get(event.id) ?? []).map(({ eventId: _, ...place }): Place => place),
  }))
}

/** Gives events their programmes and news: two queries, however many events. */
export async function withProgrammes(db: Db, events: readonly ListedEvent[]): Promise<WholeEvent[]> {
  const ids = events.map(event => event.id)
  const [sessions, news] = await Promise.all([sessionsOf(db, ids), newsOf(db, ids)])
  return events.map(event => ({ ...event, sessions: sessions.get(event.id) ?? [], news: news.get(event.id) ?? [] }))
}

/** Events with all that belongs to them: also the first UID of their series and the source they were imported from. */
export async function wholeEvents(db: Db, rows: readonly EventRow[]): Promise<WholeEvent[]> {
  if (rows.length === 0) return []
  const series = [...new Set(rows.map(row => row.seriesId).filter(id => id !== null))]
  const listed = await withPlaces(db, rows.map(toEvent))
  const [events, firstUids, sources] = await Promise.all([
    withProgrammes(db, listed),
    firstUidsOf(db, series),
    provenancesOf(
      db,
      rows.map(row => row.id),
    ),
  ])
  return events.map(event => {
    const first = event.seriesId === null ? undefined : firstUids.get(event.seriesId)
    return {
      ...event,
      seriesFirstUid: first === undefined || first === event.uid ? null : first,
      source: sources.get(event.id) ?? null,
    }
  })
}
