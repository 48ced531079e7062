import type { Wire, WireObject } from "../../../src/actions/site.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { ed25519KeyId, type Keyring } from "../../signatures/keyring.ts"
import { addProof } from "../../signatures/proof/sign.ts"
import { activityText } from "./activity.ts"
import { actorObject } from "./actor.ts"
import { articleObject } from "./article.ts"
import { CONTEXT } from "./context.ts"
import { eventObject } from "./event.ts"
import { noteObject } from "./note.ts"
import { placeObject } from "./place.ts"
import { quoteAuthorizationObject } from "./quote-authorization.ts"
import { tombstoneObject } from "./tombstone.ts"

export interface WireOptions {
  /** ORIGIN, part of every id */
  origin: string
  /** decrypts the actors' private keys, and encrypts those of new actors */
  keyring: Keyring
}

/**
 * The digests of the objects rendered from the tests' samples, one for each version of the renderers; the last is the current version. A
 * change of the renderers adds a line (a test says which); the others never change.
 */
export const OBJECTS_DIGESTS: readonly string[] = [
  "mekAw2c4PFyQdItkELo9mNzNUSw5JKi4ldoqRNDQkC8",
  "Q4dqt3i7djQqu5TztE9E49LvZw_SkMt4MyWxrYVVYC8",
  "aKyMVm8LzcYgXdiIZGgkZxHSA4lbtbIQS0A5hsGTrF0",
]

/** The renderers of ActivityPub objects and activities that actions are given. */
export function createWire({ origin, keyring }: WireOptions): Wire {
  const object = (path: string, json: JsonObject): WireObject => ({
    path,
    type: String(json.type),
    json,
    body: JSON.stringify(json),
  })

  return {
    version: OBJECTS_DIGESTS.length,
    async actor(db, actor) {
      const keys = await keyring.readKeys(db, actor.id)
      return object(paths.actor(actor.handle), actorObject(origin, actor, keys.public))
    },
    event: event => object(paths.event(event.id), eventObject(origin, event)),
    place: place =>
      object(paths.place(place.id, place.version), { "@context": CONTEXT, ...placeObject(origin, place) }),
    interview: interview => object(paths.interview(interview.id), articleObject(origin, interview)),
    news: (news, event) => object(paths.news(news.id), noteObject(origin, news, event)),
    quoteAuthorization: quote => object(paths.quote(quote.id), quoteAuthorizationObject(origin, quote)),
    tombstone: (path, formerType, deletedAt) => object(path, tombstoneObject(origin, path, formerType, deletedAt)),

    async activity(db, activity) {
      const { actor, published } = activity
      const { ed25519 } = await keyring.readKeys(db, actor.id)
      const keyId = ed25519KeyId(absolute(origin, paths.actor(actor.handle)))
      return addProof(activityText(origin, activity), keyId, ed25519, published)
    },
    newKeys: () => keyring.newKeys(),
  }
}
