import { sql } from "kysely"
import type { Db } from "./db.ts"

/**
 * Nobody is behind this inbox any more: the followers that were reached through it are deleted, and deliveries that wait for it become
 * dead letters. @returns how many followers were deleted
 */
export async function dropInbox(
  db: Db,
  { inbox, host, reason }: { inbox: string; host: string; reason: string },
): Promise<number> {
  const gone = await sql`
    delete from follower using remote_actor
    where remote_actor.id = follower.remote_id and remote_actor.host = ${host}
      and (remote_actor.inbox = ${inbox} or remote_actor.shared_inbox = ${inbox})
  `.execute(db)
  await db
    .updateTable("delivery")
    .set({ state: "dead", error: reason, leasedUntil: null, updatedAt: sql`now()` })
    .where("inbox", "=", inbox)
    .where("state", "=", "pending")
    .execute()
  return Number(gone.numAffectedRows ?? 0)
}

/** Whether an inbox stands for a whole server: a 404 of its proxy must not cost all its followers at once. */
export async function isSharedInbox(db: Db, inbox: string, host: string): Promise<boolean> {
  const actor = await db
    .selectFrom("remoteActor")
    .select("id")
    .where("host", "=", host)
    .where("sharedInbox", "=", inbox)
    .limit(1)
    .executeTakeFirst()
  return actor !== undefined
}
