import type { KeyObject } from "node:crypto"
import type { SignatureScheme } from "../../../src/domain/signature-scheme.ts"

export type HttpMethod = "GET" | "POST"

/** Who signs a request. */
export interface Signer {
  keyId: string
  /** RSA, private */
  key: KeyObject
}

/** A request to be signed. */
export interface RequestToSign {
  method: HttpMethod
  url: URL
  date: Date
  /** the body of a POST: its media type, and its SHA-256 in base64 */
  content?: { type: string; digest: string }
  /** the Collection-Synchronization header (FEP-8fcf); receivers believe it only when it is signed */
  synchronization?: string | undefined
}

/** The one signature of a received request. It covers what it must and its times hold; whether it is valid is checked later. */
export interface HttpSignature {
  scheme: SignatureScheme
  keyId: string
  /** the signature's headers in the form in which they are verified, so that both readings agree */
  headers: Record<string, string>
  /** names of all covered headers and components, in lower case */
  covered: readonly string[]
  /** the bytes of the signature, in base64 */
  value: string
}

/** The header that carries the digest of the body in each scheme. */
export const DIGEST_HEADERS = { cavage: "digest", rfc9421: "content-digest" } as const

const HOUR_S = 3600

/** @returns false also when `seconds` is not a number */
export const isWithinAnHour = (seconds: number, now: Date): boolean =>
  Math.abs(seconds - now.getTime() / 1000) <= HOUR_S

/** The headers that are sent and covered, in order: those about the body (with its digest, as the scheme spells it), then the rest. */
export const coveredHeaders = (
  { date, content, synchronization }: RequestToSign,
  digestOf: (digest: string) => Record<string, string>,
): { date: string; [name: string]: string } => ({
  ...(content && { ...digestOf(content.digest), "content-type": content.type }),
  date: date.toUTCString(),
  ...(synchronization !== undefined && { "collection-synchronization": synchronization }),
})
