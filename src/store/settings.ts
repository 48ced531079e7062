import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"

const byKey = prepared((db, key: string) => db.selectFrom("setting").select("value").where("key", "=", key))

export async function readSetting<T>(db: Db, key: string): Promise<T | null> {
  const [row] = await byKey(db, key)
  return (row?.value as T | undefined) ?? null
}

/** Stores a value unless there is one. @returns the stored value */
export async function settleSetting<T>(db: Db, key: string, value: T): Promise<T> {
  await db
    .insertInto("setting")
    .values({ key, value: JSON.stringify(value) })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return (await readSetting<T>(db, key))!
}

export async function writeSetting(db: Db, key: string, value: unknown): Promise<void> {
  const text = JSON.stringify(value)
  await db
    .insertInto("setting")
    .values({ key, value: text })
    .onConflict(conflict => conflict.column("key").doUpdateSet({ value: text }))
    .execute()
}
