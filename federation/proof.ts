import { hash, type KeyObject, sign } from "node:crypto"
import serialize from "json-canon"
import { base58btc } from "multiformats/bases/base58"
import { isoSeconds } from "../src/domain/time.ts"
import type { Json } from "./vocab/json.ts"

const sha256 = (value: Json): Buffer => hash("sha256", canonical(value), "buffer")

/** RFC 8785. The context of all that we say is half of it, and is made canonical once. */
function canonical(document: Json): string {
  const { "@context": context, ...rest } = document
  const text = serialize(rest)
  // only what stands before every other name can be put in front
  if (typeof context !== "object" || context === null || !(text[2]! > "@")) return serialize(document)
  let known = contexts.get(context)
  if (known === undefined) {
    known = serialize(context)
    contexts.set(context, known)
  }
  return `{"@context":${known},${text.slice(1)}`
}

const contexts = new WeakMap<object, string>()

/**
 * The same document with an `eddsa-jcs-2022` integrity proof (FEP-8b32, vc-di-eddsa §3.3). Made here because Fedify's compacts
 * the document first and drops every term that its vocabulary does not know.
 * @param keyId the Multikey of the actor
 */
export function withProof(document: Json, keyId: string, privateKey: KeyObject, created: Date): Json {
  const options = {
    "@context": document["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    verificationMethod: keyId,
    proofPurpose: "assertionMethod",
    created: isoSeconds(created),
  }
  const data = Buffer.concat([optionsDigest(options), sha256(document)])
  return { ...document, proof: { ...options, proofValue: base58btc.encode(sign(null, data, privateKey)) } }
}

const digests = new Map<string, { context: unknown; digest: Buffer }>()

/** Whoever publishes much says the same of each proof for a second; to make it canonical is a quarter of a proof. */
function optionsDigest(options: Json): Buffer {
  const { "@context": context, verificationMethod, created } = options
  const key = `${verificationMethod} ${created}`
  const known = digests.get(key)
  if (known?.context === context) return known!.digest
  const digest = sha256(options)
  if (digests.size >= REMEMBERED) digests.clear()
  digests.set(key, { context, digest })
  return digest
}

const REMEMBERED = 20
