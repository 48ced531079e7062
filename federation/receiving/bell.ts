import type { Db } from "../../src/store/db.ts"
import { notify } from "../../src/store/outbox.ts"

const TOGETHER_MS = 10

/**
 * Wakes the workers for what came in, once for all of 10 ms. PostgreSQL lets transactions that notify commit only one after the
 * other, each with its own write to the disk: a notification with every activity halved how many could be received. One that is
 * lost costs a second, since workers look by themselves.
 */
export function createBell(db: Db): () => void {
  let rings = false
  return () => {
    if (rings) return
    rings = true
    setTimeout(() => {
      rings = false
      notify(db, "beffroi_inbox").catch(() => {})
    }, TOGETHER_MS)
  }
}
