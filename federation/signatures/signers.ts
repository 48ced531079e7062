import { absolute, paths } from "../../src/domain/paths.ts"
import { readActorById } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { type Keyring, rsaKeyId } from "./keys.ts"
import type { Signer } from "./sign.ts"

/** One of our actors, with the addresses of its followers. */
export interface ActorSigner extends Signer {
  followers: { id: string; synchronization: string }
}

export type Signers = (actorId: string) => Promise<ActorSigner>

/** Who signs for an actor. Handles and keys do not change, so each is read once; the keyring bounds how many keys are held. */
export function createSigners(db: Db, origin: string, keyring: Pick<Keyring, "readKeys">): Signers {
  const known = new Map<string, Omit<ActorSigner, "key">>()
  return async actorId => {
    let names = known.get(actorId)
    if (names === undefined) {
      const { handle } = (await readActorById(db, actorId))!
      names = {
        keyId: rsaKeyId(absolute(origin, paths.actor(handle))),
        followers: {
          id: absolute(origin, paths.followers(handle)),
          synchronization: absolute(origin, paths.followersSynchronization(handle)),
        },
      }
      known.set(actorId, names)
    }
    return { ...names, key: (await keyring.readKeys(db, actorId)).rsa }
  }
}
