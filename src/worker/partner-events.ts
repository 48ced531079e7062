import { getLogger } from "@logtape/logtape"
import { readOutdatedEvents, type StoredEventReader } from "../actions/partner-events/reading.ts"
import type { Db } from "../store/db.ts"
import type { Job } from "./run.ts"

const log = getLogger(["beffroi", "worker"])

/**
 * Reads stored documents of partners' events anew: after an upgrade of their reader, and within a minute after the time zone of the site
 * has changed.
 */
export function createPartnerEventReading({ db, reader }: { db: Db; reader: StoredEventReader }): Job {
  let total = 0
  return {
    name: "partner-event-reading",
    everyMs: 60_000,
    async runOnce() {
      const count = await readOutdatedEvents(db, reader)
      if (count === 0 && total > 0) log.info("{total} events of partners read anew", { total })
      total = count === 0 ? 0 : total + count
      return count
    },
  }
}
