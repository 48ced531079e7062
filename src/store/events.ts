import { type ExpressionBuilder, type Selectable, type SelectQueryBuilder, sql } from "kysely"
import type { Calendar } from "../domain/calendar.ts"
import { CONTENT_COLUMNS, type Event, type ListedEvent, type WholeEvent } from "../domain/event.ts"
import type { Place } from "../domain/place.ts"
import { listCalendars } from "./actors.ts"
import type { Db } from "./db.ts"
import { newsOf } from "./news.ts"
import { PLACE_COLUMNS } from "./places.ts"
import { prepared } from "./prepared.ts"
import type { Database } from "./schema/database.ts"
import type { EventTable } from "./schema/events.ts"
import { holdsWords } from "./search.ts"
import { sessionsOf } from "./sessions.ts"
import { provenancesOf } from "./sources.ts"

/** Which public events: every part narrows. Dates compare the event's own span: it overlaps [from, to). */
export interface Selection {
  calendar?: string | undefined
  tag?: string | undefined
  organiser?: string | undefined
  locality?: string | undefined
  placeIds?: string[] | undefined
  online?: boolean | undefined
  /** with a venue inside these degrees; `west` greater than `east` goes round the other side */
  within?: Box | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** not over at that time */
  upcoming?: Date | undefined
  /** over at that time */
  past?: Date | undefined
  /** in which it begins, on the organiser's calendar */
  year?: number | undefined
  series?: string | undefined
  ids?: string[] | undefined
  /** words, all of them, in title, summary, place, organisers or tags; accents and case do not count */
  q?: string | undefined
  order?: "asc" | "desc" | undefined
  limit?: number | undefined
  offset?: number
}

/** Degrees of WGS 84. */
export interface Box {
  west: number
  south: number
  east: number
  north: number
}

type EventQuery<O> = SelectQueryBuilder<Database, "event", O>

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

type EventRow = Omit<Selectable<EventTable>, "ical">

export function toEvent({ startLocal, endLocal, allDay, timeZone, ...row }: EventRow): Event {
  return { ...row, when: { start: startLocal, end: endLocal, allDay, timeZone } }
}

/**
 * The one place that decides what is public: published, in any calendar, and nothing else. Every page, feed, collection
 * and API list narrows this query; none repeats its condition.
 */
export const publicEventQuery = (db: Db) => db.selectFrom("event").where("event.state", "=", "published")

/** A query of public events, narrowed to a selection. For counts of a selection: whoever reads events takes {@link publicEvents}. */
export function narrow<O>(query: EventQuery<O>, s: Selection): EventQuery<O> {
  let q = query
  if (s.calendar !== undefined) {
    const handle = s.calendar
    q = q.where("event.calendarId", "in", eb =>
      eb.selectFrom("actor").select("actor.id").where("actor.handle", "=", handle),
    )
  }
  if (s.tag !== undefined)
    q = q.where(sql<boolean>`exists (select from unnest(event.tags) t where lower(t) = lower(${s.tag}))`)
  if (s.organiser !== undefined) q = q.where(sql<boolean>`event.organisers @> array[${s.organiser}]`)
  if (s.locality !== undefined) q = q.where(eb => atPlace(eb, sql`place.locality = ${s.locality}`))
  if (s.placeIds !== undefined) q = q.where(eb => atPlace(eb, sql`place.id = any(${s.placeIds}::uuid[])`))
  if (s.within !== undefined) {
    const { west, south, east, north } = s.within
    const around = sql.raw(west <= east ? "and" : "or")
    q = q.where(eb =>
      atPlace(
        eb,
        sql`place.latitude between ${south} and ${north} and (place.longitude >= ${west} ${around} place.longitude <= ${east})`,
      ),
    )
  }
  if (s.online !== undefined) {
    const online = sql<boolean>`(event.status = 'moved-online' or (event.online_url is not null
      and not exists (select from event_place where event_place.event_id = event.id)))`
    q = q.where(s.online ? online : sql<boolean>`not ${online}`)
  }
  if (s.from) q = q.where("event.overAt", ">", s.from)
  if (s.to) q = q.where("event.startsAt", "<", s.to)
  if (s.upcoming) q = q.where("event.overAt", ">", s.upcoming)
  if (s.past) q = q.where("event.overAt", "<=", s.past)
  if (s.year) q = q.where(sql<boolean>`left(event.start_local, 4) = ${String(s.year)}`)
  if (s.series) q = q.where("event.seriesId", "=", s.series)
  if (s.ids) q = q.where("event.id", "in", s.ids.length > 0 ? s.ids : ["00000000-0000-0000-0000-000000000000"])
  const holds = holdsWords("event", s.q)
  if (holds) q = q.where(holds)
  return q
}

