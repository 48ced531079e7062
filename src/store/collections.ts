import { sql } from "kysely"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"

/** Part of a list, and the length of the whole list (0 when the part lies beyond its end). */
export interface Stretch<T = string> {
  total: number
  items: T[]
}

export interface StretchWindow {
  offset: number
  limit: number
}

const idOfHandle = prepared((db, handle: string) => db.selectFrom("actor").select("id").where("handle", "=", handle))

/** Who an actor's collections belong to; null when there is no such actor. */
export async function actorId(db: Db, handle: string): Promise<string | null> {
  return (await idOfHandle(db, handle))[0]?.id ?? null
}

/** Whom an actor follows with their consent, oldest first. */
export const readPartners = (db: Db, actor: string, { offset, limit }: StretchWindow): Promise<Stretch> =>
  stretch(
    db,
    sql`
    select remote_id as item, count(*) over () as total from following
    where actor_id = ${actor} and state = 'accepted'
    order by created_at, remote_id offset ${offset} limit ${limit}`,
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
export const readReplyIds = (db: Db, objectPath: string, { offset, limit }: StretchWindow): Promise<Stretch> =>
  stretch(
    db,
    sql`
    select id as item, count(*) over () as total from reply
    where object_path = ${objectPath} and public
    order by received_at, id offset ${offset} limit ${limit}`,
  )

export const stretchOf = (rows: { item: string; total: number }[]): Stretch => ({
  total: rows[0]?.total ?? 0,
  items: rows.map(row => row.item),
})

export async function stretch(db: Db, query: ReturnType<typeof sql>): Promise<Stretch> {
  return stretchOf((await sql<{ item: string; total: number }>`${query}`.execute(db)).rows)
}
