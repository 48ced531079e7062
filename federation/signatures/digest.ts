import { createHash, timingSafeEqual } from "node:crypto"
import serialize from "json-canon"
import { decodeDict } from "structured-field-values"
import type { JsonObject } from "../../src/domain/json.ts"
import { typeOf } from "../vocab/reading/ids.ts"

const ALGORITHMS: Record<string, string> = { "sha-256": "sha256", "sha-512": "sha512" }

/** Whether the digests in a header are those of the body: every one that we can check, and at least one. */
function allRight(digests: [name: string, value: Uint8Array][], body: Uint8Array): boolean {
  let checked = 0
  for (const [name, value] of digests) {
    const algorithm = ALGORITHMS[name]
    if (!algorithm) continue
    const digest = createHash(algorithm).update(body).digest()
    if (digest.length !== value.length || !timingSafeEqual(digest, value)) return false
    checked++
  }
  return checked > 0
}

/** `Digest: SHA-256=…` (RFC 3230), which draft-cavage signs. */
export function isDigestRight(header: string, body: Uint8Array): boolean {
  const digests = header.split(",").map(part => {
    const at = part.indexOf("=")
    return [part.slice(0, at).trim().toLowerCase(), Buffer.from(part.slice(at + 1), "base64")] as [string, Uint8Array]
  })
  return allRight(digests, body)
}

/** `Content-Digest: sha-256=:…:` (RFC 9530), which RFC 9421 signs. */
export function isContentDigestRight(header: string, body: Uint8Array): boolean {
  try {
    const digests = Object.entries(decodeDict(header) as Record<string, { value: unknown }>)
    return allRight(
      digests
        .filter(([, { value }]) => value instanceof Uint8Array)
        .map(([name, { value }]) => [name, value as Uint8Array]),
      body,
    )
  } catch {
    return false
  }
}

/**
 * Tells a repeat from something new under a known id: the same words are a repeat, whoever wraps them. Hubzilla sends an edit
 * under the id of the first Invite; snac2's Like of an object always has the same id, and another `published`.
 * @param request what tells one request from another, for a Follow and its Undo: Gancio's never change, so that one after the
 *   other is told from a repeat only by when it was signed
 */
export function digestOfActivity(json: JsonObject, request: string): string {
  const { "@context": _, signature: __, proof: ___, ...said } = json
  const hash = createHash("sha256").update(serialize(said))
  const ofFollowing = json.type === "Follow" || (json.type === "Undo" && typeOf(json.object) === "Follow")
  if (ofFollowing) hash.update(`\n${request}`)
  return hash.digest("base64url")
}
