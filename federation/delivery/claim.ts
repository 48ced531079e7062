import type { Db } from "../../src/store/db.ts"
import { type ClaimedDelivery, claimDeliveries } from "../../src/store/deliveries.ts"
import type { Parcel, Parcels } from "./parcel.ts"

/** A claimed delivery with its bytes. */
export interface ReadyDelivery {
  delivery: ClaimedDelivery
  parcel: Parcel
  /** performance.now() at which its lease ends */
  leasedUntil: number
}

export interface Claimed {
  ready: ReadyDelivery[]
  /** whether more may be due */
  more: boolean
}

/** Takes what is due, with its bytes: two statements at most, whatever the number. */
export async function claim(
  db: Db,
  { limit, leaseSeconds, parcels }: { limit: number; leaseSeconds: number; parcels: Parcels },
): Promise<Claimed> {
  const leasedUntil = performance.now() + leaseSeconds * 1000
  const { deliveries, seen } = await claimDeliveries(db, { limit, leaseSeconds })
  const bytes = await parcels.fetch(db, deliveries)
  return {
    ready: deliveries.map((delivery, i) => ({ delivery, parcel: bytes[i]!, leasedUntil })),
    more: seen === limit,
  }
}
