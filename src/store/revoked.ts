import type { Db } from "./db.ts"

/**
 * Remembers an id that was undone or deleted before the thing itself arrived.
 * @param at when its author took it back: what is published later under the same id is a new one
 */
export async function revoke(db: Db, id: string, actor: string, at: Date): Promise<void> {
  await db
    .insertInto("revoked")
    .values({ id, actor, at })
    .onConflict(conflict => conflict.columns(["id", "actor"]).doUpdateSet({ at }))
    .execute()
}

/** When its author took it back, or null. */
export const revokedAt = async (db: Db, id: string, actor: string): Promise<Date | null> =>
  (await db.selectFrom("revoked").select("at").where("id", "=", id).where("actor", "=", actor).executeTakeFirst())
    ?.at ?? null

/** @returns how many were too old to matter: deliveries are not retried for so long */
export async function pruneRevoked(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("revoked").where("at", "<", before).executeTakeFirst()
  return Number(numDeletedRows)
}
