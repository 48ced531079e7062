import { hash, type KeyObject, sign } from "node:crypto"
import { promisify } from "node:util"
import { base58btc } from "multiformats/bases/base58"
import { isoSeconds } from "../../../src/domain/time.ts"

/** A JSON object as RFC 8785 prints it, and its `@context` printed likewise. */
export interface CanonicalText {
  body: string
  context: string
}

const sha256 = (text: string): Buffer => hash("sha256", text, "buffer")

/** On libuv's threads: Ed25519 takes 30 µs, half of what a proof costs. */
const signInBackground = promisify(sign) as (algorithm: null, data: Buffer, key: KeyObject) => Promise<Buffer>

/**
 * Adds an `eddsa-jcs-2022` integrity proof (FEP-8b32, vc-di-eddsa §3.3) to a document. Fedify 2.3.8 is not used here because
 * it compacts the document first and drops every term that its vocabulary does not define.
 *
 * The document is text already, and the text itself is signed, so the proof is appended to it as text: parsing and printing
 * an activity with its event once more would add 40 % to the proof, which the first page of an outbox makes for up to 220
 * activities (`npm run bench -- serving`). A test holds that the result is what parsing and printing would give.
 * @param keyId IRI of the actor's Multikey
 * @param created written with whole seconds
 * @returns the text of the document with its proof as the last member
 */
export async function addProof(
  { body, context }: CanonicalText,
  keyId: string,
  privateKey: KeyObject,
  created: Date,
): Promise<string> {
  // the members of the proof in the order of RFC 8785; `proofValue` belongs between the two parts and is not signed
  const before =
    `{"@context":${context},"created":"${isoSeconds(created)}",` +
    '"cryptosuite":"eddsa-jcs-2022","proofPurpose":"assertionMethod",'
  const after = `"type":"DataIntegrityProof","verificationMethod":${JSON.stringify(keyId)}}`
  const signature = await signInBackground(null, Buffer.concat([sha256(before + after), sha256(body)]), privateKey)
  return `${body.slice(0, -1)},"proof":${before}"proofValue":"${base58btc.encode(signature)}",${after}}`
}
