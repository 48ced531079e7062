import type { Selectable } from "kysely"
import type { Db } from "./db.ts"
import type { Database } from "./schema/database.ts"

/** A local actor's subscription to a remote one; `followId` is the outbox row of the Follow. */
export type Following = Selectable<Database["following"]>

export const readFollowing = async (db: Db, actorId: string, remoteId: string): Promise<Following | null> =>
  (await db
    .selectFrom("following")
    .selectAll()
    .where("actorId", "=", actorId)
    .where("remoteId", "=", remoteId)
    .executeTakeFirst()) ?? null

/** Stores a subscription; a new Follow replaces an earlier one. */
export async function putFollowing(db: Db, { actorId, remoteId, ...rest }: Following): Promise<void> {
  await db
    .insertInto("following")
    .values({ actorId, remoteId, ...rest })
    .onConflict(conflict => conflict.columns(["actorId", "remoteId"]).doUpdateSet(rest))
    .execute()
}

/** Records the answer to a Follow. @returns whether there was such a Follow */
export async function answerFollowing(
  db: Db,
  { actorId, remoteId }: { actorId: string; remoteId: string },
  state: "accepted" | "rejected",
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("following")
    .set({ state })
    .where("actorId", "=", actorId)
    .where("remoteId", "=", remoteId)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Subscriptions of local actors to a remote one, pending ones too. */
export const followingOf = async (db: Db, remoteId: string): Promise<(Following & { handle: string })[]> =>
  await db
    .selectFrom("following")
    .innerJoin("actor", "actor.id", "following.actorId")
    .selectAll("following")
    .select("actor.handle")
    .where("remoteId", "=", remoteId)
    .execute()

/** The local actor that sent the Follow with this id to a remote one, or null. */
export const actorOfFollow = async (db: Db, followId: string, remoteId: string): Promise<string | null> =>
  (
    await db
      .selectFrom("following")
      .select("actorId")
      .where("followId", "=", followId)
      .where("remoteId", "=", remoteId)
      .executeTakeFirst()
  )?.actorId ?? null

/** @returns whether there was one */
export async function deleteFollowing(db: Db, actorId: string, remoteId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("following")
    .where("actorId", "=", actorId)
    .where("remoteId", "=", remoteId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export async function deleteFollowingsOf(db: Db, remoteId: string): Promise<void> {
  await db.deleteFrom("following").where("remoteId", "=", remoteId).execute()
}

/** The first of these remote actors that a local actor asked to follow and that did not reject it, or null. */
export async function partnerAmong(db: Db, ids: string[]): Promise<string | null> {
  if (ids.length === 0) return null
  const rows = await db
    .selectFrom("following")
    .select("remoteId")
    .where("remoteId", "in", ids)
    .where("state", "<>", "rejected")
    .execute()
  return ids.find(id => rows.some(row => row.remoteId === id)) ?? null
}
