import type { Db } from "../../src/store/db.ts"
import { type ClaimedDelivery, claimDeliveries } from "../../src/store/deliveries.ts"
import type { Payload, Payloads } from "./payload.ts"

/** A claimed delivery with its bytes. */
export interface ReadyDelivery {
  delivery: ClaimedDelivery
  payload: Payload
  /** performance.now() at which its lease ends */
  leasedUntil: number
}

export interface ClaimedBatch {
  ready: ReadyDelivery[]
  /** whether more may be due */
  more: boolean
}

/** Claims up to `limit` due deliveries with their bytes, in at most two statements. */
export async function claim(
  db: Db,
  { limit, leaseSeconds, payloads }: { limit: number; leaseSeconds: number; payloads: Payloads },
): Promise<ClaimedBatch> {
  const leasedUntil = performance.now() + leaseSeconds * 1000
  const { deliveries, seen } = await claimDeliveries(db, { limit, leaseSeconds })
  const bytes = await payloads.read(db, deliveries)
  return {
    ready: deliveries.map((delivery, i) => ({ delivery, payload: bytes[i]!, leasedUntil })),
    more: seen === limit,
  }
}
