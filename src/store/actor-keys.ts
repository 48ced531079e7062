import type { Db } from "./db.ts"

/** A key pair of one of our actors; the private key is sealed with SECRET_KEY. */
export interface StoredKey {
  algorithm: "RSA" | "Ed25519"
  /** SPKI PEM */
  publicKey: string
  privateKey: Buffer
}

export async function insertKeys(db: Db, actorId: string, keys: StoredKey[], createdAt: Date): Promise<void> {
  await db
    .insertInto("actorKey")
    .values(keys.map(key => ({ ...key, actorId, createdAt })))
    .execute()
}

export const readStoredKeys = (db: Db, actorId: string): Promise<StoredKey[]> =>
  db.selectFrom("actorKey").select(["algorithm", "publicKey", "privateKey"]).where("actorId", "=", actorId).execute()
