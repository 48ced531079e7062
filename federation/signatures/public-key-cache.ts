import { createPublicKey, type KeyObject } from "node:crypto"
import { LRUCache } from "lru-cache"
import { base58btc } from "multiformats/bases/base58"
import type { ListedKey } from "../vocab/reading/actor.ts"

/** A remote actor's public key, ready to verify with. */
export interface OpenedKey {
  key: KeyObject
  /** the same key as WebCrypto, which Fedify verifies with; imported once */
  webCrypto(): Promise<CryptoKey>
}

/** Opens the public keys of remote actors. One per process: parsing a key costs more than a cached look-up. */
export interface PublicKeyCache {
  /** @returns null for anything but RSA of a reasonable size or Ed25519 */
  open(key: ListedKey): OpenedKey | null
}

/** 64 bits are no protection, and verifying with 16,384 bits costs sixty times as much as with 2,048. */
const RSA_BITS = { least: 1024, most: 8192 }
const LONGEST_EXPONENT = 2n ** 32n
const CACHED_KEYS = 1000

export function createPublicKeyCache(): PublicKeyCache {
  const cache = new LRUCache<string, { opened: OpenedKey | null }>({ max: CACHED_KEYS })
  return {
    open({ pem, multibase }) {
      const text = pem ?? multibase!
      const cached = cache.get(text)
      if (cached) return cached.opened
      const key = pem ? fromPem(pem) : fromMultibase(multibase!)
      const opened = key && openedKey(key)
      cache.set(text, { opened })
      return opened
    },
  }
}

function openedKey(key: KeyObject): OpenedKey {
  let imported: Promise<CryptoKey> | null = null
  const algorithm =
    key.asymmetricKeyType === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "Ed25519" }
  return {
    key,
    webCrypto() {
      imported ??= crypto.subtle.importKey("spki", key.export({ type: "spki", format: "der" }), algorithm, true, [
        "verify",
      ])
      return imported
    },
  }
}

function fromPem(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === "ed25519") return key
    if (key.asymmetricKeyType !== "rsa") return null
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
    const isReasonable =
      modulusLength >= RSA_BITS.least && modulusLength <= RSA_BITS.most && publicExponent < LONGEST_EXPONENT
    return isReasonable ? key : null
  } catch {
    return null
  }
}

/** A Multikey (FEP-521a): the multicodec 0xed01 and 32 bytes. */
function fromMultibase(text: string): KeyObject | null {
  try {
    const bytes = base58btc.decode(text)
    if (bytes.length !== 34 || bytes[0] !== 0xed || bytes[1] !== 0x01) return null
    const x = Buffer.from(bytes.subarray(2)).toString("base64url")
    return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" })
  } catch {
    return null
  }
}
