import type { RemoteActor } from "../domain/follower.ts"
import type { Db } from "./db.ts"

export const readRemoteActor = async (db: Db, id: string): Promise<RemoteActor | null> =>
  (await db.selectFrom("remoteActor").selectAll().where("id", "=", id).executeTakeFirst()) ?? null

/** Stores an actor document unless the stored one was fetched later. */
export async function putRemoteActor(db: Db, { id, ...actor }: RemoteActor): Promise<void> {
  await db
    .insertInto("remoteActor")
    .values({ id, ...actor })
    .onConflict(conflict =>
      conflict.column("id").doUpdateSet(actor).where("remoteActor.fetchedAt", "<=", actor.fetchedAt),
    )
    .execute()
}

/** Whether anything of a remote actor is stored: only then is there something to delete. */
export async function isStoredActor(db: Db, id: string): Promise<boolean> {
  const row = await db
    .selectNoFrom(({ exists, selectFrom, or }) =>
      or([
        exists(selectFrom("remoteActor").select("id").where("id", "=", id)),
        exists(selectFrom("reaction").select("actor").where("actor", "=", id)),
        exists(selectFrom("reply").select("actor").where("actor", "=", id)),
      ]).as("stored"),
    )
    .executeTakeFirstOrThrow()
  return Boolean(row.stored)
}

/** Takes the row away once nothing refers to it any more. */
export async function deleteRemoteActor(db: Db, id: string): Promise<void> {
  await db
    .deleteFrom("remoteActor")
    .where("id", "=", id)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("partnerEvent").select("id").where("remoteId", "=", id))),
    )
    .execute()
}
