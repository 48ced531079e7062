import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto"
import { signJsonLd } from "@fedify/fedify/sig"
import serialize from "json-canon"
import { base58btc } from "multiformats/bases/base58"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { loadContext } from "../../../federation/contexts/index.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { eventually } from "../../support/beffroi.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { makeKey } from "../../support/signing.ts"
import { withProof } from "../../support/wire-activities.ts"
import { type InboxSite, openInboxSite } from "../inbox/site.ts"

let site: InboxSite
let host: RemoteHost
let evil: RemoteHost
let ana: Someone
let eve: Someone
let count = 0

beforeAll(async () => {
  ;[site, host, evil] = await Promise.all([openInboxSite(), openHost(), openHost()])
})
afterAll(async () => {
  await Promise.all([site.close(), host.close(), evil.close()])
})
beforeEach(() => {
  ana = host.person(`/users/ana${++count}`)
  eve = evil.person(`/users/eve${count}`)
  // the same key material would hide who signed
  eve.key = { ...makeKey(eve.key.id), id: eve.key.id }
  eve.document.publicKey = { id: eve.key.id, owner: eve.id, publicKeyPem: eve.key.publicKeyPem }
  host.asked.length = 0
  evil.asked.length = 0
})

const AS2 = "https://www.w3.org/ns/activitystreams"
const activity = (who: Someone, more: JsonObject = {}): JsonObject => ({
  "@context": AS2,
  id: `${who.id}/acts/${++count}`,
  type: "Like",
  actor: who.id,
  object: `${site.origin}/events/1`,
  ...more,
})

const stored = async (id: unknown) =>
  (await site.db.selectFrom("inboxActivity").select("body").where("activityId", "=", String(id)).execute()).map(row =>
    JSON.parse(row.body),
  )

async function refused(sender: Someone, document: JsonObject, words: RegExp) {
  const answer = await site.post(sender, document)
  expect(answer.status).toBe(401)
  expect(answer.detail).toMatch(words)
  expect(await stored(document.id)).toEqual([])
}

describe("an activity in another actor's name", () => {
  test("a key document on another host that claims the actor as its owner is not fetched", async () => {
    const forged = { ...eve, key: { ...eve.key, id: `${evil.origin}/keys/1` } }
    evil.serve({ "@context": AS2, id: forged.key.id, type: "Key", owner: ana.id, publicKeyPem: eve.key.publicKeyPem })
    await refused(forged, activity(ana), /not on the host of/)
    expect([evil.asked, host.asked]).toEqual([[], []])
  })

  test("a key on the actor's own host that the actor does not list is refused", async () => {
    // an upload on a friendly host
    const forged = { ...eve, key: { ...eve.key, id: `${host.origin}/media/key.json` } }
    host.serve({ "@context": AS2, id: forged.key.id, type: "Key", owner: ana.id, publicKeyPem: eve.key.publicKeyPem })
    await refused(forged, activity(ana), /does not list the key/)
    expect(host.asked).not.toContain("/media/key.json")
  })

  test("an actor's document that another host serves is refused", async () => {
    const path = `/users/moved${count}`
    const id = host.origin + path
    evil.serve({ ...ana.document, id: `${evil.origin}${path}` })
    host.documents.set(path, (_, response) => response.writeHead(302, { location: `${evil.origin}${path}` }).end())
    evil.documents.set(path, {
      ...ana.document,
      id,
      inbox: `${id}/inbox`,
      publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: eve.key.publicKeyPem },
    })
    const forged = { ...eve, id, key: { ...eve.key, id: `${id}#main-key` } }
    await refused(forged, activity(forged), /answered by another host/)
  })

  test("a document with another id is refused", async () => {
    const id = `${host.origin}/users/other${count}`
    host.documents.set(`/users/other${count}`, ana.document)
    const forged = { ...ana, id, key: { ...ana.key, id: `${id}#main-key` } }
    await refused(forged, activity(forged), /says that it is/)
  })

  test("a key with another owner is refused", async () => {
    ana.document.publicKey = {
      id: ana.key.id,
      owner: `${host.origin}/users/another`,
      publicKeyPem: ana.key.publicKeyPem,
    }
    await refused(ana, activity(ana), /does not list the key/)
  })

  test("an actor does not sign for another one on its host", async () => {
    const neighbour = host.person(`/users/neighbour${count}`)
    await refused(neighbour, activity(ana), /does not list the key/)
  })

  test("a signature by another key under the right key id is refused", async () => {
    await refused({ ...ana, key: { ...eve.key, id: ana.key.id } }, activity(ana), /not by the key/)
  })

  test("an uploaded file of another media type is not read as an actor", async () => {
    const id = `${host.origin}/media/actor${count}.json`
    host.documents.set(`/media/actor${count}.json`, (_, response) =>
      response.writeHead(200, { "content-type": "application/json" }).end(
        JSON.stringify({
          ...ana.document,
          id,
          inbox: `${id}/inbox`,
          publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: eve.key.publicKeyPem },
        }),
      ),
    )
    const forged = { ...eve, id, key: { ...eve.key, id: `${id}#main-key` } }
    await refused(forged, activity(forged), /application\/json/)
  })
})

