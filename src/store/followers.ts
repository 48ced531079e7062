import type { Follower } from "../domain/follower.ts"
import type { Db } from "./db.ts"

export const readFollower = async (db: Db, actorId: string, remoteId: string): Promise<Follower | null> =>
  (await db
    .selectFrom("follower")
    .selectAll()
    .where("actorId", "=", actorId)
    .where("remoteId", "=", remoteId)
    .executeTakeFirst()) ?? null

/** One subscription an actor and follower; a new Follow replaces the id of the old one. */
export async function putFollower(db: Db, follower: Follower): Promise<void> {
  await db
    .insertInto("follower")
    .values(follower)
    .onConflict(conflict => conflict.columns(["actorId", "remoteId"]).doUpdateSet({ followId: follower.followId }))
    .execute()
}

/** @returns whether there was one */
export async function deleteFollower(db: Db, actorId: string, remoteId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("follower")
    .where("actorId", "=", actorId)
    .where("remoteId", "=", remoteId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** The local actor that a remote one follows by the Follow with this id, or null. */
export const actorFollowedBy = async (db: Db, remoteId: string, followId: string): Promise<string | null> =>
  (
    await db
      .selectFrom("follower")
      .select("actorId")
      .where("remoteId", "=", remoteId)
      .where("followId", "=", followId)
      .executeTakeFirst()
  )?.actorId ?? null

/** Deletes every follow of a remote actor. */
export async function deleteFollowsOf(db: Db, remoteId: string): Promise<void> {
  await db.deleteFrom("follower").where("remoteId", "=", remoteId).execute()
}

/** Mastodon reads a list of followers up to a megabyte: 10,000 of them. */
export const MOST_LISTED = 10_000

/** Ids of an actor's followers on one host; null when there are more than {@link MOST_LISTED}. */
export async function followersOn(db: Db, actorId: string, host: string): Promise<string[] | null> {
  const counted = await db
    .selectFrom("followerDigest")
    .select("followers")
    .where("actorId", "=", actorId)
    .where("host", "=", host)
    .executeTakeFirst()
  if (counted && counted.followers > MOST_LISTED) return null
  const rows = await db
    .selectFrom("follower")
    .innerJoin("remoteActor", "remoteActor.id", "follower.remoteId")
    .select("follower.remoteId")
    .where("follower.actorId", "=", actorId)
    .where("remoteActor.host", "=", host)
    .orderBy("follower.remoteId")
    .execute()
  return rows.map(row => row.remoteId)
}

/** Sums the counts per host, so that a page does not read 10 million rows. */
export async function countFollowers(db: Db, actorId: string): Promise<number> {
  const { count } = await db
    .selectFrom("followerDigest")
    .select(({ fn }) => fn.sum<number | null>("followers").as("count"))
    .where("actorId", "=", actorId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
