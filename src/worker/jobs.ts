import type { Db } from "../store/db.ts"
import { pruneDone } from "../store/dead-letters.ts"
import { forgetAnswers } from "../store/idempotency.ts"
import { pruneAnswers } from "../store/outbox.ts"
import type { Job } from "./run.ts"

const HOUR_MS = 60 * 60_000
/** Deliveries that arrived, and answers to one person, are of use while someone wonders whether they did. Dead letters stay. */
const KEEP_DONE_MS = 30 * 24 * HOUR_MS

/** Forgets once an hour what nobody needs any more, a piece at a time. */
export function createHousekeeping({ db, now = () => new Date() }: { db: Db; now?: () => Date }): Job {
  let nextAt = 0
  return {
    name: "housekeeping",
    async runOnce() {
      const at = now().getTime()
      if (at < nextAt) return 0
      const old = new Date(at - KEEP_DONE_MS)
      const pruned = (await pruneDone(db, old)) + (await pruneAnswers(db, old)) + (await forgetAnswers(db, new Date(at)))
      if (pruned === 0) nextAt = at + HOUR_MS
      return pruned
    },
  }
}
