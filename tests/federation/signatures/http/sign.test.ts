import { createHash, generateKeyPairSync, verify } from "node:crypto"
import { verifyRequest } from "@fedify/fedify/sig"
import { describe, expect, test } from "vitest"
import { signedHeaders } from "../../../../federation/signatures/http/sign.ts"
import type { SignatureScheme } from "../../../../src/domain/signature-scheme.ts"

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
const actor = "https://agenda.example/actors/agenda"
const keyId = `${actor}#main-key`
const body = JSON.stringify({ id: "https://agenda.example/activities/1", type: "Create", summary: "événement" })
const contentType = "application/activity+json"
const content = { type: contentType, digest: "abc=" }

/** The actor's document: Fedify wants key and owner to name each other. */
const documentLoader = async (url: string) => {
  const publicKeyPem = String(publicKey.export({ type: "spki", format: "pem" }))
  const key = { id: keyId, type: "CryptographicKey", owner: actor, publicKeyPem }
  const context = ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"]
  return {
    contextUrl: null,
    documentUrl: url,
    document: { "@context": context, id: actor, type: "Group", publicKey: key },
  }
}

async function signed(scheme: SignatureScheme, address: string, date = new Date()): Promise<Request> {
  const url = new URL(address)
  const digest = createHash("sha256").update(body).digest("base64")
  const headers = await signedHeaders(
    scheme,
    { keyId, key: privateKey },
    {
      method: "POST",
      url,
      date,
      content: { type: contentType, digest },
    },
  )
  return new Request(url, { method: "POST", headers: { host: url.host, ...headers }, body })
}

const verified = async (request: Request) => (await verifyRequest(request, { documentLoader }))?.id?.href ?? null

/** The same request with something else in it. */
const changed = (request: Request, change: { url?: string; body?: string; headers?: Record<string, string> }) =>
  new Request(change.url ?? request.url, {
    method: "POST",
    headers: { ...Object.fromEntries(request.headers), ...change.headers },
    body: change.body ?? body,
  })

describe.each(["cavage", "rfc9421"] as const)("%s", scheme => {
  test.each(["https://mastodon.example/inbox", "http://127.0.0.1:8080/users/ana/inbox"])(
    "to %s is verified by Fedify",
    async address => {
      expect(await verified(await signed(scheme, address))).toBe(keyId)
    },
  )

  test("covers address, date, type and body", async () => {
    const request = await signed(scheme, "https://mastodon.example/inbox")
    expect(await verified(changed(request, {}))).toBe(keyId)
    expect(await verified(changed(request, { url: "https://mastodon.example/other" }))).toBe(null)
    expect(await verified(changed(request, { body: body.replace("Create", "Delete") }))).toBe(null)
    expect(await verified(changed(request, { headers: { date: new Date(Date.now() + 1000).toUTCString() } }))).toBe(
      null,
    )
    expect(await verified(changed(request, { headers: { "content-type": "text/plain" } }))).toBe(null)
    const otherHost = { url: "https://other.example/inbox", headers: { host: "other.example" } }
    expect(await verified(changed(request, otherHost))).toBe(null)
  })

  test("is refused two hours later", async () => {
    expect(
      await verified(await signed(scheme, "https://mastodon.example/inbox", new Date(Date.now() - 2 * 3_600_000))),
    ).toBe(null)
  })
})

test("an inbox with a query (WordPress without permalinks): RFC 9421 by Fedify, draft-cavage by its text", async () => {
  const address = "https://blog.example/?rest_route=/activitypub/1.0/inbox&a=%20b"
  expect(await verified(await signed("rfc9421", address))).toBe(keyId)
  // Fedify leaves the query out of what it verifies; the draft says that it belongs to the target
  const { headers } = await signed("cavage", address)
  const signature = /signature="([^"]+)"/.exec(headers.get("signature")!)![1]!
  const text =
    `(request-target): post /?rest_route=/activitypub/1.0/inbox&a=%20b\nhost: blog.example\ndate: ${headers.get("date")}\n` +
    `digest: ${headers.get("digest")}\ncontent-type: ${contentType}`
  expect(verify("RSA-SHA256", Buffer.from(text), publicKey, Buffer.from(signature, "base64"))).toBe(true)
})

test("draft-cavage-12 names its algorithm and everything that it covers", async () => {
  const { signature, digest } = await signedHeaders(
    "cavage",
    { keyId, key: privateKey },
    { method: "POST", url: new URL("https://a.example/inbox"), date: new Date(), content },
  )
  expect(digest).toBe("SHA-256=abc=")
  expect(signature!.replace(/signature="[^"]+"/, "")).toBe(
    `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",`,
  )
})

test("RFC 9421 has one label, created, keyid and what Mastodon asks for", async () => {
  const date = new Date("2026-12-12T10:00:00Z")
  const headers = await signedHeaders(
    "rfc9421",
    { keyId, key: privateKey },
    { method: "POST", url: new URL("https://a.example/inbox"), date, content },
  )
  expect(headers["content-digest"]).toBe("sha-256=:abc=:")
  expect(headers["signature-input"]).toBe(
    `sig1=("@method" "@target-uri" "content-digest" "content-type" "date");created=1797069600;keyid="${keyId}";alg="rsa-v1_5-sha256"`,
  )
  expect(headers.signature).toMatch(/^sig1=:[A-Za-z0-9+/]+=*:$/)
})
