import { createHash } from "node:crypto"

/** What a server reports about the followers that an actor has on the receiving server (FEP-8fcf). */
export interface SynchronizationHeader {
  /** the actor's `followers` */
  collectionId: string
  /** the followers on the receiving server */
  url: string
  /** hexadecimal */
  digest: string
}

export const SYNCHRONIZATION = "collection-synchronization"

export const formatSynchronization = (
  { id, synchronization }: { id: string; synchronization: string },
  digest: string,
): string => `collectionId="${id}", url="${synchronization}", digest="${digest}"`

/** Parameters as in a draft-cavage signature, in any order. Null when one is missing, appears twice or is not a digest. */
export function parseSynchronization(header: string): SynchronizationHeader | null {
  if (header.length > 4000) return null
  const params = new Map<string, string>()
  const pattern = /\s*([A-Za-z]+)="([^"]*)"\s*(?:,|$)/y
  while (pattern.lastIndex < header.length) {
    const [, name, value] = pattern.exec(header) ?? []
    if (name === undefined || params.has(name)) return null
    params.set(name, value!)
  }
  const [collectionId, url, digest] = ["collectionId", "url", "digest"].map(name => params.get(name))
  if (!collectionId || !url || !/^[0-9a-f]{64}$/i.test(digest ?? "")) return null
  return { collectionId, url, digest: digest!.toLowerCase() }
}

/** The SHA-256 digests of all ids, XORed: independent of their order, and 64 zeros for none. */
export function digestOf(ids: readonly string[]): string {
  const sum = Buffer.alloc(32)
  for (const id of ids) {
    const digest = createHash("sha256").update(id).digest()
    for (let i = 0; i < 32; i++) sum[i]! ^= digest[i]!
  }
  return sum.toString("hex")
}

/** The same digest from the 256 binary digits that PostgreSQL writes for bit(256). */
export const digestOfBits = (bits: string): string => BigInt(`0b${bits}`).toString(16).padStart(64, "0")
