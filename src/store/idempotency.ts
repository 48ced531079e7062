import type { Db, Trx } from "./db.ts"

/** The response to a request, to be given again to the same request. */
interface StoredResponse {
  requestDigest: string
  status: number
  body: string
  location: string | null
}

interface KeyClaim {
  key: string
  tokenId: string
  requestDigest: string
  now: Date
}

/** How long a response is repeated; clients do not retry for longer. */
const RESPONSE_LIFETIME_MS = 24 * 3600 * 1000

/**
 * Takes a key for this transaction. Another that takes the same one meanwhile waits until this one ends, and gets its response, or
 * the key when it failed.
 * @returns null when the key is new: its response is recorded with {@link storeResponse} before the transaction ends
 */
export async function claimKey(
  trx: Trx,
  { key, tokenId, requestDigest, now }: KeyClaim,
): Promise<StoredResponse | null> {
  const before = new Date(now.getTime() - RESPONSE_LIFETIME_MS)
  const claimed = await trx
    .insertInto("idempotency")
    .values({ key, tokenId, requestDigest, status: 0, body: "", location: null, createdAt: now })
    .onConflict(conflict =>
      conflict
        .columns(["key", "tokenId"])
        .doUpdateSet({ requestDigest, createdAt: now })
        .where("idempotency.createdAt", "<", before),
    )
    .returning("key")
    .executeTakeFirst()
  if (claimed) return null
  return trx
    .selectFrom("idempotency")
    .select(["requestDigest", "status", "body", "location"])
    .where("key", "=", key)
    .where("tokenId", "=", tokenId)
    .executeTakeFirstOrThrow()
}

export async function storeResponse(
  trx: Trx,
  { key, tokenId }: Pick<KeyClaim, "key" | "tokenId">,
  answer: Omit<StoredResponse, "requestDigest">,
): Promise<void> {
  await trx.updateTable("idempotency").set(answer).where("key", "=", key).where("tokenId", "=", tokenId).execute()
}

/** Deletes responses that are not repeated any more. @returns how many */
export async function pruneResponses(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - RESPONSE_LIFETIME_MS)
  const { numDeletedRows } = await db.deleteFrom("idempotency").where("createdAt", "<", before).executeTakeFirst()
  return Number(numDeletedRows)
}
