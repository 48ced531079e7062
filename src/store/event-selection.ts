import { type ExpressionBuilder, type SelectQueryBuilder, sql } from "kysely"
import type { Database } from "./schema/database.ts"
import type { PublicEventView } from "./schema/views.ts"
import { holdsWords } from "./search.ts"

/** Which events: every part narrows. Dates compare the event's own span: it overlaps [from, to). */
export interface EventSelection {
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

/** A source of events under the name `event`: the view of the public ones, or the table with drafts. */
type EventSource = Omit<Database, "event"> & { event: PublicEventView }
export type EventQuery<Columns> = SelectQueryBuilder<EventSource, "event", Columns>

/** Narrows a query of events to a selection; order, limit and offset are left to the caller. */
export function narrowEvents<O>(query: EventQuery<O>, s: EventSelection): EventQuery<O> {
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
        sql`place.latitude between ${south} and ${north}
          and (place.longitude >= ${west} ${around} place.longitude <= ${east})`,
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

const atPlace = (eb: ExpressionBuilder<EventSource, "event">, condition: ReturnType<typeof sql>) =>
  eb.exists(
    eb
      .selectFrom("eventPlace")
      .innerJoin("place", "place.id", "eventPlace.placeId")
      .select("eventPlace.eventId")
      .whereRef("eventPlace.eventId", "=", "event.id")
      .where(sql<boolean>`${condition}`),
  )