const atPlace = (eb: ExpressionBuilder<Database, "event">, condition: ReturnType<typeof sql>) =>
  eb.exists(
    eb
      .selectFrom("eventPlace")
      .innerJoin("place", "place.id", "eventPlace.placeId")
      .select("eventPlace.eventId")
      .whereRef("eventPlace.eventId", "=", "event.id")
      .where(sql<boolean>`${condition}`),
  )

export async function publicEvents(db: Db, selection: Selection): Promise<ListedEvent[]> {
  const direction = selection.order ?? "asc"
  let query = narrow(publicEventQuery(db).select(EVENT_COLUMNS), selection)
    .orderBy("event.startsAt", direction)
    .orderBy("event.id", direction)
  if (selection.limit !== undefined) query = query.limit(selection.limit)
  if (selection.offset) query = query.offset(selection.offset)
  return withPlaces(db, (await query.execute()).map(toEvent))
}

export async function countPublicEvents(db: Db, selection: Selection): Promise<number> {
  const counted = narrow(
    publicEventQuery(db).select(eb => eb.fn.countAll<number>().as("count")),
    selection,
  )
  return (await counted.executeTakeFirstOrThrow()).count
}

const venues = prepared((db, eventIds: readonly string[]) =>
  db
    .selectFrom("eventPlace")
    .innerJoin("place", "place.id", "eventPlace.placeId")
    .select(["place.id", "place.version", ...PLACE_COLUMNS.map(column => `place.${column}` as const)])
    .select("eventPlace.eventId")
    .where("eventPlace.eventId", "=", sql<string>`any(${eventIds}::uuid[])`)
    .orderBy("eventPlace.position"),
)

/** Gives events their calendar and their venues: two queries, however many events. */
export async function withPlaces(db: Db, events: Event[]): Promise<ListedEvent[]> {
  if (events.length === 0) return []
  const ids = events.map(event => event.id)
  const [calendars, rows] = await Promise.all([listCalendars(db), venues(db, ids)])
  const calendarOf = new Map<string, Calendar>(calendars.map(calendar => [calendar.id, calendar]))
  const placesOf = Map.groupBy(rows, row => row.eventId)
  return events.map(event => ({
    ...event,
    calendar: calendarOf.get(event.calendarId)!,
    places: (placesOf.get(event.id) ?? []).map(({ eventId: _, ...place }): Place => place),
  }))
}

const byId = prepared((db, id: string) => db.selectFrom("event").select(EVENT_COLUMNS).where("event.id", "=", id))
const bySlug = prepared((db, slug: string) =>
  db.selectFrom("event").select(EVENT_COLUMNS).where("event.slug", "=", slug),
)

/** One event with all that belongs to it, in any state: whoever shows it to strangers looks at `state` first. */
export async function readEvent(db: Db, by: { id: string } | { slug: string }): Promise<WholeEvent | null> {
  const [row] = await ("id" in by ? byId(db, by.id) : bySlug(db, by.slug))
  if (!row) return null
  return (await whole(db, [row]))[0]!
}

/** Many at once, in the order of their ids: as many queries as for one. Ids of none are passed over. */
export async function readEvents(db: Db, ids: readonly string[]): Promise<WholeEvent[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom("event").select(EVENT_COLUMNS).where("event.id", "in", ids).execute()
  const known = new Map(rows.map(row => [row.id, row]))
  return whole(
    db,
    ids.map(id => known.get(id)).filter(row => row !== undefined),
  )
}

async function whole(db: Db, rows: EventRow[]): Promise<WholeEvent[]> {
  const ids = rows.map(row => row.id)
  const series = [...new Set(rows.map(row => row.seriesId).filter(id => id !== null))]
  const listed = await withPlaces(db, rows.map(toEvent))
  const [sessions, news, firstUids, sources] = await Promise.all([
    sessionsOf(db, ids),
    newsOf(db, ids),
    firstUidsOf(db, series),
    provenancesOf(db, ids),
  ])
  return listed.map(event => {
    const first = event.seriesId === null ? undefined : firstUids.get(event.seriesId)
    return {
      ...event,
      sessions: sessions.get(event.id) ?? [],
      news: news.get(event.id) ?? [],
      seriesFirstUid: first === undefined || first === event.uid ? null : first,
      source: sources.get(event.id) ?? null,
    }
  })
}

/** The UID of the first public occurrence of each series. */
export async function firstUidsOf(db: Db, series: readonly string[]): Promise<Map<string, string>> {
  if (series.length === 0) return new Map()
  const rows = await publicEventQuery(db)
    .select(["event.seriesId", "event.uid"])
    .distinctOn("event.seriesId")
    .where("event.seriesId", "in", series)
    .orderBy("event.seriesId")
    .orderBy("event.createdAt")
    .orderBy("event.startsAt")
    .orderBy("event.id")
    .execute()
  return new Map(rows.map(row => [row.seriesId!, row.uid]))
}
