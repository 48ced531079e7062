import { createPublicKey, generateKeyPairSync } from "node:crypto"
import type { JsonObject } from "../../../src/domain/json.ts"
import { makeKey } from "../../support/signing.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"
import { like } from "./signatures.ts"

/** Keys that are weak, odd, huge, many, or another one each time. */
const integer = (length: number): Buffer => {
  const bytes = Buffer.alloc(length, 0xff)
  bytes[0] = 0xc1
  return bytes
}

/** An RSA key of any size: nobody has the private one, and nobody needs it. */
const publicKey = (bits: number, exponent = "AQAB"): string =>
  String(
    createPublicKey({
      key: { kty: "RSA", n: integer(bits / 8).toString("base64url"), e: exponent },
      format: "jwk",
    }).export({ type: "spki", format: "pem" }),
  )

const refused = (
  name: string,
  keys: (arena: Arena, actor: string, keyId: string) => JsonObject,
  says = /not by the key|does not list the key/,
): Case => ({
  name,
  status: 401,
  says,
  attack: arena => {
    const eve = arena.attacker()
    Object.assign(eve.document, keys(arena, eve.id, eve.key.id))
    return arena.post(eve, like(arena, eve))
  },
})

const pem = (name: string, publicKeyPem: string): Case =>
  refused(name, (_, owner, id) => ({ publicKey: { id, owner, publicKeyPem } }))

const weak = makeKey("", 512)

export const keys: Case[] = [
  pem("a key of 64 bits", publicKey(64)),
  pem("a key of 16,384 bits", publicKey(16_384)),
  pem("a key of 2,048 bits with the exponent 1", publicKey(2048, "AQ")),
  pem("a key of 4,096 bits with an exponent as long", publicKey(4096, integer(512).toString("base64url"))),
  pem(
    "a key on an elliptic curve",
    String(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" })),
  ),
  pem("a key of Ed448", String(generateKeyPairSync("ed448").publicKey.export({ type: "spki", format: "pem" }))),
  pem("a private key", String(makeKey("").privateKey.export({ type: "pkcs8", format: "pem" }))),
  pem("a key that is no key", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"),
  pem("a key of half a megabyte", `-----BEGIN PUBLIC KEY-----\n${"A".repeat(500_000)}\n-----END PUBLIC KEY-----`),
  pem("a key with NULs and line ends", "-----BEGIN PUBLIC KEY-----\r\n\u0001\r\n-----END PUBLIC KEY-----"),
  {
    name: "a signature by a key of 512 bits that is listed",
    status: 401,
    says: /not by the key/,
    attack: arena => {
      const eve = arena.attacker()
      eve.document.publicKey = { id: eve.key.id, owner: eve.id, publicKeyPem: weak.publicKeyPem }
      return arena.post({ ...eve, key: { ...weak, id: eve.key.id } }, like(arena, eve))
    },
  },
  refused("a thousand keys", (_, owner) => ({
    publicKey: Array.from({ length: 1000 }, (_, i) => ({
      id: `${owner}#key-${i}`,
      owner,
      publicKeyPem: weak.publicKeyPem,
    })),
  })),
  {
    name: "a thousand keys that are only named",
    status: 401,
    says: /does not list the key|cannot be had/,
    attack: arena => {
      const eve = arena.attacker()
      eve.document.publicKey = Array.from({ length: 1000 }, (_, i) => `${eve.id}/keys/${i}`)
      arena.evil.asked.length = 0
      return arena.post(eve, like(arena, eve))
    },
    async after({ evil }) {
      const asked = evil.asked.filter(path => path.includes("/keys/"))
      if (asked.length > 2) throw new Error(`${asked.length} keys were asked for`)
    },
  },
  refused("a key that is a list in a list", (_, owner, id) => ({
    publicKey: [[{ id, owner, publicKeyPem: weak.publicKeyPem }]],
  })),
  refused("a key that is null, one that is a number, one that is text", () => ({ publicKey: [null, 7, "text", true] })),
  refused(
    "a key called __proto__",
    (_, owner) => JSON.parse(`{"publicKey":{"__proto__":{"id":"x"},"owner":"${owner}"}}`) as JsonObject,
  ),
  refused("Multikeys of wrong lengths", (_, controller) => ({
    publicKey: undefined,
    assertionMethod: ["z", "z6Mk", `z${"1".repeat(5000)}`, "u7QE", ""].map((publicKeyMultibase, i) => ({
      id: `${controller}#ed-${i}`,
      type: "Multikey",
      controller,
      publicKeyMultibase,
    })),
  })),
  {
    name: "a key that is another one each time it is asked for",
    status: 401,
    says: /not by the key/,
    attack: async arena => {
      const eve = arena.attacker()
      const path = new URL(eve.id).pathname
      let turn = 0
      arena.evil.documents.set(path, (_, response) => {
        const publicKeyPem = publicKey(2048 + 8 * (turn++ % 40))
        const document = { ...eve.document, publicKey: { id: eve.key.id, owner: eve.id, publicKeyPem } }
        response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document))
      })
      arena.evil.asked.length = 0
      for (let i = 0; i < 5; i++) await arena.post(eve, like(arena, eve))
      return arena.post(eve, like(arena, eve))
    },
    async after({ evil }) {
      if (evil.asked.length > 5) throw new Error(`asked for ${evil.asked.length} times`)
    },
  },
  {
    name: "a key whose document is the document of its actor, for ever",
    status: 401,
    says: /does not list the key|cannot be had/,
    attack: arena => {
      const eve = arena.attacker()
      eve.document.publicKey = eve.id
      arena.evil.asked.length = 0
      return arena.post(eve, like(arena, eve))
    },
    async after({ evil }) {
      if (evil.asked.length > 4) throw new Error(`asked for ${evil.asked.length} times`)
    },
  },
]
