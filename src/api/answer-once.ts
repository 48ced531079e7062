import { createHash } from "node:crypto"
import { type Db, transact } from "../store/db.ts"
import { claimKey, storeResponse } from "../store/idempotency.ts"
import { HttpProblem } from "./problem.ts"

/** What an endpoint answers, in final bytes. */
export interface FinalAnswer {
  status: number
  body: string
  location: string | null
}

export interface Repeatable {
  /** the Idempotency-Key header */
  key: string
  tokenId: string
  /** method, address and bytes: what makes a request the same */
  request: (string | Uint8Array)[]
  now: Date
}

/**
 * Does what was asked once, however often and however much at once it is asked (draft-ietf-httpapi-idempotency-key-header). The key,
 * the work and the answer commit together, so a crash leaves all of them or none. What failed is not remembered.
 * @throws {HttpProblem} 400 for a key that is not 1 to 255 visible ASCII characters, 422 for a key that named another request
 */
export async function answerOnce(
  db: Db,
  { key, tokenId, request, now }: Repeatable,
  work: (db: Db) => Promise<FinalAnswer>,
): Promise<FinalAnswer & { repeated: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new HttpProblem(400, "Idempotency-Key must be 1 to 255 visible ASCII characters")
  }
  const requestDigest = digestOf(request)
  return transact(db, async trx => {
    const given = await claimKey(trx, { key, tokenId, requestDigest, now })
    if (given && given.requestDigest !== requestDigest) {
      throw new HttpProblem(422, "this Idempotency-Key came with another request before")
    }
    if (given) return { status: given.status, body: given.body, location: given.location, repeated: true }
    const answer = await work(trx)
    await storeResponse(trx, { key, tokenId }, answer)
    return { ...answer, repeated: false }
  })
}

/** Each part with its length, so that no two requests make one text. */
function digestOf(parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest("hex")
}
