import { verifyJsonLd } from "@fedify/fedify/sig"
import { CryptographicKey } from "@fedify/fedify/vocab"
import jsonld from "jsonld"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { loadContext } from "../contexts/index.ts"
import { type ActorDocument, findKey } from "../vocab/reading/actor.ts"
import { iri } from "../vocab/reading/ids.ts"
import type { PublicKeyCache } from "./public-key-cache.ts"

/**
 * Canonical RDF takes up to 14 ms for the activities that servers send, the longest of which has 40 objects in 12 kB. It is
 * computed before the signature can be verified, so that a hostile document must not cost much more.
 */
const MAX_BYTES = 64 * 1024
const MAX_CONTEXTS = 8
const MAX_OBJECTS = 200

const AS2 = "https://www.w3.org/ns/activitystreams"

export const hasLinkedDataSignature = (document: JsonObject): boolean => isObject(document.signature)

/**
 * Verifies the actor's Linked Data signature (RsaSignature2017). It signs the RDF graph and not the text: terms can be renamed
 * through `@context` without breaking it, so the text itself is not read.
 * @returns the signed document compacted to the terms of AS2, without what AS2 does not define; null when there is no valid signature
 */
export async function readSignedDocument(
  publicKeys: PublicKeyCache,
  actor: ActorDocument,
  document: JsonObject,
): Promise<JsonObject | null> {
  const { signature, ...content } = document
  if (isCostly(JSON.stringify(document))) return null
  const key = isObject(signature) ? await openKey(publicKeys, actor, iri(signature.creator)) : null
  if (key === null) return null
  try {
    const verified = await verifyJsonLd(document, {
      contextLoader: loadContext,
      documentLoader: refuseToLoad,
      keyCache: { get: async () => key, set: async () => {} },
    })
    if (!verified) return null
    const compacted = await jsonld.compact(content, AS2, { documentLoader: loadContext })
    return isObject(compacted) ? compacted : null
  } catch {
    // an unknown context, terms that cannot be expanded, or a graph that takes too long to canonicalise
    return null
  }
}

const isCostly = (text: string): boolean =>
  text.length > MAX_BYTES ||
  text.split('"@context"').length > MAX_CONTEXTS + 1 ||
  text.split("{").length > MAX_OBJECTS + 1

async function openKey(
  publicKeys: PublicKeyCache,
  actor: ActorDocument,
  keyId: string | null,
): Promise<CryptographicKey | null> {
  const listed = keyId === null ? null : findKey(actor, keyId)
  const opened = listed && publicKeys.open(listed)
  if (opened?.key.asymmetricKeyType !== "rsa") return null
  return new CryptographicKey({ id: new URL(keyId!), owner: new URL(actor.id), publicKey: await opened.webCrypto() })
}

async function refuseToLoad(url: string): Promise<never> {
  throw new Error(`${url} is not loaded: the key is given`)
}
