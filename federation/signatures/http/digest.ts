import { createHash, timingSafeEqual } from "node:crypto"
import { decodeDict } from "structured-field-values"
import { SignatureError } from "../signature-error.ts"
import { DIGEST_HEADERS, type HttpSignature } from "./message.ts"

const ALGORITHMS: Record<string, string> = { "sha-256": "sha256", "sha-512": "sha512" }

/** Whether every digest of a supported algorithm is that of the body, and there is at least one. */
function match(digests: [name: string, value: Uint8Array][], body: Uint8Array): boolean {
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

/** `Digest: SHA-256=…` (RFC 3230), which draft-cavage covers. */
function matchesDigest(header: string, body: Uint8Array): boolean {
  const digests = header.split(",").map(part => {
    const at = part.indexOf("=")
    return [part.slice(0, at).trim().toLowerCase(), Buffer.from(part.slice(at + 1), "base64")] as [string, Uint8Array]
  })
  return match(digests, body)
}

/** `Content-Digest: sha-256=:…:` (RFC 9530), which RFC 9421 covers. */
function matchesContentDigest(header: string, body: Uint8Array): boolean {
  try {
    const digests = Object.entries(decodeDict(header) as Record<string, { value: unknown }>)
    return match(
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
 * Checks that the digest which the signature covers is that of the body.
 * @throws {SignatureError} when it is not
 */
export function checkDigest({ scheme }: HttpSignature, headers: Headers, body: Uint8Array): void {
  const name = DIGEST_HEADERS[scheme]
  const header = headers.get(name)
  if (header === null) throw new SignatureError(`${name} is missing`)
  const matches = scheme === "cavage" ? matchesDigest : matchesContentDigest
  if (!matches(header, body)) throw new SignatureError(`${name} is not that of the body, or of no kind that is taken`)
}
