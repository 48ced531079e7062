import { verifyJsonLd } from "@fedify/fedify/sig"
import { CryptographicKey } from "@fedify/fedify/vocab"
import jsonld from "jsonld"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { loadContext } from "../contexts/index.ts"
import { type ActorDocument, findKey } from "../vocab/reading/actor.ts"
import { iri } from "../vocab/reading/ids.ts"
import { cryptoKey, openKey } from "./public-key.ts"

/**
 * Canonical RDF costs up to 14 ms for an activity as people send them, the longest of which has 40 objects in 12 kB. It is
 * made before the signature is known to be true, so hostile ones must not cost much more.
 */
const MAX_BYTES = 64 * 1024
const MAX_CONTEXTS = 8
const MAX_OBJECTS = 200

const AS2 = "https://www.w3.org/ns/activitystreams"

export const hasLinkedDataSignature = (document: JsonObject): boolean => isObject(document.signature)

/**
 * What the actor's Linked Data signature (RsaSignature2017) vouches for, or null. It signs the meaning and not the text: who
 * keeps the meaning may rename terms through `@context`, so the text is not read. What comes back is written in the terms of
 * AS2, and what those do not know is lost.
 */
export async function readSigned(document: JsonObject, actor: ActorDocument): Promise<JsonObject | null> {
  const { signature, ...said } = document
  if (isCostly(JSON.stringify(document))) return null
  const key = isObject(signature) ? await keyOf(iri(signature.creator), actor) : null
  if (key === null) return null
  try {
    const verified = await verifyJsonLd(document, {
      contextLoader: loadContext,
      documentLoader: refuseToLoad,
      keyCache: { get: async () => key, set: async () => {} },
    })
    if (!verified) return null
    const compacted = await jsonld.compact(said, AS2, { documentLoader: loadContext })
    return isObject(compacted) ? compacted : null
  } catch {
    // an unknown context, terms that cannot be expanded, a graph made to be costly
    return null
  }
}

const isCostly = (text: string): boolean =>
  text.length > MAX_BYTES ||
  text.split('"@context"').length > MAX_CONTEXTS + 1 ||
  text.split("{").length > MAX_OBJECTS + 1

async function keyOf(keyId: string | null, actor: ActorDocument): Promise<CryptographicKey | null> {
  const listed = keyId === null ? null : findKey(actor, keyId)
  const key = listed === null ? null : openKey(listed)
  if (key?.asymmetricKeyType !== "rsa") return null
  return new CryptographicKey({ id: new URL(keyId!), owner: new URL(actor.id), publicKey: await cryptoKey(key) })
}

async function refuseToLoad(url: string): Promise<never> {
  throw new Error(`${url} is not asked for: the key is known`)
}
