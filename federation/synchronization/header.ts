import { createHash } from "node:crypto"

/** What a server says of an actor's followers here (FEP-8fcf). */
export interface Synchronization {
  /** the actor's `followers` */
  collectionId: string
  /** those of them that are here */
  url: string
  /** hexadecimal */
  digest: string
}

export const SYNCHRONIZATION = "collection-synchronization"

export const formatSynchronization = (
  { id, synchronization }: { id: string; synchronization: string },
  digest: string,
): string => `collectionId="${id}", url="${synchronization}", digest="${digest}"`

/** Parameters as in a draft-cavage signature, in any order. Null when one is missing, stands there twice or is no digest. */
export function parseSynchronization(header: string): Synchronization | null {
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

/** The SHA-256 of each id, XORed: in any order, and nothing is 64 noughts. */
export function digestOf(ids: readonly string[]): string {
  const sum = Buffer.alloc(32)
  for (const id of ids) {
    const digest = createHash("sha256").update(id).digest()
    for (let i = 0; i < 32; i++) sum[i]! ^= digest[i]!
  }
  return sum.toString("hex")
}

/** The same as PostgreSQL's bit(256) writes it. */
export const digestOfBits = (bits: string): string => BigInt(`0b${bits}`).toString(16).padStart(64, "0")
