import { createHash } from "node:crypto"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { JsonObject } from "../../src/domain/json.ts"
import { isSigned, makeKey, type TestKey } from "../support/signing.ts"

/** What reached an inbox, in order. */
export interface Arrival {
  inbox: string
  id: string
  activity: JsonObject
  /** SHA-256 of the body */
  digest: string
}

/** A server with as many people as are asked for, which takes whatever is signed well and remembers it. */
export interface Inboxes {
  origin: string
  /** id, key and inbox of anybody there */
  person(name: string): { id: string; key: TestKey; inbox: string }
  sharedInbox: string
  arrivals: Arrival[]
  /** requests that were no signed deliveries */
  wrong: string[]
  close(): Promise<void>
}

/** @param keys PEM of who may sign, by key id; filled in before anything is sent */
export async function openInboxes(
  keys: ReadonlyMap<string, string>,
  { shared = true }: { shared?: boolean } = {},
): Promise<Inboxes> {
  const key = makeKey("")
  const arrivals: Arrival[] = []
  const wrong: string[] = []
  const server = createServer((request, response) => {
    if (request.method === "POST") receive(request, response)
    else tell(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const sharedInbox = `${origin}/inbox`
  const person = (name: string) => {
    const id = `${origin}/users/${name}`
    return { id, key: { ...key, id: `${id}#main-key` }, inbox: `${id}/inbox` }
  }

  function receive(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = []
    request.on("data", chunk => chunks.push(chunk))
    request.on("end", () => {
      const body = Buffer.concat(chunks)
      const inbox = origin + request.url
      if (isSigned(request.url!, request.headers, body, keys)) {
        const activity = JSON.parse(String(body)) as JsonObject
        const digest = createHash("sha256").update(body).digest("hex")
        arrivals.push({ inbox, id: String(activity.id), activity, digest })
      } else wrong.push(`${inbox}: ${request.headers.signature}`)
      response.writeHead(202).end()
    })
  }

  function tell({ url }: IncomingMessage, response: ServerResponse): void {
    const name = /^\/users\/(\w+)$/.exec(url!)?.[1]
    if (!name) {
      response.writeHead(404).end()
      return
    }
    const { id, inbox, key } = person(name)
    const document = {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id,
      type: "Person",
      preferredUsername: name,
      inbox,
      ...(shared && { endpoints: { sharedInbox } }),
      publicKey: { id: key.id, owner: id, publicKeyPem: key.publicKeyPem },
    }
    response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document))
  }

  return {
    origin,
    person,
    sharedInbox,
    arrivals,
    wrong,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
