import { getLogger } from "@logtape/logtape"
import { renderSome } from "../actions/outbox/rendering.ts"
import type { Site } from "../actions/site.ts"
import { WORKER } from "../domain/by.ts"
import { pruneAudit } from "../store/audit.ts"
import type { Db } from "../store/db.ts"
import { pruneDone } from "../store/dead-letters.ts"
import { pruneResponses } from "../store/idempotency.ts"
import { pruneAnswers } from "../store/outbox.ts"
import type { Job } from "./run.ts"

const HOUR_MS = 60 * 60_000
/** Finished deliveries and answers to one person are kept so long for enquiries. Dead letters stay. */
const RETENTION_MS = 30 * 24 * HOUR_MS

/** The audit log can be read for a year. */
const AUDIT_RETENTION_MS = 365 * 24 * HOUR_MS

/** Deletes expired rows once an hour, a batch at a time. */
export function createHousekeeping({ db, now = () => new Date() }: { db: Db; now?: () => Date }): Job {
  return {
    name: "housekeeping",
    everyMs: HOUR_MS,
    async runOnce() {
      const at = now().getTime()
      const old = new Date(at - RETENTION_MS)
      return (
        (await pruneDone(db, old)) +
        (await pruneAnswers(db, old)) +
        (await pruneResponses(db, new Date(at))) +
        (await pruneAudit(db, new Date(at - AUDIT_RETENTION_MS)))
      )
    },
  }
}

const log = getLogger(["beffroi", "worker"])
/** Between log lines about the progress. */
const LOG_INTERVAL_MS = 5000

/** Renders stored texts and objects again after an upgrade that changed a renderer; afterwards it has nothing to do. */
export function createRendering({ db, site }: { db: Db; site: Site }): Job {
  let current = false
  let loggedAt = 0
  return {
    name: "rendering",
    async runOnce() {
      if (current) return 0
      const round = await renderSome(db, site, WORKER)
      current = round.state === "current" || round.state === "done"
      if (round.state === "current" || round.state === "waiting") return 0
      const { state, step, seen, changed } = round
      if (state === "done") {
        if (seen > 0) log.info("rendered anew: {changed} changed, {seen} looked at", { changed, seen })
        return 0
      }
      const now = Date.now()
      if (now - loggedAt >= LOG_INTERVAL_MS && seen > 0) {
        loggedAt = now
        log.info("rendering anew, at {step}s: {seen} looked at, {changed} changed", { step, seen, changed })
      }
      return 1
    },
  }
}
