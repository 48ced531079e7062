import { createHash } from "node:crypto"
import { LRUCache } from "lru-cache"
import type { Variant } from "../../src/domain/dialect.ts"
import type { Db } from "../../src/store/db.ts"
import { readPayloads } from "../../src/store/outbox.ts"
import type { InDialect } from "../remote/dialects.ts"

/** The bytes of an activity with their digest, made once for all its receivers. */
export interface Payload {
  body: Buffer
  /** SHA-256 in base64 */
  digest: string
  activityType: string
  isReply: boolean
  /** whether it is addressed to the actor's followers rather than to somebody in particular */
  toFollowers: boolean
}

/** Names a payload: an activity of the outbox in the dialect of its receiver. */
export interface PayloadKey {
  outboxId: string
  /** uuid of the actor that sends it */
  actorId: string
  variant: Variant
}

/** Reads and digests the bytes of a publication once, not once for each follower. */
export interface Payloads {
  /** @returns a payload for each key, in order; those that are not cached are read in one statement */
  read(db: Db, keys: readonly PayloadKey[]): Promise<Payload[]>
}

const CACHED_BYTES = 16 * 1024 * 1024

/** @param cachedBytes sum of all bodies in the cache */
export function createPayloads(inDialect: InDialect, cachedBytes = CACHED_BYTES): Payloads {
  const cache = new LRUCache<string, Payload>({
    maxSize: cachedBytes,
    sizeCalculation: ({ body }) => Math.max(body.length, 1),
  })
  const nameOf = ({ outboxId, variant }: PayloadKey) => `${outboxId} ${variant}`

  return {
    async read(db, keys) {
      const payloads = new Map<string, Payload>()
      const missing = new Map<string, PayloadKey>()
      for (const key of keys) {
        const name = nameOf(key)
        const cached = cache.get(name)
        if (cached) payloads.set(name, cached)
        else missing.set(name, key)
      }
      const ids = [...new Set([...missing.values()].map(({ outboxId }) => outboxId))]
      const rows = new Map((ids.length > 0 ? await readPayloads(db, ids) : []).map(row => [row.id, row]))
      for (const [name, { outboxId, variant, actorId }] of missing) {
        const { body, type } = rows.get(outboxId)!
        const payload = payloadOf(await inDialect(db, { body, variant, actorId }), type)
        payloads.set(name, payload)
        cache.set(name, payload)
      }
      return keys.map(key => payloads.get(nameOf(key))!)
    },
  }
}

export function payloadOf(text: string, activityType: string): Payload {
  const body = Buffer.from(text)
  const digest = createHash("sha256").update(body).digest("base64")
  return { body, digest, activityType, isReply: text.includes('"inReplyTo"'), toFollowers: toFollowers(text) }
}

/** A public activity has the followers in `cc`. */
function toFollowers(text: string): boolean {
  const { actor, cc } = JSON.parse(text) as { actor?: unknown; cc?: unknown }
  return Array.isArray(cc) && cc.includes(`${actor}/followers`)
}
