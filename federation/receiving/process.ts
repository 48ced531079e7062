import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import type { Site } from "../../src/actions/site.ts"
import type { JsonObject } from "../../src/domain/json.ts"
import { type Db, transact } from "../../src/store/db.ts"
import {
  claimInboxActivities,
  failInboxActivity,
  finishInboxActivity,
  holdInboxActivity,
  type InboxActivity,
  pruneInboxActivities,
  releaseInboxActivities,
} from "../../src/store/inbox.ts"
import { pruneKv } from "../../src/store/kv.ts"
import { pruneRevoked } from "../../src/store/revoked.ts"
import { type Inbox, ignore } from "../inbox/handler.ts"
import { HANDLERS } from "../inbox/index.ts"
import { createDirectory, type LoadDocument } from "../remote/directory.ts"
import { isHopeless, reasonOf } from "../remote/failure.ts"

const log = getLogger(["beffroi", "inbox"])

export interface InboxProcessing {
  db: Db
  site: Site
  /** the guarded way out, for documents of others */
  load: LoadDocument
  /** learns a host's software from its NodeInfo; what fails is tried again elsewhere */
  learnHost?: (host: string) => Promise<unknown>
  /** milliseconds after which another worker may go on with what this one has begun; shorter ones are handled twice more often */
  leaseMs?: number
}

export interface InboxProcessor {
  name: string
  channel: "beffroi_inbox"
  /** Handles what is due until nothing is. @returns how many activities were handled, failures included */
  runOnce(): Promise<number>
  /** Finishes what is under way, and gives back the rest and what is not done within `grace` milliseconds. */
  stop(grace?: number): Promise<void>
}

/** Different actors at once; one actor's in order. */
const BATCH = 50
const AT_ONCE = 8
const LEASE_MS = 150_000
/** An activity may ask for an actor, an object and its NodeInfo: five requests of 15 s at worst. */
const NEEDED_LEASE_MS = 90_000

/** Seconds until the next try: for a day and a half in all, while the other server is away. */
const WAITS = [15, 60, 300, 900, 3600, 3 * 3600, 8 * 3600, 24 * 3600]

const HOUR_MS = 3_600_000
/** Requests older than an hour are refused by their date; what was passed on with a proof may be older. */
const REMEMBER_MS = 90 * 24 * HOUR_MS

export function createInboxProcessor({
  db,
  site,
  load,
  learnHost,
  leaseMs = LEASE_MS,
}: InboxProcessing): InboxProcessor {
  const inbox: Inbox = {
    db,
    site,
    load,
    directory: createDirectory({ db, load, now: site.now }),
    async learnHost(host) {
      await learnHost?.(host).catch(error => log.debug("the software of {host} is not known: {error}", { host, error }))
    },
  }
  let prunedAt = 0
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  /** claimed, and neither handled nor given back */
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
      const effect = await handler({ id: row.activityId, type, actor, activity, recipient, receivedAt }, inbox)
      await transact(db, async trx => {
        if (await holdInboxActivity(trx, row.id)) await finishInboxActivity(trx, row.id, await effect(trx))
      })
    } catch (error) {
      const wait = WAITS[row.attempts - 1]
      const again = wait === undefined || isHopeless(error) || isBadData(error) ? null : later(site.now(), wait)
      log.info("{type} {activity} by {actor}: {reason}", {
        type: row.type,
        activity: row.activityId,
        actor: row.actor,
        reason: reasonOf(error),
        again,
      })
      await failInboxActivity(db, row.id, reasonOf(error), again)
    }
  }

  const round = async (): Promise<number> => {
    const claimed = await claimInboxActivities(db, { limit: BATCH, now: site.now(), leaseMs })
    const end = performance.now() + leaseMs - Math.min(NEEDED_LEASE_MS, leaseMs / 2)
    // what a round left that broke off is the leases' business
    held.clear()
    for (const { id } of claimed) held.add(id)
    const lanes = [...Map.groupBy(claimed, row => row.actor).values()]
    let handled = 0
    const work = async (): Promise<void> => {
      for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
        for (const [i, row] of lane.entries()) {
          // slow ones came first: another lease is taken for the rest
          if (stopped || performance.now() > end) {
            await giveBack(lane.slice(i).map(({ id }) => id))
            break
          }
          await handleOne(row)
          held.delete(row.id)
          handled++
        }
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return handled
  }

  const prune = async (): Promise<void> => {
    const now = site.now()
    if (Math.abs(now.getTime() - prunedAt) < HOUR_MS) return
    prunedAt = now.getTime()
    const before = new Date(now.getTime() - REMEMBER_MS)
    await pruneKv(db, now)
    await pruneRevoked(db, before)
    await pruneInboxActivities(db, before)
  }

  const run = async (): Promise<number> => {
    await prune()
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
      const enough = new AbortController()
      await Promise.race([running, sleep(grace, undefined, { signal: enough.signal }).catch(() => {})])
      enough.abort()
      // a host that hangs: another worker need not wait for the lease
      await giveBack([...held]).catch(() => {})
    },
  }
}

const later = (now: Date, seconds: number): Date =>
  new Date(now.getTime() + seconds * 1000 * (0.9 + 0.2 * Math.random()))

/** PostgreSQL's classes 22 (data exception) and 54 (limit exceeded): the same bytes would be refused again. */
const isBadData = (error: unknown): boolean => /^(22|54)/.test((error as { code?: string }).code ?? "")
