import { absolute, paths } from "../../src/domain/paths.ts"
import { readActorById } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { type Keyring, rsaKeyId } from "../keys.ts"
import type { Signer } from "./sign.ts"

export type Signers = (actorId: string) => Promise<Signer>

/** Who signs for an actor. Handles and keys do not change, so each is read once; the keyring bounds how many keys are held. */
export function createSigners(db: Db, origin: string, keyring: Pick<Keyring, "readKeys">): Signers {
  const keyIds = new Map<string, string>()
  return async actorId => {
    let keyId = keyIds.get(actorId)
    if (keyId === undefined) {
      const actor = await readActorById(db, actorId)
      keyId = rsaKeyId(absolute(origin, paths.actor(actor!.handle)))
      keyIds.set(actorId, keyId)
    }
    return { keyId, key: (await keyring.readKeys(db, actorId)).rsa }
  }
}
