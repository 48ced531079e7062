import type { Db } from "../../src/store/db.ts"
import { pruneInboxActivities } from "../../src/store/inbox.ts"
import { pruneKv } from "../../src/store/kv.ts"
import { pruneRevoked } from "../../src/store/revoked.ts"

const HOUR_MS = 3_600_000
/** Requests older than an hour are refused by their date; a forwarded activity with a proof may be older. */
const STORED_MS = 90 * 24 * HOUR_MS

/** Deletes handled activities by which repeats are recognised, and expired entries of caches, once an hour. */
export function createInboxPruning({ db, now }: { db: Db; now(): Date }) {
  return {
    name: "inbox pruning",
    everyMs: HOUR_MS,
    async runOnce(): Promise<number> {
      const before = new Date(now().getTime() - STORED_MS)
      await pruneRevoked(db, before)
      return (await pruneKv(db, now())) + (await pruneInboxActivities(db, before))
    },
  }
}
