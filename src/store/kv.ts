import type { Db } from "./db.ts"
import { jsonb } from "./jsonb.ts"

/** What may be forgotten: caches and short memories. An entry past its end is not there. */
export async function readKv<T>(db: Db, key: string, now: Date): Promise<T | null> {
  const row = await db
    .selectFrom("kv")
    .select("value")
    .where("key", "=", key)
    .where(where => where.or([where("expiresAt", "is", null), where("expiresAt", ">", now)]))
    .executeTakeFirst()
  return (row?.value as T | undefined) ?? null
}

/** @param expiresAt null: for ever */
export async function writeKv(db: Db, key: string, value: unknown, expiresAt: Date | null): Promise<void> {
  const json = jsonb(value)
  await db
    .insertInto("kv")
    .values({ key, value: json, expiresAt })
    .onConflict(conflict => conflict.column("key").doUpdateSet({ value: json, expiresAt }))
    .execute()
}

export async function deleteKv(db: Db, key: string): Promise<void> {
  await db.deleteFrom("kv").where("key", "=", key).execute()
}

/** @returns how many entries had ended */
export async function pruneKv(db: Db, now: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("kv").where("expiresAt", "<=", now).executeTakeFirst()
  return Number(numDeletedRows)
}