describe("forms of keys", () => {
  test("PeerTube and Hubzilla name the actor, which lists one key", async () => {
    const channel = host.person(`/channels/${count}`)
    const named = { ...channel, key: { ...channel.key, id: channel.id } }
    expect((await site.post(named, activity(channel))).status).toBe(202)
    channel.document.publicKey = { id: channel.id, owner: channel.id, publicKeyPem: channel.key.publicKeyPem }
    expect((await site.post(named, activity(channel))).status).toBe(202)
  })

  test("a list of keys, a key without an owner, a PKCS#1 key, a key that is only named", async () => {
    const { publicKey, id } = ana.document as { publicKey: JsonObject; id: string }
    const pkcs1 = createPublicKey(ana.key.publicKeyPem).export({ type: "pkcs1", format: "pem" })
    const forms = [
      [{ id: `${id}#old`, owner: id, publicKeyPem: "broken" }, publicKey],
      { id: ana.key.id, publicKeyPem: ana.key.publicKeyPem },
      { id: ana.key.id, owner: id, publicKeyPem: pkcs1 },
    ]
    for (const [i, form] of forms.entries()) {
      const someone = host.person(`/users/form${count}-${i}`)
      const keyId = `${someone.id}#main-key`
      someone.document.publicKey = JSON.parse(JSON.stringify(form).replaceAll(id, someone.id))
      expect((await site.post({ ...someone, key: { ...someone.key, id: keyId } }, activity(someone))).status).toBe(202)
    }
    const keyId = `${host.origin}/keys/${count}`
    const someone = host.person(`/users/named${count}`, {}, keyId)
    someone.document.publicKey = keyId
    host.serve({ id: keyId, owner: someone.id, publicKeyPem: someone.key.publicKeyPem })
    expect((await site.post(someone, activity(someone))).status).toBe(202)
  })

  test("weak, huge, odd and a thousand keys cost little and are refused", { timeout: 60_000 }, async () => {
    const pems = {
      weak: makeKey("", 512),
      huge: { publicKeyPem: publicKeyOf(16_384) },
      tiny: { publicKeyPem: publicKeyOf(64) },
      elliptic: {
        publicKeyPem: String(
          generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "pem" }),
        ),
      },
      text: { publicKeyPem: "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----" },
      long: { publicKeyPem: `-----BEGIN PUBLIC KEY-----\n${"A".repeat(200_000)}\n-----END PUBLIC KEY-----` },
    }
    for (const [name, { publicKeyPem }] of Object.entries(pems)) {
      const someone = host.person(`/users/${name}${count}`)
      someone.document.publicKey = { id: someone.key.id, owner: someone.id, publicKeyPem }
      const key = name === "weak" ? { ...pems.weak, id: someone.key.id } : someone.key
      const started = performance.now()
      expect((await site.post({ ...someone, key }, activity(someone))).status).toBe(401)
      expect(performance.now() - started).toBeLessThan(500)
    }
    const many = host.person(`/users/many${count}`)
    many.document.publicKey = Array.from({ length: 1000 }, (_, i) => `${host.origin}/keys/many${i}`)
    host.asked.length = 0
    expect((await site.post(many, activity(many))).status).toBe(401)
    expect(host.asked.length).toBeLessThanOrEqual(2)
  })
})

