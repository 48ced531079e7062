import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto"
import { promisify } from "node:util"
import { LRUCache } from "lru-cache"
import { base58btc } from "multiformats/bases/base58"
import { readStoredKeys, type StoredKey } from "../../src/store/actor-keys.ts"
import type { Db } from "../../src/store/db.ts"

/** The two key pairs of an actor, ready to sign. */
export interface ActorKeys {
  rsa: KeyObject
  ed25519: KeyObject
  public: PublicKeys
}

/** Public keys in the forms of the actor's document. */
export interface PublicKeys {
  /** SPKI PEM, for `publicKey` */
  rsaPem: string
  /** FEP-521a Multikey, base58btc */
  ed25519Multibase: string
}

/** Makes and opens the actors' keys. One per process, shared by everything that signs. */
export interface Keyring {
  /**
   * New keys for an actor, the private ones sealed with SECRET_KEY. RSA has 2048 bits: a signature costs 0.3 ms, with 4096 bits
   * five times that.
   */
  newKeys(): Promise<StoredKey[]>
  /** @throws {Error} when the actor has none, or when SECRET_KEY is not the one they were sealed with */
  readKeys(db: Db, actorId: string): Promise<ActorKeys>
}

/** IRIs of the keys of the actor with that id. */
export const rsaKeyId = (actor: string): string => `${actor}#main-key`
export const ed25519KeyId = (actor: string): string => `${actor}#ed25519-key`

const generate = promisify(generateKeyPair)

const FORM = 1
const NONCE = 12
const TAG = 16
/** A site has few actors, and those that sign often stay in memory. */
const CACHED_ACTORS = 500

export function createKeyring(secretKey: string): Keyring {
  const key = Buffer.from(hkdfSync("sha256", secretKey, "beffroi", "private keys of actors", 32))
  const cache = new LRUCache<string, Promise<ActorKeys>>({ max: CACHED_ACTORS })

  /** AES-256-GCM with the public key as associated data, so that a row cannot be given another actor's private key. */
  const seal = (privateKey: KeyObject, publicKey: string): Buffer => {
    const nonce = randomBytes(NONCE)
    const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(publicKey))
    const text = privateKey.export({ type: "pkcs8", format: "der" })
    const sealed = Buffer.concat([cipher.update(text), cipher.final()])
    return Buffer.concat([Buffer.from([FORM]), nonce, cipher.getAuthTag(), sealed])
  }

  const open = ({ privateKey: sealed, publicKey }: StoredKey): KeyObject => {
    const nonce = sealed.subarray(1, 1 + NONCE)
    const tag = sealed.subarray(1 + NONCE, 1 + NONCE + TAG)
    const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(publicKey)).setAuthTag(tag)
    const text = Buffer.concat([decipher.update(sealed.subarray(1 + NONCE + TAG)), decipher.final()])
    return createPrivateKey({ key: text, type: "pkcs8", format: "der" })
  }

  const load = async (db: Db, actorId: string): Promise<ActorKeys> => {
    const stored = await readStoredKeys(db, actorId)
    const rsa = stored.find(row => row.algorithm === "RSA")
    const ed25519 = stored.find(row => row.algorithm === "Ed25519")
    if (!rsa || !ed25519) throw new Error(`actor ${actorId} has no keys`)
    try {
      return { rsa: open(rsa), ed25519: open(ed25519), public: publicKeys(rsa.publicKey, ed25519.publicKey) }
    } catch (cause) {
      throw new Error(
        `the private keys of actor ${actorId} cannot be opened: ` +
          "SECRET_KEY is not the one that this database was made with",
        { cause },
      )
    }
  }

  return {
    async newKeys() {
      const pairs = [
        { algorithm: "RSA" as const, ...(await generate("rsa", { modulusLength: 2048 })) },
        { algorithm: "Ed25519" as const, ...(await generate("ed25519")) },
      ]
      return pairs.map(pair => {
        const publicKey = String(pair.publicKey.export({ type: "spki", format: "pem" }))
        return { algorithm: pair.algorithm, publicKey, privateKey: seal(pair.privateKey, publicKey) }
      })
    },

    readKeys(db, actorId) {
      const cached = cache.get(actorId)
      if (cached) return cached
      const loading = load(db, actorId)
      cache.set(actorId, loading)
      loading.catch(() => cache.delete(actorId))
      return loading
    },
  }
}

/** Multicodec prefix of an Ed25519 public key. */
const ED25519 = [0xed, 0x01]

function publicKeys(rsaPem: string, ed25519Pem: string): PublicKeys {
  const { x } = createPublicKey(ed25519Pem).export({ format: "jwk" })
  const raw = Buffer.from(x!, "base64url")
  return { rsaPem, ed25519Multibase: base58btc.encode(Uint8Array.from([...ED25519, ...raw])) }
}
