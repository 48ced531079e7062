import { createHash } from "node:crypto"
import { type Db, transact } from "../store/db.ts"
import { claimKey, storeResponse } from "../store/idempotency.ts"
import { HttpProblem } from "./problem.ts"

/** The response of an endpoint, as it is stored for repeats. */
export interface StorableResponse {
  status: number
  body: string
  location: string | null
}

interface RepeatableRequest {
  /** the Idempotency-Key header */
  key: string
  tokenId: string
  /** method, address and bytes: two requests with the same are the same request */
  request: (string | Uint8Array)[]
  now: Date
}

/**
 * Does the work of a request once, however often and concurrently it is sent (draft-ietf-httpapi-idempotency-key-header). The key, the
 * work and the response commit together, so that a crash leaves all of them or none. Failures are not stored.
 * @throws {HttpProblem} 400 for a key that is not 1 to 255 visible ASCII characters, 422 for a key that named another request
 */
export async function answerOnce(
  db: Db,
  { key, tokenId, request, now }: RepeatableRequest,
  work: (db: Db) => Promise<StorableResponse>,
): Promise<StorableResponse & { repeated: boolean }> {
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new HttpProblem(400, "Idempotency-Key must be 1 to 255 visible ASCII characters")
  }
  const requestDigest = digestOf(request)
  return transact(db, async trx => {
    const stored = await claimKey(trx, { key, tokenId, requestDigest, now })
    if (stored && stored.requestDigest !== requestDigest) {
      throw new HttpProblem(422, "this Idempotency-Key came with another request before")
    }
    if (stored) return { status: stored.status, body: stored.body, location: stored.location, repeated: true }
    const response = await work(trx)
    await storeResponse(trx, { key, tokenId }, response)
    return { ...response, repeated: false }
  })
}

/** Each part with its length, so that different requests never have the same bytes. */
function digestOf(parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part)
  return hash.digest("hex")
}
