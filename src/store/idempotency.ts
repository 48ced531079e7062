import type { Db, Trx } from "./db.ts"

/** An answer that was given, to be given again to the same request. */
export interface GivenAnswer {
  requestDigest: string
  status: number
  body: string
  location: string | null
}

export interface KeyClaim {
  key: string
  tokenId: string
  requestDigest: string
  now: Date
}

/** How long an answer is given again; a client that repeats later has stopped repeating. */
export const ANSWER_KEPT_MS = 24 * 3600 * 1000

/**
 * Takes a key for this transaction. Another that takes the same one meanwhile waits until this one ends, and gets its answer, or
 * the key when it failed.
 * @returns null when the key is new: its answer is recorded with {@link keepAnswer} before the transaction ends
 */
export async function claimKey(trx: Trx, { key, tokenId, requestDigest, now }: KeyClaim): Promise<GivenAnswer | null> {
  const before = new Date(now.getTime() - ANSWER_KEPT_MS)
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

export async function keepAnswer(
  trx: Trx,
  { key, tokenId }: Pick<KeyClaim, "key" | "tokenId">,
  answer: Omit<GivenAnswer, "requestDigest">,
): Promise<void> {
  await trx.updateTable("idempotency").set(answer).where("key", "=", key).where("tokenId", "=", tokenId).execute()
}

/** Forgets answers that are not given again. @returns how many */
export async function forgetAnswers(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - ANSWER_KEPT_MS)
  const { numDeletedRows } = await db.deleteFrom("idempotency").where("createdAt", "<", before).executeTakeFirst()
  return Number(numDeletedRows)
}