describe("keys that change", () => {
  test("are fetched once more when a signature is not valid", async () => {
    expect((await site.post(ana, activity(ana))).status).toBe(202)
    const key = { ...makeKey(ana.key.id), id: ana.key.id }
    ana.document.publicKey = { id: key.id, owner: ana.id, publicKeyPem: key.publicKeyPem }
    expect((await site.post({ ...ana, key }, activity(ana))).status).toBe(202)
    expect(host.asked).toHaveLength(2)
    expect((await site.post({ ...ana, key }, activity(ana))).status).toBe(202)
    expect(host.asked).toHaveLength(2)
  })

  test("are fetched again four times an hour at most", async () => {
    expect((await site.post(ana, activity(ana))).status).toBe(202)
    for (let i = 0; i < 20; i++) await site.post({ ...ana, key: { ...eve.key, id: ana.key.id } }, activity(ana))
    // once, and four times in an hour
    expect(host.asked).toHaveLength(5)
    expect((await site.post(ana, activity(ana))).status).toBe(202)
    expect(host.asked).toHaveLength(5)
  })

  test("of an actor that does not exist are not fetched again at once", async () => {
    const nobody = {
      ...ana,
      id: `${host.origin}/users/nobody${count}`,
      key: { ...ana.key, id: `${host.origin}/users/nobody${count}#main-key` },
    }
    for (let i = 0; i < 5; i++) await refused(nobody, activity(nobody), /cannot be had: .*404/)
    expect(host.asked).toHaveLength(1)
  })

  test("are fetched once for a hundred requests at the same time", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => site.post(ana, activity(ana))))
    expect(answers.map(answer => answer.status)).toEqual(Array(100).fill(202))
    expect(host.asked).toHaveLength(1)
  })

  test("a host that never answers does not delay others", { timeout: 40_000 }, async () => {
    const silent = Array.from({ length: 20 }, (_, i) => host.person(`/silent/${count}/${i}`))
    for (const { id } of silent) host.documents.set(id.slice(host.origin.length), () => {})
    const waiting = silent.map(someone => site.post(someone, activity(someone)))
    await eventually(async () => host.asked.length === 16)
    const started = performance.now()
    expect((await site.post(eve, activity(eve))).status).toBe(202)
    expect(performance.now() - started).toBeLessThan(1000)
    const statuses = (await Promise.all(waiting)).map(answer => answer.status).sort()
    // sixteen wait for their 15 s, the others are told after 10 s to come back
    expect(statuses).toEqual([...Array(16).fill(401), ...Array(4).fill(429)])
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})

