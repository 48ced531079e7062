import { createPrivateKey, generateKeyPairSync } from "node:crypto"
import { verifyObject } from "@fedify/fedify/sig"
import { Create } from "@fedify/vocab"
import serialize from "json-canon"
import { base58btc } from "multiformats/bases/base58"
import { expect, test } from "vitest"
import { addProof } from "../../../../federation/signatures/proof/sign.ts"
import { activityText } from "../../../../federation/vocab/writing/activity.ts"
import { actorObject } from "../../../../federation/vocab/writing/actor.ts"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import type { JsonObject } from "../../../../src/domain/json.ts"
import { wireObject, withProof } from "../../../support/wire-activities.ts"
import { calendar, ORIGIN, PUBLISHED, place, uuid, wholeEvent } from "../../../support/wire-events.ts"

/** The PKCS#8 head of an Ed25519 seed (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex")

test("the example of FEP-8b32, byte for byte", async () => {
  const seed = base58btc.decode("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").subarray(2)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), type: "pkcs8", format: "der" })
  const context = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"]
  const document = {
    "@context": context,
    id: "https://server.example/activities/1",
    type: "Create",
    actor: "https://server.example/users/alice",
    object: {
      id: "https://server.example/objects/1",
      type: "Note",
      attributedTo: "https://server.example/users/alice",
      content: "Hello world",
      location: { type: "Place", longitude: -71.184902, latitude: 25.273962 },
    },
  }
  const keyId = "https://server.example/users/alice#ed25519-key"
  expect(await withProof(document, keyId, key, new Date("2023-02-24T23:36:38.512Z"))).toEqual({
    ...document,
    proof: {
      "@context": context,
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-jcs-2022",
      verificationMethod: keyId,
      proofPurpose: "assertionMethod",
      proofValue: "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL",
      created: "2023-02-24T23:36:38Z",
    },
  })
})

const pair = generateKeyPairSync("ed25519")
const rsaPem = String(
  generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ type: "spki", format: "pem" }),
)
const raw = Buffer.from(pair.publicKey.export({ format: "jwk" }).x!, "base64url")
const ed25519Multibase = base58btc.encode(Uint8Array.from([0xed, 0x01, ...raw]))

const agenda = `${ORIGIN}/actors/agenda`
/** Gives our actor's own document and nothing else: what is preloaded needs no fetch. */
const documentLoader = async (url: string) => {
  if (url.split("#")[0] !== agenda) throw new Error(`${url} is not needed`)
  const document = actorObject(ORIGIN, calendar(), { rsaPem, ed25519Multibase })
  return { contextUrl: null, documentUrl: agenda, document }
}

// whole degrees, signs beyond ASCII, an empty list: what canonical forms stumble over
const EVENT = wholeEvent({ places: [place({ latitude: 48, longitude: 1e-7 })], tags: [], title: "Été 🎉 \u2028 œuvre" })

const signed = async (): Promise<JsonObject> => {
  const object = wireObject(eventObject(ORIGIN, EVENT))
  const create = activityText(ORIGIN, { id: uuid(1), type: "Create", actor: calendar(), object, published: PUBLISHED })
  return JSON.parse(await addProof(create, `${agenda}#ed25519-key`, pair.privateKey, PUBLISHED))
}

/** As a receiver gets it: parsed from the bytes. */
const received = (document: JsonObject): JsonObject => JSON.parse(JSON.stringify(document))

const update = { id: uuid(1), type: "Update", actor: calendar(), published: PUBLISHED }
const follow = { id: "https://there.example/1", type: "Follow", object: agenda, actor: "https://there.example/users/a" }

test.each([
  ["names its object", { ...update, object: ORIGIN }],
  ["embeds a document of ours", { ...update, object: wireObject(eventObject(ORIGIN, EVENT)) }],
  ["embeds another's, with a result", { ...update, object: follow, to: ["https://there.example/a"], result: ORIGIN }],
])("what is signed is the text of RFC 8785: an activity that %s", (_, activity) => {
  const { body, context } = activityText(ORIGIN, activity)
  expect(body).toBe(serialize(JSON.parse(body)))
  expect(context).toBe(serialize(JSON.parse(body)["@context"]))
})

test("appending a proof as text gives what parsing and printing would give", async () => {
  const object = wireObject(eventObject(ORIGIN, EVENT))
  const create = activityText(ORIGIN, { id: uuid(1), type: "Create", actor: calendar(), object, published: PUBLISHED })
  const text = await addProof(create, `${agenda}#ed25519-key`, pair.privateKey, PUBLISHED)
  const { proof, ...document } = JSON.parse(text)
  expect(JSON.stringify(document)).toBe(create.body)
  expect(text).toBe(JSON.stringify({ ...document, proof: JSON.parse(serialize(proof)) }))
})

test("Fedify verifies our proof, from the actor's document", async () => {
  const verified = await verifyObject(Create, received(await signed()), { documentLoader })
  expect(verified?.id?.href).toBe(`${ORIGIN}/activities/${uuid(1)}`)
  expect((await verified?.getObject())?.name?.toString()).toBe("Été 🎉 œuvre")
})

test.each([
  ["the object", (json: JsonObject) => ({ ...json, object: { ...(json.object as JsonObject), name: "Autre" } })],
  [
    "a term that Fedify does not know",
    (json: JsonObject) => ({ ...json, object: { ...(json.object as JsonObject), timezone: "UTC" } }),
  ],
  ["the audience", (json: JsonObject) => ({ ...json, cc: [] })],
  [
    "the time of the proof",
    (json: JsonObject) => ({ ...json, proof: { ...(json.proof as JsonObject), created: "2026-11-21T10:00:01Z" } }),
  ],
])("changing %s breaks it", async (_, changed) => {
  expect(await verifyObject(Create, received(changed(await signed())), { documentLoader })).toBeNull()
})
