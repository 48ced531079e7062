import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import type { Db } from "../../src/store/db.ts"
import { isSharedInbox } from "../../src/store/deliveries.ts"
import { isOutage } from "../../src/store/outage.ts"
import { createDialects } from "../remote/dialects.ts"
import type { Keyring } from "../signatures/keys.ts"
import { createSigners } from "../signatures/signers.ts"
import { claim, type ReadyDelivery } from "./claim.ts"
import { type DeliverWith, deliver, released } from "./deliver.ts"
import { LANE_LIMITS, Lanes } from "./lanes.ts"
import { createParcels } from "./parcel.ts"
import { Recorder } from "./record.ts"
import { STOPPING, type WayOut } from "./send.ts"

const log = getLogger(["beffroi", "delivery"])

export interface DeliveryOptions {
  db: Db
  origin: string
  outgoing: WayOut
  /** opens the actors' private keys */
  keyring: Pick<Keyring, "readKeys">
  limits?: Partial<DeliveryLimits>
}

export interface DeliveryLimits {
  /** rows of one claim */
  batch: number
  /** seconds; longer than the longest delivery with both its knocks */
  lease: number
  /** requests under way at once, see Lanes */
  quick: number
}

const LIMITS: DeliveryLimits = { batch: 500, lease: 60, quick: LANE_LIMITS.quick }
/** A delivery is not begun with less of its lease left: two connects, two answers and the recording fit in. */
const NEEDED_LEASE_MS = 40_000
/** A result that cannot be written yet holds memory: no new request with so many of them. */
const UNRECORDED = 2_000

export interface Delivery {
  name: string
  channel: string
  /** Sends what is due until nothing is; slow hosts are left behind and go on. @returns how many deliveries were begun */
  runOnce(): Promise<number>
  /** Resolves when nothing is under way and everything is recorded. */
  settled(): Promise<void>
  /** Finishes what is under way, cuts it off after `grace` milliseconds, gives back the rest. */
  stop(grace?: number): Promise<void>
}

/**
 * Sends what the outbox promised. Claiming, sending and recording overlap: a claim is made ahead while requests are under way,
 * and results are written in batches. In a process that dies anywhere, leases run out and another one goes on with the same bytes.
 */
export function createDelivery({ db, origin, outgoing, keyring, limits: given }: DeliveryOptions): Delivery {
  const limits = { ...LIMITS, ...given }
  const parcels = createParcels(createDialects(origin, keyring))
  let changed = () => {}
  const recorder = new Recorder(db, () => changed())
  const lanes = new Lanes({ ...LANE_LIMITS, quick: limits.quick }, () => changed())
  const neededLease = Math.min(NEEDED_LEASE_MS, (limits.lease * 1000) / 2)
  let queue: ReadyDelivery[] = []
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()
  const means: DeliverWith = {
    way: outgoing,
    signers: createSigners(db, origin, keyring),
    isShared: (inbox, host) => isSharedInbox(db, inbox, host),
  }

  /** @returns whether it was begun */
  const begin = (ready: ReadyDelivery): boolean => {
    const { host } = ready.delivery
    if (ready.leasedUntil - performance.now() < neededLease) {
      recorder.add(released(ready, 0))
      return false
    }
    if (lanes.isHanging(host)) {
      recorder.add(released(ready, 2 + 4 * Math.random()))
      return false
    }
    const flight = lanes.enter(host)
    deliver(means, ready, flight.controller.signal)
      .catch(error => {
        // not the other side's doing: a bug or our database; the lease must not be waited for
        log.error("delivery {id} failed: {error}", { id: ready.delivery.id, error })
        return released(ready, isOutage(error) ? 2 : 60)
      })
      .then(result => {
        recorder.add(result)
        lanes.leave(flight)
        changed()
      })
    return true
  }

  const round = async (): Promise<number> => {
    let begun = 0
    let more = true
    let claiming = false
    let failure: unknown = null
    while (true) {
      const change = new Promise<void>(resolve => {
        changed = resolve
      })
      while (queue.length > 0 && lanes.hasRoom() && recorder.size < UNRECORDED && !stopped) {
        if (begin(queue.shift()!)) begun++
      }
      if (more && !claiming && !stopped && queue.length < limits.batch / 2) {
        claiming = true
        claim(db, { limit: limits.batch, leaseSeconds: limits.lease, parcels })
          .then(
            claimed => {
              queue = queue.concat(claimed.ready)
              more = claimed.more
            },
            error => {
              failure = error
              more = false
            },
          )
          .then(() => {
            claiming = false
            changed()
          })
      }
      if (!claiming && (stopped || (queue.length === 0 && lanes.quick === 0))) break
      await change
    }
    for (const ready of queue.splice(0)) recorder.add(released(ready, 0))
    if (failure) throw failure
    await recorder.settled()
    return begun
  }

  const settled = async (): Promise<void> => {
    while (lanes.size > 0) await sleep(20)
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
      const cut = setTimeout(() => lanes.abortAll(STOPPING), grace)
      const end = setTimeout(() => recorder.stop(), grace + 500)
      await Promise.race([running.then(settled), sleep(grace + 1_000)])
      clearTimeout(cut)
      clearTimeout(end)
    },
  }
}
