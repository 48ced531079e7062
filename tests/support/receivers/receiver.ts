import { generateKeyPairSync } from "node:crypto"
import type { AddressInfo } from "node:net"
import { signRequest, verifyRequest } from "@fedify/fedify/sig"
import { createAdaptorServer } from "@hono/node-server"
import { type Context, Hono } from "hono"
import type { JsonObject } from "../../../src/domain/json.ts"
import type { SignatureScheme } from "../../../src/domain/signature-scheme.ts"
import { isObject, isString } from "./reading.ts"

export interface Refusal {
  activity: JsonObject | null
  reasons: string[]
}

/** One request that reached an inbox, whatever became of it. */
export interface Arrival {
  at: Date
  path: string
  headers: Record<string, string>
  body: string
  scheme: SignatureScheme | null
  status: number | "hang"
}

export interface ReceiverOptions {
  /** 0: any free one */
  port?: number
  /** whether it has a shared inbox; it has by default */
  sharedInbox?: boolean
  /** whether it keeps the documents of actors that it has read, as real servers do; not by default */
  keepsDocuments?: boolean
}

/** A server of another software, on loopback. */
export interface Receiver {
  origin: string
  software: string
  /** the id of one of its actors; any name answers */
  actor(name?: string): string
  inbox(name?: string): string
  sharedInbox: string
  /** taken, in the order in which they came; the same activity id counts once */
  accepted: JsonObject[]
  refused: Refusal[]
  arrivals: Arrival[]
  /** answers every inbox request so, without looking at it, until it is called with null */
  answerWith(status: number | "hang" | null, headers?: Record<string, string>): void
  /** posts an activity signed by one of its actors */
  send(inbox: string, activity: JsonObject, name?: string): Promise<Response>
  /** resolves when so many activities were taken; @throws after `timeout` milliseconds, naming what came instead */
  waitFor(count: number, timeout?: number): Promise<JsonObject[]>
  close(): Promise<void>
}

export interface Software {
  software: string
  version: string
  /** the signatures that it knows */
  schemes: SignatureScheme[]
  /** a signature scheme that it never answers */
  hangsOn?: SignatureScheme
  actorType: string
  refuse(activity: unknown): string[]
  /** what it answers to a well signed activity */
  statusOf(activity: JsonObject, reasons: string[]): number | "hang"
  /** what it answers to a wrong signature */
  badSignature: number
}

const AP = "application/activity+json"
const forever = () => new Promise<never>(() => {})

