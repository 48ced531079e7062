import { LRUCache } from "lru-cache"
import { absolute, paths } from "../../src/domain/paths.ts"
import { readActorById } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import type { Signer } from "./http/message.ts"
import { type Keyring, rsaKeyId } from "./keyring.ts"

/** One of our actors, with the addresses of its followers. */
export interface ActorSigner extends Signer {
  followers: { id: string; synchronization: string }
}

/** @throws when there is no such actor, or its keys cannot be opened */
export type Signers = (actorId: string) => Promise<ActorSigner>

const CACHED_ACTORS = 500

/**
 * Who signs HTTP requests for an actor, by its uuid. Handles and keys never change, so that each actor is read once; private
 * keys are cached by the keyring alone.
 */
export function createSigners(db: Db, origin: string, keyring: Pick<Keyring, "readKeys">): Signers {
  const cache = new LRUCache<string, Omit<ActorSigner, "key">>({ max: CACHED_ACTORS })
  const addressesOf = async (actorId: string): Promise<Omit<ActorSigner, "key">> => {
    const actor = await readActorById(db, actorId)
    if (!actor) throw new Error(`there is no actor ${actorId}`)
    const { handle } = actor
    return {
      keyId: rsaKeyId(absolute(origin, paths.actor(handle))),
      followers: {
        id: absolute(origin, paths.followers(handle)),
        synchronization: absolute(origin, paths.followersSynchronization(handle)),
      },
    }
  }
  return async actorId => {
    let addresses = cache.get(actorId)
    if (!addresses) {
      addresses = await addressesOf(actorId)
      cache.set(actorId, addresses)
    }
    return { ...addresses, key: (await keyring.readKeys(db, actorId)).rsa }
  }
}
