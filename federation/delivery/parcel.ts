import { createHash } from "node:crypto"
import type { Db } from "../../src/store/db.ts"
import { readPayloads } from "../../src/store/deliveries.ts"
import type { InDialect, Said } from "../remote/dialects.ts"

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

interface Wanted extends Pick<Said, "variant" | "actorId"> {
  outboxId: string
}

export interface Parcels {
  /** One parcel for each, in order; what is not at hand is read in one statement. */
  fetch(db: Db, wanted: Wanted[]): Promise<Parcel[]>
}

const CACHED_BYTES = 16 * 1024 * 1024

/** A bounded cache: a publication's bytes are read and digested once, not once a follower. */
export function createParcels(inDialect: InDialect, cachedBytes = CACHED_BYTES): Parcels {
  const cache = new Map<string, Parcel>()
  let size = 0
  const keyOf = ({ outboxId, variant }: Wanted) => `${outboxId} ${variant}`

  return {
    async fetch(db, wanted) {
      const found = new Map<string, Parcel>()
      const missing = new Map<string, Wanted>()
      for (const one of wanted) {
        const key = keyOf(one)
        const known = cache.get(key)
        if (known) found.set(key, known)
        else missing.set(key, one)
      }
      const ids = [...new Set([...missing.values()].map(({ outboxId }) => outboxId))]
      const rows = new Map((ids.length > 0 ? await readPayloads(db, ids) : []).map(row => [row.id, row]))
      for (const [key, { outboxId, variant, actorId }] of missing) {
        const { body, type } = rows.get(outboxId)!
        const parcel = parcelOf(await inDialect(db, { body, variant, actorId }), type)
        found.set(key, parcel)
        cache.set(key, parcel)
        size += parcel.body.length
      }
      for (const [key, { body }] of cache) {
        if (size <= cachedBytes) break
        cache.delete(key)
        size -= body.length
      }
      return wanted.map(one => found.get(keyOf(one))!)
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
