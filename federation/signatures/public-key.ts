import { createPublicKey, type KeyObject } from "node:crypto"
import { base58btc } from "multiformats/bases/base58"
import type { ListedKey } from "../vocab/reading/actor.ts"

/** 64 bits are no signature, 16,384 bits cost what sixty of 2,048 do. */
const RSA_BITS = { least: 1024, most: 8192 }
const LONGEST_EXPONENT = 2n ** 32n
const KEPT = 1000

const opened = new Map<string, KeyObject | null>()

/** Opens a listed key: RSA of a sane size, or Ed25519. Null for anything else. */
export function openKey({ pem, multibase }: ListedKey): KeyObject | null {
  const text = pem ?? multibase!
  const known = opened.get(text)
  if (known !== undefined) return known
  const key = pem ? fromPem(pem) : fromMultibase(multibase!)
  if (opened.size >= KEPT) opened.delete(opened.keys().next().value!)
  opened.set(text, key)
  return key
}

function fromPem(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === "ed25519") return key
    if (key.asymmetricKeyType !== "rsa") return null
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
    const sane = modulusLength >= RSA_BITS.least && modulusLength <= RSA_BITS.most && publicExponent < LONGEST_EXPONENT
    return sane ? key : null
  } catch {
    return null
  }
}

/** A Multikey: the multicodec 0xed01 and 32 bytes. */
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

const imported = new WeakMap<KeyObject, Promise<CryptoKey>>()

/** The same key as WebCrypto, which Fedify verifies with. */
export function cryptoKey(key: KeyObject): Promise<CryptoKey> {
  const known = imported.get(key)
  if (known) return known
  const algorithm =
    key.asymmetricKeyType === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "Ed25519" }
  const made = crypto.subtle.importKey("spki", key.export({ type: "spki", format: "der" }), algorithm, true, ["verify"])
  imported.set(key, made)
  return made
}
