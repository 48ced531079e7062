import type { Db } from "../../src/store/db.ts"
import { notify } from "../../src/store/queue.ts"

const GATHER_MS = 10

/**
 * Wakes the workers for received activities, with one notification for all of 10 ms. PostgreSQL commits transactions that notify one
 * after the other, each with its own write to the disk: a notification for each activity halved the number that could be received. A
 * lost notification delays an activity by a second, the time after which workers look by themselves.
 */
export function createWorkerWakeup(db: Db): () => void {
  let isPending = false
  return () => {
    if (isPending) return
    isPending = true
    setTimeout(() => {
      isPending = false
      notify(db, "beffroi_inbox").catch(() => {})
    }, GATHER_MS)
  }
}
