import type { Selectable } from "kysely"
import type { Db } from "./db.ts"
import type { Database } from "./schema/database.ts"

/** What is kept of an API token; the token itself is shown once and never stored. */
export type StoredToken = Selectable<Database["token"]>

export async function insertToken(db: Db, token: StoredToken): Promise<void> {
  await db.insertInto("token").values(token).execute()
}

export const readToken = async (db: Db, id: string): Promise<StoredToken | null> =>
  (await db.selectFrom("token").selectAll().where("id", "=", id).executeTakeFirst()) ?? null

/** Newest first, revoked and expired ones too. */
export const readTokens = (db: Db): Promise<StoredToken[]> =>
  db.selectFrom("token").selectAll().orderBy("createdAt", "desc").orderBy("id").execute()

/** @returns whether there is such a token; one that is revoked already keeps its date */
export async function setTokenRevoked(db: Db, id: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("token")
    .set(({ fn, val }) => ({ revokedAt: fn.coalesce("revokedAt", val(at)) }))
    .where("id", "=", id)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** A write a minute at most, however many requests. */
export async function setTokenUsed(db: Db, id: string, at: Date): Promise<void> {
  const minuteAgo = new Date(at.getTime() - 60_000)
  await db
    .updateTable("token")
    .set({ lastUsedAt: at })
    .where("id", "=", id)
    .where(({ eb, or }) => or([eb("lastUsedAt", "is", null), eb("lastUsedAt", "<", minuteAgo)]))
    .execute()
}
