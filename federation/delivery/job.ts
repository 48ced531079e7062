import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import type { Db } from "../../src/store/db.ts"
import { isSharedInbox } from "../../src/store/inboxes.ts"
import { isOutage } from "../../src/store/outage.ts"
import type { Signers } from "../signatures/signers.ts"
import { claim, type ReadyDelivery } from "./claim.ts"
import { type DeliverOptions, deliver, released } from "./deliver.ts"
import { IN_FLIGHT_LIMITS, RequestsInFlight } from "./in-flight.ts"
import type { Payloads } from "./payload.ts"
import { DeliveryRecorder } from "./record.ts"
import { type PostClient, STOPPING } from "./send.ts"

const log = getLogger(["beffroi", "delivery"])

export interface DeliveryOptions {
  db: Db
  outgoing: PostClient
  signers: Signers
  payloads: Payloads
  limits?: Partial<DeliveryLimits>
}

export interface DeliveryLimits {
  /** deliveries of one claim */
  batch: number
  /** seconds; longer than the longest delivery with both its requests */
  lease: number
  /** quick requests in flight, see {@link RequestsInFlight} */
  quick: number
}

const LIMITS: DeliveryLimits = { batch: 500, lease: 60, quick: IN_FLIGHT_LIMITS.quick }
/** A delivery is not begun with less of its lease left: two connects, two answers and the recording fit in. */
const NEEDED_LEASE_MS = 40_000
/** Reports that are not recorded yet take memory: with so many of them no further request is begun. */
const MAX_UNRECORDED = 2_000

/** The delivery job of a worker. */
export interface DeliveryJob {
  name: string
  channel: string
  /**
   * Sends what is due until nothing is. Slow requests are not waited for and go on in the background.
   * @returns how many deliveries were begun
   */
  runOnce(): Promise<number>
  /** Resolves when no request is in flight and everything is recorded. */
  settled(): Promise<void>
  /** Finishes the requests in flight, aborts them after `grace` milliseconds, and gives back the deliveries not begun. */
  stop(grace?: number): Promise<void>
}

/**
 * Sends the deliveries of the outbox. Claiming, sending and recording overlap: the next batch is claimed while requests are in
 * flight, and reports are written in batches. When the process dies, leases run out and another worker sends the same bytes.
 */
export function createDeliveryJob({ db, outgoing, signers, payloads, limits: given }: DeliveryOptions): DeliveryJob {
  const limits = { ...LIMITS, ...given }
  let changed = () => {}
  const recorder = new DeliveryRecorder(db, () => changed())
  const inFlight = new RequestsInFlight({ ...IN_FLIGHT_LIMITS, quick: limits.quick }, () => changed())
  const neededLease = Math.min(NEEDED_LEASE_MS, (limits.lease * 1000) / 2)
  let queue: ReadyDelivery[] = []
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const options: DeliverOptions = {
    client: outgoing,
    signers,
    isShared: (inbox, host) => isSharedInbox(db, inbox, host),
  }

  /** @returns whether it was begun */
  const begin = (ready: ReadyDelivery): boolean => {
    const { host } = ready.delivery
    if (ready.leasedUntil - performance.now() < neededLease) {
      recorder.add(released(ready, 0))
      return false
    }
    if (inFlight.isHanging(host)) {
      recorder.add(released(ready, 2 + 4 * Math.random()))
      return false
    }
    const request = inFlight.begin(host)
    deliver(options, ready, request.controller.signal)
      .catch(error => {
        // a bug or our database, not the other server: given back at once rather than when the lease ends
        log.error("delivery {id} failed: {error}", { id: ready.delivery.id, error })
        return released(ready, isOutage(error) ? 2 : 60)
      })
      .then(report => {
        recorder.add(report)
        inFlight.end(request)
        changed()
      })
    return true
  }

  const round = async (): Promise<number> => {
    let begun = 0
    let more = true
    let claiming = false
    let failure: unknown = null
    const claimNext = async (): Promise<void> => {
      claiming = true
      try {
        const claimed = await claim(db, { limit: limits.batch, leaseSeconds: limits.lease, payloads })
        queue = queue.concat(claimed.ready)
        more = claimed.more
      } catch (error) {
        failure = error
        more = false
      }
      claiming = false
      changed()
    }
    while (true) {
      const change = new Promise<void>(resolve => {
        changed = resolve
      })
      while (queue.length > 0 && inFlight.hasRoom() && recorder.size < MAX_UNRECORDED && !stopped) {
        if (begin(queue.shift()!)) begun++
      }
      if (more && !claiming && !stopped && queue.length < limits.batch / 2) void claimNext()
      if (!claiming && (stopped || (queue.length === 0 && inFlight.quick === 0))) break
      await change
    }
    for (const ready of queue.splice(0)) recorder.add(released(ready, 0))
    if (failure) throw failure
    await recorder.settled()
    return begun
  }

  const settled = async (): Promise<void> => {
    await inFlight.idle()
    await recorder.settled()
  }

  return {
    name: "deliveries",
    channel: "beffroi_delivery",
    runOnce() {
      const result = round()
      running = result.catch(() => {})
      return result
    },
    settled,
    async stop(grace = 8_000) {
      stopped = true
      changed()
      const abort = setTimeout(() => inFlight.abortAll(STOPPING), grace)
      const giveUp = setTimeout(() => recorder.stop(), grace + 500)
      const end = new AbortController()
      const tooLong = sleep(grace + 1_000, undefined, { signal: end.signal }).catch(() => {})
      await Promise.race([running.then(settled), tooLong])
      end.abort()
      clearTimeout(abort)
      clearTimeout(giveUp)
    },
  }
}