/** Fetches a document from wherever it is, loopback included. */
async function loadDocument(url: string) {
  const response = await fetch(url, { headers: { Accept: AP }, redirect: "manual" })
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`)
  return { contextUrl: null, documentUrl: url, document: await response.json() }
}

const schemeOf = (headers: Headers): SignatureScheme | null => {
  if (headers.has("Signature-Input")) return "rfc9421"
  return headers.has("Signature") ? "cavage" : null
}

/** Starts a server that takes what `software` takes and writes down the rest. */
export async function startReceiver(software: Software, options: ReceiverOptions = {}): Promise<Receiver> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const publicKeyPem = String(keys.publicKey.export({ type: "spki", format: "pem" }))
  const privateKey = await crypto.subtle.importKey(
    "pkcs8",
    keys.privateKey.export({ type: "pkcs8", format: "der" }),
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    true,
    ["sign"],
  )
  const accepted: JsonObject[] = []
  const refused: Refusal[] = []
  const arrivals: Arrival[] = []
  const cached = new Map<string, Awaited<ReturnType<typeof loadDocument>>>()
  let forced: { status: number | "hang"; headers?: Record<string, string> } | null = null

  const app = new Hono()
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>(resolve => server.listen(options.port ?? 0, "127.0.0.1", resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const actor = (name = "alice") => `${origin}/users/${name}`
  const sharedInbox = `${origin}/inbox`

  const documentLoader = async (url: string) => {
    const document = cached.get(url) ?? (await loadDocument(url))
    if (options.keepsDocuments) cached.set(url, document)
    return document
  }

  const actorDocument = (name: string) => ({
    "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
    id: actor(name),
    type: software.actorType,
    preferredUsername: name,
    name,
    url: actor(name),
    inbox: `${actor(name)}/inbox`,
    outbox: `${actor(name)}/outbox`,
    followers: `${actor(name)}/followers`,
    following: `${actor(name)}/following`,
    ...(options.sharedInbox !== false && { endpoints: { sharedInbox } }),
    publicKey: { id: `${actor(name)}#main-key`, owner: actor(name), publicKeyPem },
  })

  const respond = async (status: number | "hang", headers = {}): Promise<Response> => {
    if (status === "hang") return forever()
    const body = status === 204 ? null : "{}"
    return new Response(body, { status, headers: { "Content-Type": "application/json", ...headers } })
  }

  /** The reason why its signature does not make it the actor's, or null. */
  const unsigned = async (request: Request, activity: JsonObject | null): Promise<string | null> => {
    const key = await verifyRequest(request, { documentLoader })
    if (!key) return "the signature does not hold"
    return key.ownerId?.href === activity?.actor ? null : `signed by ${key.ownerId?.href}, not by ${activity?.actor}`
  }

  const receive = async (c: Context): Promise<Response> => {
    const request = c.req.raw
    const body = await request.clone().text()
    const scheme = schemeOf(request.headers)
    const arrival: Arrival = {
      at: new Date(),
      path: c.req.path,
      headers: Object.fromEntries(request.headers),
      body,
      scheme,
      status: 0,
    }
    arrivals.push(arrival)
    const answer = (status: number | "hang", headers?: Record<string, string>) => {
      arrival.status = status
      return respond(status, headers)
    }
    if (forced) return answer(forced.status, forced.headers)
    const activity = parse(body)
    if (scheme && scheme === software.hangsOn) return answer("hang")
    const reason = !scheme
      ? "not signed"
      : software.schemes.includes(scheme)
        ? await unsigned(request, activity)
        : `${scheme} signatures are unknown`
    if (reason || !activity) {
      refused.push({ activity, reasons: [reason ?? "not a JSON object"] })
      return answer(software.badSignature)
    }
    if (!isString(activity.id) || !accepted.some(earlier => earlier.id === activity.id)) {
      const reasons = software.refuse(activity)
      if (reasons.length > 0) refused.push({ activity, reasons })
      else accepted.push(activity)
      return answer(software.statusOf(activity, reasons))
    }
    return answer(software.statusOf(activity, []))
  }

  app.get("/.well-known/webfinger", c => {
    const name = /^acct:([^@]+)@/.exec(c.req.query("resource") ?? "")?.[1]
    if (!name) return c.notFound()
    const links = [{ rel: "self", type: AP, href: actor(name) }]
    return c.json({ subject: c.req.query("resource"), links }, 200, { "Content-Type": "application/jrd+json" })
  })
  app.get("/.well-known/nodeinfo", c =>
    c.json({ links: [{ rel: "http://nodeinfo.diaspora.software/ns/schema/2.0", href: `${origin}/nodeinfo/2.0` }] }),
  )
  app.get("/nodeinfo/2.0", c =>
    c.json({
      version: "2.0",
      software: { name: software.software, version: software.version },
      protocols: ["activitypub"],
      services: { inbound: [], outbound: [] },
      openRegistrations: false,
      usage: { users: { total: 1 } },
      metadata: {},
    }),
  )
  app.get("/users/:name", c => c.json(actorDocument(c.req.param("name")), 200, { "Content-Type": AP }))
  app.post("/inbox", receive)
  app.post("/users/:name/inbox", receive)

  return {
    origin,
    software: software.software,
    actor,
    inbox: name => `${actor(name)}/inbox`,
    sharedInbox,
    accepted,
    refused,
    arrivals,
    answerWith(status, headers) {
      forced = status === null ? null : { status, ...(headers && { headers }) }
    },
    async send(inbox, activity, name) {
      const request = new Request(inbox, {
        method: "POST",
        headers: { "Content-Type": AP, Accept: AP },
        body: JSON.stringify(activity),
      })
      return fetch(await signRequest(request, privateKey, new URL(`${actor(name)}#main-key`)))
    },
    async waitFor(count, timeout = 10_000) {
      const end = Date.now() + timeout
      while (accepted.length < count) {
        if (Date.now() > end) {
          const came = accepted.map(({ type }) => type).join(", ") || "nothing"
          throw new Error(`${software.software} took ${came} of ${count}; refused: ${JSON.stringify(refused)}`)
        }
        await new Promise(resolve => setTimeout(resolve, 20))
      }
      return accepted
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        if ("closeAllConnections" in server) server.closeAllConnections()
      }),
  }
}

function parse(body: string): JsonObject | null {
  try {
    const json = JSON.parse(body)
    return isObject(json) ? json : null
  } catch {
    return null
  }
}
