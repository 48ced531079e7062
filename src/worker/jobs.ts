import { getLogger } from "@logtape/logtape"
import { renderSome } from "../actions/outbox/rendering.ts"
import type { Site } from "../actions/site.ts"
import type { Db } from "../store/db.ts"
import { pruneDone } from "../store/dead-letters.ts"
import { pruneResponses } from "../store/idempotency.ts"
import { pruneAnswers } from "../store/outbox.ts"
import type { Job } from "./run.ts"

const HOUR_MS = 60 * 60_000
/** Deliveries that arrived, and answers to one person, are of use while someone wonders whether they did. Dead letters stay. */
const KEEP_DONE_MS = 30 * 24 * HOUR_MS

/** Forgets once an hour what nobody needs any more, a piece at a time. */
export function createHousekeeping({ db, now = () => new Date() }: { db: Db; now?: () => Date }): Job {
  return {
    name: "housekeeping",
    everyMs: HOUR_MS,
    async runOnce() {
      const at = now().getTime()
      const old = new Date(at - KEEP_DONE_MS)
      return (await pruneDone(db, old)) + (await pruneAnswers(db, old)) + (await pruneResponses(db, new Date(at)))
    },
  }
}

const log = getLogger(["beffroi", "worker"])
/** How often the log says how far it is. */
const SAY_MS = 5000

/** Renders what is stored anew after an upgrade that changed a renderer; then there is nothing to do until the next one. */
export function createRendering({ db, site }: { db: Db; site: Site }): Job {
  let current = false
  let saidAt = 0
  return {
    name: "rendering",
    async runOnce() {
      if (current) return 0
      const round = await renderSome(db, site)
      current = round.state === "current" || round.state === "done"
      if (round.state === "current" || round.state === "waiting") return 0
      const { state, step, seen, changed } = round
      if (state === "done") {
        if (seen > 0) log.info("rendered anew: {changed} changed, {seen} looked at", { changed, seen })
        return 0
      }
      const now = Date.now()
      if (now - saidAt >= SAY_MS && seen > 0) {
        saidAt = now
        log.info("rendering anew, at {step}s: {seen} looked at, {changed} changed", { step, seen, changed })
      }
      return 1
    },
  }
}
