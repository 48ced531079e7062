import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import type { Site } from "../../src/actions/site.ts"
import { byRemote } from "../../src/domain/by.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import type { DocumentLoader } from "../../src/outgoing/index.ts"
import { type Db, transact } from "../../src/store/db.ts"
import {
  claimInboxActivities,
  failInboxActivity,
  finishInboxActivity,
  type InboxActivity,
  releaseInboxActivities,
} from "../../src/store/inbox.ts"
import { type HandlerContext, ignore } from "../inbox/handler.ts"
import { HANDLERS } from "../inbox/index.ts"
import type { Directory } from "../remote/directory.ts"
import { isPermanent, reasonOf } from "../remote/failure.ts"

const log = getLogger(["beffroi", "inbox"])

export interface InboxJobOptions {
  db: Db
  site: Site
  directory: Directory
  /** loads documents of other servers */
  load: DocumentLoader
  /** reads what software a host runs; a failure is logged, and the hosts job tries again */
  learnHost?: (host: string) => Promise<unknown>
  /** milliseconds after which another worker may handle what this one has claimed; the shorter, the more is handled twice */
  leaseMs?: number
}

export interface InboxJob {
  name: string
  channel: "beffroi_inbox"
  /** Handles what is due until nothing is. @returns how many activities were handled, failures included */
  runOnce(): Promise<number>
  /** Finishes the activities being handled; gives back the others, and those not finished within `grace` milliseconds. */
  stop(grace?: number): Promise<void>
}

const BATCH = 50
/** Actors whose activities are handled concurrently; those of one actor are handled in order. */
const CONCURRENT_ACTORS = 8
const LEASE_MS = 150_000
/** A handler may fetch an actor, an object and its NodeInfo: five requests of 15 s at worst. */
const NEEDED_LEASE_MS = 90_000

/** Seconds until the next attempt: a day and a half in all, while the other server does not answer. */
const RETRY_GAPS = [15, 60, 300, 900, 3600, 3 * 3600, 8 * 3600, 24 * 3600]

/**
 * The inbox job of a worker: takes the activities that the gate has stored and runs their handlers. It stands beside the gate
 * because both are the two ends of one queue, the table `inbox_activity`; `federation/inbox/` holds the handlers alone.
 *
 * Handlers fetch what they need first and return the transaction to run. That transaction also marks the activity as handled,
 * unless another worker has handled it since the lease ended, so that each activity takes effect once.
 */
export function createInboxJob({
  db,
  site,
  directory,
  load,
  learnHost,
  leaseMs = LEASE_MS,
}: InboxJobOptions): InboxJob {
  const context: HandlerContext = {
    db,
    site,
    load,
    directory,
    async learnHost(host) {
      await learnHost?.(host).catch(error =>
        log.debug("the software of {host} could not be read: {error}", { host, error }),
      )
    },
  }
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  /** ids of claimed activities that are neither handled nor given back */
  const held = new Set<number>()

  const giveBack = async (ids: number[]): Promise<void> => {
    await releaseInboxActivities(db, ids)
    for (const id of ids) held.delete(id)
  }

  const handleOne = async (row: InboxActivity): Promise<void> => {
    try {
      const activity = JSON.parse(row.body) as JsonObject
      const { actor, recipient, receivedAt, type } = row
      const handler = Object.hasOwn(HANDLERS, type) ? HANDLERS[type]! : () => ignore
      const effect = await handler(
        { id: row.activityId, type, actor, by: byRemote(actor), activity, recipient, receivedAt },
        context,
      )
      await transact(db, trx => finishInboxActivity(trx, row.id, () => effect(trx)))
    } catch (error) {
      const wait = RETRY_GAPS[row.attempts - 1]
      const again = wait === undefined || isPermanent(error) || isBadData(error) ? null : later(site.now(), wait)
      log.info("{type} {activity} by {actor}: {reason}", {
        type: row.type,
        activity: row.activityId,
        actor: row.actor,
        reason: reasonOf(error),
        again,
      })
      await failInboxActivity(db, row, reasonOf(error), again)
    }
  }

  const round = async (): Promise<number> => {
    const claimed = await claimInboxActivities(db, { limit: BATCH, now: site.now(), leaseMs })
    const end = performance.now() + leaseMs - Math.min(NEEDED_LEASE_MS, leaseMs / 2)
    // what a failed round left behind is claimed again when its lease ends
    held.clear()
    for (const { id } of claimed) held.add(id)
    const byActor = [...Map.groupBy(claimed, row => row.actor).values()]
    let handled = 0
    const work = async (): Promise<void> => {
      for (let rows = byActor.shift(); rows; rows = byActor.shift()) {
        for (const [i, row] of rows.entries()) {
          // the first ones were slow: the rest are claimed again, with a new lease
          if (stopped || performance.now() > end) {
            await giveBack(rows.slice(i).map(({ id }) => id))
            break
          }
          await handleOne(row)
          held.delete(row.id)
          handled++
        }
      }
    }
    await Promise.all(Array.from({ length: CONCURRENT_ACTORS }, work))
    return handled
  }

  const run = async (): Promise<number> => {
    let handled = 0
    for (let more = -1; more !== 0 && !stopped; handled += more) more = await round()
    return handled
  }

  return {
    name: "inbox",
    channel: "beffroi_inbox",
    runOnce() {
      const result = run()
      running = result.catch(() => {})
      return result
    },
    async stop(grace = 8_000) {
      stopped = true
      const end = new AbortController()
      await Promise.race([running, sleep(grace, undefined, { signal: end.signal }).catch(() => {})])
      end.abort()
      // those that wait for a host that hangs: another worker need not wait for the lease
      await giveBack([...held]).catch(() => {})
    },
  }
}

const later = (now: Date, seconds: number): Date =>
  new Date(now.getTime() + seconds * 1000 * (0.9 + 0.2 * Math.random()))

/** PostgreSQL's error classes 22 (data exception) and 54 (program limit exceeded): the same activity would fail again. */
const isBadData = (error: unknown): boolean => /^(22|54)/.test((error as { code?: string }).code ?? "")
