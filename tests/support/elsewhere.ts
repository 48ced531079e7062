import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { makeKey, type TestKey } from "./signing.ts"

/** Someone on a {@link RemoteHost}, whose document it serves. */
export interface Someone {
  id: string
  key: TestKey
  document: Record<string, unknown>
}

/** Another server: a port of this machine that serves whatever documents it is given. */
export interface RemoteHost {
  origin: string
  /** as it is compared: with its port */
  host: string
  /** paths that were asked for, in order */
  asked: string[]
  /** documents by path (with query); a function answers as it likes */
  documents: Map<string, Record<string, unknown> | ((request: IncomingMessage, response: ServerResponse) => void)>
  /** Someone whose document stands at that path. */
  person(path: string, more?: Record<string, unknown>, keyId?: string): Someone
  serve(document: Record<string, unknown>): void
  close(): Promise<void>
}

/** One key for all: to make one costs 100 ms, and who owns it is told by its id. */
let sharedKey: TestKey | undefined

export async function openHost(): Promise<RemoteHost> {
  const asked: string[] = []
  const documents: RemoteHost["documents"] = new Map()
  const server: Server = createServer((request, response) => {
    asked.push(request.url!)
    const document = documents.get(request.url!)
    if (typeof document === "function") return document(request, response)
    if (!document) return response.writeHead(404).end()
    response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(document))
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const pathOf = (id: string) => id.slice(origin.length).replace(/#.*/, "")
  const serve = (document: Record<string, unknown>) => {
    documents.set(pathOf(String(document.id)), document)
  }
  return {
    origin,
    host: `127.0.0.1:${port}`,
    asked,
    documents,
    serve,
    person(path, more = {}, keyId = `${origin}${path}#main-key`) {
      sharedKey ??= makeKey("")
      const id = origin + path
      const key = { ...sharedKey, id: keyId }
      const document = {
        "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
        id,
        type: "Person",
        preferredUsername: path.split("/").at(-1),
        name: `Someone at ${path}`,
        inbox: `${id}${path.includes("?") ? "&" : "?"}inbox`,
        endpoints: { sharedInbox: `${origin}/inbox` },
        publicKey: { id: keyId, owner: id, publicKeyPem: key.publicKeyPem },
        ...more,
      }
      serve(document)
      return { id, key, document }
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
