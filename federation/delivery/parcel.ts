import { createHash } from "node:crypto"
import type { Db } from "../../src/store/db.ts"
import { readParcels } from "../../src/store/deliveries.ts"

/** The bytes of an activity with their digest, made once for all its receivers. */
export interface Parcel {
  body: Buffer
  /** SHA-256 in base64 */
  digest: string
  activityType: string
  isReply: boolean
  /** whether it is said to the actor's followers, rather than to somebody */
  toFollowers: boolean
}

interface Wanted {
  outboxId: string
  variant: string
}

export interface Parcels {
  /** One parcel for each, in order; what is not at hand is read in one statement. */
  fetch(db: Db, wanted: Wanted[]): Promise<Parcel[]>
}

const CACHED_BYTES = 16 * 1024 * 1024

/** A bounded cache: a publication's bytes are read and digested once, not once a follower. */
export function createParcels(cachedBytes = CACHED_BYTES): Parcels {
  /** by outbox id, then by variant; "" is always there */
  const cache = new Map<string, Record<string, Parcel>>()
  let size = 0
  const bytes = (variants: Record<string, Parcel>) =>
    Object.values(variants).reduce((sum, { body }) => sum + body.length, 0)

  return {
    async fetch(db, wanted) {
      const found = new Map<string, Record<string, Parcel>>()
      for (const { outboxId } of wanted) {
        const known = cache.get(outboxId)
        if (known) found.set(outboxId, known)
      }
      const missing = [...new Set(wanted.map(one => one.outboxId))].filter(id => !found.has(id))
      const rows = missing.length > 0 ? await readParcels(db, missing) : []
      for (const { id, body, variants, type } of rows) {
        const texts = Object.entries({ ...variants, "": body })
        const parcels = Object.fromEntries(texts.map(([variant, text]) => [variant, parcelOf(text, type)]))
        found.set(id, parcels)
        cache.set(id, parcels)
        size += bytes(parcels)
      }
      for (const [id, parcels] of cache) {
        if (size <= cachedBytes) break
        cache.delete(id)
        size -= bytes(parcels)
      }
      return wanted.map(({ outboxId, variant }) => found.get(outboxId)![variant] ?? found.get(outboxId)![""]!)
    },
  }
}

export function parcelOf(text: string, activityType: string): Parcel {
  const body = Buffer.from(text)
  const digest = createHash("sha256").update(body).digest("base64")
  return { body, digest, activityType, isReply: text.includes('"inReplyTo"'), toFollowers: toFollowers(text) }
}

/** Once for each activity: what is said to everybody has the followers in `cc`. */
function toFollowers(text: string): boolean {
  const { actor, cc } = JSON.parse(text) as { actor?: unknown; cc?: unknown }
  return Array.isArray(cc) && cc.includes(`${actor}/followers`)
}