describe("a forwarded activity", () => {
  const proved = (who: Someone, document: JsonObject, key: KeyObject) =>
    withProof(document, `${who.id}#ed25519-key`, key, new Date())

  function withMultikey(who: Someone): KeyObject {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519")
    const raw = Buffer.from(publicKey.export({ format: "jwk" }).x!, "base64url")
    const publicKeyMultibase = base58btc.encode(Uint8Array.from([0xed, 0x01, ...raw]))
    who.document.assertionMethod = [
      { id: `${who.id}#ed25519-key`, type: "Multikey", controller: who.id, publicKeyMultibase },
    ]
    return privateKey
  }

  test("with the actor's own proof is accepted from any server", async () => {
    const document = await proved(ana, activity(ana), withMultikey(ana))
    expect((await site.post(eve, document)).status).toBe(202)
    expect(await stored(document.id)).toEqual([document])
    // the one who brings it is not asked who they are
    expect(evil.asked).toEqual([])
  })

  test("with a proof that is changed, expired, in the future, or by another actor is refused", async () => {
    const key = withMultikey(ana)
    const document = await proved(ana, activity(ana), key)
    await refused(eve, { ...document, object: `${site.origin}/events/2` }, /does not list/)
    await refused(eve, { ...document, "@context": [AS2, { object: "as:nothing" }] }, /does not list/)
    await refused(eve, await proved(eve, activity(ana), withMultikey(eve)), /does not list/)
    await refused(
      eve,
      await withProof(activity(ana), `${ana.id}#ed25519-key`, key, new Date(Date.now() + 2 * 3_600_000)),
      /does not list/,
    )
    await refused(eve, await proved(ana, activity(ana), generateKeyPairSync("ed25519").privateKey), /does not list/)
  })

  test("with a proof that expires is accepted until then; its times may be written with milliseconds", async () => {
    const key = withMultikey(ana)
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    const until = (expires: string) => proofOf(ana, activity(ana), key, { created: at(-10), expires })
    expect((await site.post(eve, until(at(10)))).status).toBe(202)
    await refused(eve, until(at(-5)), /does not list/)
    await refused(eve, { ...until(at(-5)), expires: at(10) }, /does not list/)
    // as FEP-8b32 first had it: without the context in the proof
    expect((await site.post(eve, proofOf(ana, activity(ana), key, { "@context": undefined }))).status).toBe(202)
  })

  test("that is a request, or the answer to one, is refused", async () => {
    const key = withMultikey(ana)
    for (const type of ["Follow", "Accept", "Reject", "Block", "Move"]) {
      await refused(
        eve,
        await proved(ana, activity(ana, { type, object: `${site.origin}/actors/agenda` }), key),
        /not on the host/,
      )
    }
    const undo = activity(ana, {
      type: "Undo",
      object: { type: "Follow", actor: ana.id, object: `${site.origin}/actors/agenda` },
    })
    await refused(eve, await proved(ana, undo, key), /not on the host/)
  })

  const linked = async (who: Someone, document: JsonObject) => {
    const key = await crypto.subtle.importKey(
      "pkcs8",
      who.key.privateKey.export({ type: "pkcs8", format: "der" }) as Buffer<ArrayBuffer>,
      { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
      true,
      ["sign"],
    )
    return (await signJsonLd(document, key, new URL(who.key.id), { contextLoader: loadContext })) as JsonObject
  }

  test("with the actor's Linked Data signature is accepted, in the terms of AS2", async () => {
    const document = await linked(
      ana,
      activity(ana, {
        "@context": [AS2, "https://w3id.org/security/v1", `${host.origin}/apschema/v1.10`],
        commentPolicy: "x",
      }),
    )
    expect((await site.post(eve, document)).status).toBe(202)
    const { id, type, actor, object } = document
    expect(await stored(document.id)).toEqual([expect.objectContaining({ id, type, actor, object })])
  })

  test("with terms renamed under a Linked Data signature is read as it was signed", async () => {
    const document = await linked(ana, activity(ana))
    const { object, ...rest } = document
    // the same meaning: what was signed is written under its full name, and `object` means nothing any more
    const renamed = {
      ...rest,
      "@context": [AS2, { object: null }],
      "https://www.w3.org/ns/activitystreams#object": { "@id": object },
      object: `${site.origin}/events/victim`,
    }
    const answer = await site.post(eve, renamed)
    const bodies = await stored(document.id)
    expect([answer.status, bodies.map(body => body.object)]).toEqual([202, [object]])
  })

  test("with a context that is not included is refused, and nothing is fetched", async () => {
    const document = await linked(ana, activity(ana))
    await refused(eve, { ...document, "@context": [AS2, `${evil.origin}/context.jsonld`] }, /does not list/)
    expect(evil.asked).toEqual([])
  })

  test("changed under a Linked Data signature is refused", async () => {
    const document = await linked(ana, activity(ana))
    await refused(eve, { ...document, object: `${site.origin}/events/2` }, /does not list/)
    await refused(eve, await linked(eve, activity(ana)), /does not list/)
  })

  test("with a graph that is costly to canonicalise costs little", async () => {
    const nest = (depth: number): JsonObject =>
      depth === 0 ? {} : { tag: Array.from({ length: 6 }, () => nest(depth - 1)) }
    const document = await linked(ana, activity(ana))
    const started = performance.now()
    await refused(eve, { ...document, id: `${ana.id}/costly`, tag: nest(4) }, /does not list/)
    await refused(eve, { ...document, id: `${ana.id}/costly`, tag: nest(2) }, /does not list/)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe("a blocked host is refused", () => {
  const block = (name: string) => site.db.insertInto("host").values({ name, blockedAt: new Date() }).execute()
  const blocked = async (sender: Someone, document: JsonObject) => {
    const { status, detail } = await site.post(sender, document)
    expect([status, detail]).toEqual([403, "this host is blocked here"])
  }
  const at = (origin: string): Someone => ({
    ...eve,
    id: `${origin}/users/eve`,
    key: { ...eve.key, id: `${origin}/users/eve#main-key` },
  })

  test("in capitals, with a final dot, punycode, a port, as a subdomain, before anything is fetched", async () => {
    await block("bad.example")
    await block("bücher.example")
    await block("SHOUT.example.")
    for (const origin of [
      "https://bad.example",
      "https://BAD.example",
      "https://bad.example.",
      "https://bad.example:8443",
      "https://a.b.bad.example",
      "https://bücher.example",
      "https://xn--bcher-kva.example",
      "https://XN--BCHER-KVA.example.",
      "https://shout.example",
    ]) {
      await blocked(at(origin), activity(at(origin)))
    }
    // others are not
    const { status } = await site.post(
      at("https://notbad.example.invalid"),
      activity(at("https://notbad.example.invalid")),
    )
    expect(status).toBe(401)
  })

  test("with its key for an actor of another host, and when it forwards what others proved", async () => {
    await block(evil.host)
    await blocked(eve, activity(eve))
    await blocked(eve, activity(ana))
    expect([host.asked, evil.asked]).toEqual([[], []])
    await site.db.deleteFrom("host").where("name", "=", evil.host).execute()
  })
})

describe("the Delete of an actor", () => {
  const goodbye = (who: Someone) => activity(who, { type: "Delete", object: who.id })

  test("that is not stored here costs nothing", async () => {
    host.documents.delete(ana.id.slice(host.origin.length))
    expect((await site.post(ana, goodbye(ana))).status).toBe(202)
    expect(host.asked).toEqual([])
    expect(await site.process()).toBeGreaterThanOrEqual(0)
  })

  test("that is stored here is accepted when its server answers that it is gone, and not before", async () => {
    await site.deliver(ana, activity(ana, { type: "Follow", object: `${site.origin}/actors/agenda` }))
    const followers = () => site.db.selectFrom("follower").select("remoteId").where("remoteId", "=", ana.id).execute()
    expect(await followers()).toHaveLength(1)
    await site.db.deleteFrom("kv").execute()
    const forged = { ...ana, key: { ...eve.key, id: ana.key.id } }
    expect((await site.post(forged, goodbye(ana))).status).toBe(401)
    await site.db.deleteFrom("kv").execute()
    host.documents.set(ana.id.slice(host.origin.length), (_, response) => response.writeHead(410).end())
    await site.deliver(ana, goodbye(ana))
    expect(await followers()).toEqual([])
  })
})

/** An integrity proof with these options, hashed as they are written. */
function proofOf(who: Someone, document: JsonObject, key: KeyObject, more: JsonObject): JsonObject {
  const sha256 = (value: JsonObject) => createHash("sha256").update(serialize(value)).digest()
  const options: JsonObject = {
    "@context": document["@context"],
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    proofPurpose: "assertionMethod",
    verificationMethod: `${who.id}#ed25519-key`,
    ...more,
  }
  const written = JSON.parse(JSON.stringify(options)) as JsonObject
  const data = Buffer.concat([sha256(written), sha256(document)])
  return { ...document, proof: { ...written, proofValue: base58btc.encode(sign(null, data, key)) } }
}

/** A public key of any size needs no primes, only an odd number. */
function publicKeyOf(bits: number): string {
  const n = randomBytes(bits / 8)
  n[0]! |= 0x80
  n[n.length - 1]! |= 1
  const key = createPublicKey({ key: { kty: "RSA", n: n.toString("base64url"), e: "AQAB" }, format: "jwk" })
  return String(key.export({ type: "spki", format: "pem" }))
}
