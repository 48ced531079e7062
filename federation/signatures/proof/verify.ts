import { createHash, type KeyObject, verify } from "node:crypto"
import serialize from "json-canon"
import { base58btc } from "multiformats/bases/base58"
import { isObject, type JsonObject } from "../../../src/domain/json.ts"
import { type ActorDocument, findKey } from "../../vocab/reading/actor.ts"
import { iri } from "../../vocab/reading/ids.ts"
import { listOf } from "../../vocab/reading/lists.ts"
import type { PublicKeyCache } from "../public-key-cache.ts"

/** Proofs of one document that are checked. */
const MAX_PROOFS = 3
const HOUR_MS = 3_600_000

const sha256 = (value: unknown): Buffer => createHash("sha256").update(serialize(value)).digest()

export const hasProof = (document: JsonObject): boolean =>
  listOf(document.proof).some(proof => isObject(proof) && proof.cryptosuite === "eddsa-jcs-2022")

/**
 * Whether one of the document's integrity proofs (FEP-8b32, `eddsa-jcs-2022`) is by a key that the actor lists. Checked on the
 * JSON as it was received: Fedify 2.3.8 leaves out `expires` and reformats `created` before it hashes them, so that proofs with an
 * end or with milliseconds fail there.
 */
export function isProvedBy(publicKeys: PublicKeyCache, actor: ActorDocument, document: JsonObject, now: Date): boolean {
  const { proof: proofs, signature: _, ...content } = document
  return listOf(proofs)
    .slice(0, MAX_PROOFS)
    .some(proof => isObject(proof) && isValid(proof, content, now, keyId => openKey(publicKeys, actor, keyId)))
}

function isValid(
  proof: JsonObject,
  content: JsonObject,
  now: Date,
  keyOf: (keyId: string) => KeyObject | null,
): boolean {
  const { proofValue, ...options } = proof
  const { type, cryptosuite, proofPurpose, created, expires } = options
  if (type !== "DataIntegrityProof" || cryptosuite !== "eddsa-jcs-2022" || proofPurpose !== "assertionMethod")
    return false
  if (expires !== undefined && !(Date.parse(String(expires)) > now.getTime())) return false
  if (created !== undefined && !(Date.parse(String(created)) <= now.getTime() + HOUR_MS)) return false
  const keyId = iri(options.verificationMethod)
  const key = keyId === null ? null : keyOf(keyId)
  const signature = signatureOf(proofValue)
  if (key === null || signature === null) return false
  // vc-di-eddsa §3.3.5: the proof carries the context of the document; the first version of FEP-8b32 left it out of the proof
  const forms =
    options["@context"] === undefined ? [options, { ...options, "@context": content["@context"] }] : [options]
  return forms.some(form => verify(null, Buffer.concat([sha256(form), sha256(content)]), key, signature))
}

function openKey(publicKeys: PublicKeyCache, actor: ActorDocument, keyId: string): KeyObject | null {
  const listed = findKey(actor, keyId)
  const key = listed && publicKeys.open(listed)?.key
  return key?.asymmetricKeyType === "ed25519" ? key : null
}

function signatureOf(value: unknown): Uint8Array | null {
  try {
    const bytes = base58btc.decode(String(value))
    return bytes.length === 64 ? bytes : null
  } catch {
    return null
  }
}
