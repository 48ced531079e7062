import { createHash, type KeyObject, verify } from "node:crypto"
import serialize from "json-canon"
import { base58btc } from "multiformats/bases/base58"
import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { type ActorDocument, findKey } from "../vocab/reading/actor.ts"
import { iri } from "../vocab/reading/ids.ts"
import { listOf } from "../vocab/reading/lists.ts"
import { openKey } from "./public-key.ts"

const sha256 = (value: unknown): Buffer => createHash("sha256").update(serialize(value)).digest()

/**
 * Whether the actor itself proves the document (FEP-8b32, `eddsa-jcs-2022`). Checked on the JSON as it came: Fedify 2.3.8
 * leaves out `expires` and writes `created` anew before it hashes them, so that proofs with an end or with milliseconds fail.
 */
export function isProved(document: JsonObject, actor: ActorDocument, now: Date): boolean {
  const { proof: proofs, signature: _, ...said } = document
  return listOf(proofs)
    .slice(0, 3)
    .some(proof => isObject(proof) && isProof(proof, said, actor, now))
}

export const hasProof = (document: JsonObject): boolean =>
  listOf(document.proof).some(proof => isObject(proof) && proof.cryptosuite === "eddsa-jcs-2022")

function isProof(proof: JsonObject, said: JsonObject, actor: ActorDocument, now: Date): boolean {
  const { proofValue, ...options } = proof
  const { type, cryptosuite, proofPurpose, created, expires } = options
  if (type !== "DataIntegrityProof" || cryptosuite !== "eddsa-jcs-2022" || proofPurpose !== "assertionMethod")
    return false
  if (expires !== undefined && !(Date.parse(String(expires)) > now.getTime())) return false
  if (created !== undefined && !(Date.parse(String(created)) <= now.getTime() + 3_600_000)) return false
  const key = keyOf(iri(options.verificationMethod), actor)
  const signature = bytesOf(proofValue)
  if (key === null || signature === null) return false
  // vc-di-eddsa §3.3.5: the proof carries the context of the document; FEP-8b32 as first written left it out of the proof
  const forms = options["@context"] === undefined ? [options, { ...options, "@context": said["@context"] }] : [options]
  return forms.some(form => verify(null, Buffer.concat([sha256(form), sha256(said)]), key, signature))
}

function keyOf(keyId: string | null, actor: ActorDocument): KeyObject | null {
  const listed = keyId === null ? null : findKey(actor, keyId)
  const key = listed === null ? null : openKey(listed)
  return key?.asymmetricKeyType === "ed25519" ? key : null
}

function bytesOf(value: unknown): Uint8Array | null {
  try {
    const bytes = base58btc.decode(String(value))
    return bytes.length === 64 ? bytes : null
  } catch {
    return null
  }
}
