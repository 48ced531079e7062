import { sql } from "kysely"
import type { Trx } from "./db.ts"

/**
 * Waits for a named lock and holds it until this transaction ends: two events of one title in one moment get a slug each, two processes
 * that start on a new database make one instance.
 */
export async function lock(
  trx: Trx,
  point: "event slugs" | "interview slugs" | "actor handles" | "loading",
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`beffroi ${point}`}))`.execute(trx)
}

/** The same without waiting. @returns whether the lock was free */
export async function tryLock(trx: Trx, point: "rendering"): Promise<boolean> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtext(${`beffroi ${point}`})) as free`.execute(trx)
  return rows[0]!.free
}
