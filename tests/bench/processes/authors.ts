import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { exportMultibaseKey, signJsonLd, signObject } from "@fedify/fedify"
import { Create } from "@fedify/fedify/vocab"
import { signCavage } from "../../../federation/signatures/http/cavage.ts"
import { answerCalls } from "../support/child.ts"
import { type Fired, fire, type Shot } from "../support/fire.ts"
import { hostName } from "../support/hosts.ts"

/**
 * People on other servers, one on each: they serve their actor's document, and send what was signed beforehand, so that
 * signing costs nothing while it is measured. All of them have the same keys; nobody asks whether keys are shared.
 */
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
const ed25519 = generateKeyPairSync("ed25519")

let port = 0
const host = (n: number) => `${hostName(n)}:${port}`
const actorOf = (n: number) => `http://${host(n)}/users/lea`

async function listen({ addresses }: { addresses: string[] }): Promise<number> {
  const multibase = await exportMultibaseKey(await webCrypto(ed25519.publicKey))
  for (const address of addresses) {
    const server = createServer((request, response) => {
      const id = `http://${request.headers.host}/users/lea`
      response
        .writeHead(200, { "content-type": "application/activity+json" })
        .end(JSON.stringify(actorDocument(id, multibase)))
    })
    server.listen({ port, host: address })
    await once(server, "listening")
    port = (server.address() as AddressInfo).port
  }
  return port
}

function actorDocument(id: string, multibase: string): object {
  const publicKeyPem = rsa.publicKey.export({ type: "spki", format: "pem" })
  return {
    "@context": [
      "https://www.w3.org/ns/activitystreams",
      "https://w3id.org/security/v1",
      "https://w3id.org/security/multikey/v1",
    ],
    id,
    type: "Person",
    preferredUsername: "lea",
    name: "Léa",
    inbox: `${id}/inbox`,
    endpoints: { sharedInbox: `${new URL(id).origin}/inbox` },
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem },
    assertionMethod: [{ id: `${id}#ed25519-key`, type: "Multikey", controller: id, publicKeyMultibase: multibase }],
  }
}

export interface Preparation {
  kind: "plain" | "vouched"
  count: number
  /** on so many hosts, so that none has more than its share of a minute */
  hosts: number
  /** ids begin anew with each preparation */
  batch: string
  /** our object and actor that they are about */
  object: string
  actor: string
}

let bodies: { activity: Record<string, unknown>; author: string; personal: boolean }[] = []

/** Plain: replies, likes and follows by turns. Vouched: replies with an LD signature and an integrity proof as well. */
async function prepare({ kind, count, hosts, batch, object, actor }: Preparation): Promise<void> {
  bodies = []
  for (let n = 0; n < count; n++) {
    const author = actorOf(n % hosts)
    const id = `${new URL(author).origin}/activities/${batch}-${n}`
    if (kind === "vouched")
      bodies.push({ activity: await vouchedFor(replyOf(author, id, object), author), author, personal: false })
    else
      bodies.push({
        activity: [replyOf, likeOf, followOf][n % 3]!(author, id, n % 3 === 2 ? actor : object),
        author,
        personal: n % 3 === 2,
      })
  }
}

const AS2 = "https://www.w3.org/ns/activitystreams"
const PUBLIC = `${AS2}#Public`

const likeOf = (actor: string, id: string, object: string) => ({ "@context": AS2, id, type: "Like", actor, object })
const followOf = (actor: string, id: string, object: string) => ({ "@context": AS2, id, type: "Follow", actor, object })

function replyOf(actor: string, id: string, object: string): Record<string, unknown> {
  const addressed = { to: [PUBLIC], cc: [`${actor}/followers`] }
  const content = `<p>${"Est-ce que la séance sera diffusée en direct ? Nous serons nombreux à ne pas pouvoir venir. ".repeat(3)}</p>`
  const note = {
    id: `${id}/note`,
    type: "Note",
    attributedTo: actor,
    inReplyTo: object,
    content,
    published: "2026-11-20T09:00:00Z",
    ...addressed,
  }
  return {
    "@context": [AS2, "https://w3id.org/security/v1"],
    id,
    type: "Create",
    actor,
    published: note.published,
    ...addressed,
    object: note,
  }
}

/** As a Fedify server sends it on. */
async function vouchedFor(reply: Record<string, unknown>, author: string): Promise<Record<string, unknown>> {
  const proved = await signObject(
    await Create.fromJsonLd(reply),
    await webCrypto(ed25519.privateKey),
    new URL(`${author}#ed25519-key`),
  )
  const json = await proved.toJsonLd({ format: "compact" })
  return (await signJsonLd(json, await webCrypto(rsa.privateKey), new URL(`${author}#main-key`), {})) as Record<
    string,
    unknown
  >
}

function webCrypto(key: KeyObject): Promise<CryptoKey> {
  const algorithm =
    key.asymmetricKeyType === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : { name: "Ed25519" }
  return key.type === "private"
    ? crypto.subtle.importKey("pkcs8", key.export({ type: "pkcs8", format: "der" }), algorithm, true, ["sign"])
    : crypto.subtle.importKey("spki", key.export({ type: "spki", format: "der" }), algorithm, true, ["verify"])
}

/** Signs what was prepared for that server, then sends it. */
async function send({
  origin,
  handle,
  connections,
}: {
  origin: string
  handle: string
  connections: number
}): Promise<Fired> {
  const shots: Shot[] = []
  for (const { activity, author, personal } of bodies) {
    const path = personal ? `/actors/${handle}/inbox` : "/inbox"
    const body = Buffer.from(JSON.stringify(activity))
    const digest = createHash("sha256").update(body).digest("base64")
    const signer = { keyId: `${author}#main-key`, key: rsa.privateKey }
    const content = { type: "application/activity+json", digest }
    const request = { method: "POST", url: new URL(path, origin), date: new Date(), content } as const
    const headers = await signCavage(signer, request)
    shots.push({ method: "POST", path, headers, body })
  }
  return await fire(origin, shots.length, connections, n => shots[n]!)
}

const calls = { listen, prepare, send }
export type AuthorsCalls = typeof calls
answerCalls(calls)
