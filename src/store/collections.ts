import { sql } from "kysely"
import { paths } from "../domain/paths.ts"
import type { Db } from "./db.ts"
import { publicEventQuery } from "./events.ts"
import { prepared } from "./prepared.ts"

/** A stretch of a list, and how long the whole is (known only while the stretch is not beyond its end). */
export interface Stretch<T = string> {
  total: number
  items: T[]
}

export interface Window {
  offset: number
  limit: number
}

const idOfHandle = prepared((db, handle: string) => db.selectFrom("actor").select("id").where("handle", "=", handle))

/** Who an actor's collections belong to; null when there is no such actor. */
export async function actorId(db: Db, handle: string): Promise<string | null> {
  return (await idOfHandle(db, handle))[0]?.id ?? null
}

/** Whom an actor follows with their consent, oldest first. */
export const readPartners = (db: Db, actor: string, { offset, limit }: Window): Promise<Stretch> =>
  stretch(
    db,
    sql`
    select remote_id as item, count(*) over () as total from following
    where actor_id = ${actor} and state = 'accepted'
    order by created_at, remote_id offset ${offset} limit ${limit}`,
  )

/**
 * The stored bytes of upcoming events, soonest first.
 * @param actor a calendar, or a publisher: then of all its calendars; null for everybody's
 */
export async function readUpcoming(db: Db, actor: string | null, now: Date, window: Window): Promise<Stretch> {
  const all = upcoming(db, now, window)
  const theirs = all.where("event.calendarId", "in", eb =>
    eb
      .selectFrom("calendar")
      .select("calendar.id")
      .where(calendar => calendar.or([calendar("calendar.id", "=", actor), calendar("publisherId", "=", actor)])),
  )
  return withBytes(db, actor === null ? all : theirs)
}

/** The paths of a calendar's upcoming events, soonest first. */
export async function readUpcomingPaths(db: Db, calendar: string, now: Date, window: Window): Promise<Stretch> {
  const { total, items } = stretchOf(await upcoming(db, now, window).where("event.calendarId", "=", calendar).execute())
  return { total, items: items.map(paths.event) }
}

const upcoming = (db: Db, now: Date, { offset, limit }: Window) =>
  publicEventQuery(db)
    .select(["event.id as item", "event.startsAt", eb => eb.fn.countAll<number>().over().as("total")])
    .where("event.overAt", ">", now)
    .orderBy("event.startsAt")
    .orderBy("event.id")
    .offset(offset)
    .limit(limit)

/** Chosen first, joined then: every published event has its object. */
const withBytes = async (db: Db, chosen: ReturnType<typeof upcoming>): Promise<Stretch> =>
  stretchOf(
    await db
      .selectFrom(chosen.as("chosen"))
      .innerJoin("object", join => join.on(sql<boolean>`object.path = '/events/' || chosen.item::text`))
      .select(["object.body as item", "chosen.total"])
      .orderBy("chosen.startsAt")
      .orderBy("chosen.item")
      .execute(),
  )

/** The tags that a calendar uses most, in published events and interviews; spellings that differ by case are one tag. */
export const readTags = (db: Db, calendar: string, limit: number): Promise<Stretch> =>
  stretch(
    db,
    sql`
    select min(tag) as item, count(*) over () as total from (
      select unnest(tags) as tag from event where calendar_id = ${calendar} and state = 'published'
      union all select unnest(tags) from interview where calendar_id = ${calendar} and state = 'published'
    ) used
    group by lower(tag) order by count(*) desc, lower(tag) limit ${limit}`,
  )

/** What others did with one of our objects; null when nothing was ever published there. */
export async function readCounts(
  db: Db,
  path: string,
): Promise<{ likes: number; shares: number; gone: boolean } | null> {
  return (
    (await db.selectFrom("object").select(["likes", "shares", "gone"]).where("path", "=", path).executeTakeFirst()) ??
    null
  )
}

/** Ids of the public replies to one of our objects, in the order in which they came. */
export const readReplyIds = (db: Db, objectPath: string, { offset, limit }: Window): Promise<Stretch> =>
  stretch(
    db,
    sql`
    select id as item, count(*) over () as total from reply
    where object_path = ${objectPath} and public
    order by received_at, id offset ${offset} limit ${limit}`,
  )

/**
 * What belongs together: an event, its news and interviews — or one interview — and the public replies to them, oldest
 * first. `path` is one of ours, `id` is someone else's. Null when nothing public has this context.
 */
export async function readContext(
  db: Db,
  id: string,
  { offset, limit }: Window,
): Promise<(Stretch<{ path: string | null; id: string | null }> & { handle: string }) | null> {
  const { rows } = await sql<{ path: string | null; id: string | null; total: number; handle: string }>`
    with own as materialized (
      select object.path, member.published_at, member.calendar_id from (
        select '/events/' || id::text as path, published_at, calendar_id from event where id = ${id}
        union all select '/interviews/' || id::text, published_at, calendar_id from interview where event_id = ${id} or id = ${id}
        union all select '/news/' || id::text, published_at, calendar_id from news where event_id = ${id}
      ) member join object on object.path = member.path and not object.gone
    ),
    member as (
      select path, null as id, published_at as at from own
      union all select null, reply.id, reply.received_at from reply join own on own.path = reply.object_path where reply.public
    ),
    listed as (select path, id, at from member order by at, path, id offset ${offset} limit ${limit})
    select listed.path, listed.id, (select count(*) from member) as total,
      (select actor.handle from own join actor on actor.id = own.calendar_id order by own.published_at limit 1) as handle
    from (select) one left join listed on true
    order by listed.at, listed.path, listed.id
  `.execute(db)
  const { total, handle } = rows[0]!
  if (total === 0) return null
  return { total, handle, items: rows.filter(row => row.path !== null || row.id !== null) }
}

const stretchOf = (rows: { item: string; total: number }[]): Stretch => ({
  total: rows[0]?.total ?? 0,
  items: rows.map(row => row.item),
})

async function stretch(db: Db, query: ReturnType<typeof sql>): Promise<Stretch> {
  return stretchOf((await sql<{ item: string; total: number }>`${query}`.execute(db)).rows)
}
