import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { answerCalls } from "../support/child.ts"

/**
 * Every server of the world that deliveries go to: bare node:http on loopback, told apart by their Host. It counts each
 * pair of activity and inbox, so that a delivery which comes twice is seen.
 */

/** Hosts by the last digit of their number; every other one answers 202. */
const TROUBLES = ["hangs", "resets", "fails", "is slow"] as const
const troubleOf = (inbox: string) => TROUBLES[Number(/^h\d*(\d)\./.exec(inbox)?.[1])]
const SLOW_MS = 200

interface Counts {
  /** pairs of activity and inbox */
  arrived: number
  /** arrivals of a pair that was there already */
  doubled: number
  /** requests that were no signed delivery */
  wrong: number
  /** milliseconds since 1970 */
  first: number
  last: number
  /** those on hosts that never have trouble, and when the last of them came */
  healthy: number
  healthyLast: number
}

let troubled = false
let counts: Counts
let activities: Map<string, Set<string>>
/** activity ids by the digest of their bytes: the digest is signed and stands in the head, the id deep in the body */
let ids: Map<string, string>

function reset({ troubles }: { troubles: boolean }): void {
  troubled = troubles
  counts = { arrived: 0, doubled: 0, wrong: 0, first: 0, last: 0, healthy: 0, healthyLast: 0 }
  activities = new Map()
  ids = new Map()
}
reset({ troubles: false })

const hung = new Set<Socket>()

function receive(request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "POST") {
    // nobody here tells of their software
    response.writeHead(404).end()
    return
  }
  const digest = request.headers.digest ?? request.headers["content-digest"]
  if (typeof digest !== "string" || !request.headers.signature) {
    counts.wrong++
    response.writeHead(400).end()
    return
  }
  const inbox = `${request.headers.host}${request.url}`
  const trouble = troubled ? troubleOf(inbox) : undefined
  if (trouble === "hangs") {
    request.resume()
    hung.add(request.socket)
    request.socket.once("close", () => hung.delete(request.socket))
    return
  }
  if (trouble === "resets") {
    request.socket.resetAndDestroy()
    return
  }
  const existingId = ids.get(digest)
  const chunks: Buffer[] = []
  request.on("data", chunk => existingId ?? chunks.push(chunk))
  request.on("end", () => {
    if (trouble === "fails") {
      response.writeHead(500).end()
      return
    }
    const id = existingId ?? String(JSON.parse(Buffer.concat(chunks).toString()).id)
    ids.set(digest, id)
    count(id, inbox)
    if (trouble === "is slow") setTimeout(() => response.writeHead(202).end(), SLOW_MS)
    else response.writeHead(202).end()
  })
}

function count(id: string, inbox: string): void {
  const inboxes = activities.get(id) ?? new Set()
  activities.set(id, inboxes)
  if (inboxes.has(inbox)) {
    counts.doubled++
    return
  }
  inboxes.add(inbox)
  counts.arrived++
  counts.last = Date.now()
  counts.first ||= counts.last
  if (troubleOf(inbox)) return
  counts.healthy++
  counts.healthyLast = counts.last
}

const servers: Server[] = []

/** One port on each of the addresses. @returns the port */
async function listen({ addresses }: { addresses: string[] }): Promise<number> {
  let port = 0
  for (const address of addresses) {
    const server = createServer({ keepAliveTimeout: 5_000 }, receive)
    server.maxRequestsPerSocket = 0
    server.listen({ port, host: address, backlog: 4_096 })
    await once(server, "listening")
    port = (server.address() as AddressInfo).port
    servers.push(server)
  }
  return port
}

const calls = { listen, reset, counts: () => counts }
export type SinkCalls = typeof calls

answerCalls(calls, () => {
  for (const server of servers) {
    server.close()
    server.closeAllConnections()
  }
})
