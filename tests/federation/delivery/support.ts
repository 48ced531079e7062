import { randomUUID } from "node:crypto"
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http"
import type { AddressInfo } from "node:net"
import { sql } from "kysely"
import { createDeliveryJob, type DeliveryJob, type DeliveryLimits } from "../../../federation/delivery/job.ts"
import { createFederation } from "../../../federation/index.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createOutgoing, type Outgoing } from "../../../src/outgoing/index.ts"
import { insertKeys } from "../../../src/store/actor-keys.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { fanOut, insertOutbox } from "../../../src/store/outbox.ts"
import { createDatabase } from "../../support/postgres.ts"

export const ORIGIN = "http://agenda.example"
export const SECRET = "a secret of the tests, 32 characters long"

/** What a receiver got. */
export interface Received {
  method: string
  url: string
  headers: IncomingHttpHeaders
  body: string
  at: number
}

export interface Sink {
  host: string
  received: Received[]
  /** ids of the activities that it answered 2xx, in the order of arrival */
  accepted(): string[]
  stop(): void
}

type Respond = (request: Received, response: ServerResponse, message: IncomingMessage) => void

/** A server that keeps what is posted to it. @param respond default: 202 */
export async function openSink(respond: Respond = (_, response) => response.writeHead(202).end()): Promise<Sink> {
  const received: Received[] = []
  const accepted: string[] = []
  const server: Server = createServer((message, response) => {
    let body = ""
    message.setEncoding("utf8")
    message.on("data", chunk => {
      body += chunk
    })
    message.on("end", () => {
      const request = {
        method: message.method!,
        url: message.url!,
        headers: message.headers,
        body,
        at: performance.now(),
      }
      received.push(request)
      respond(request, response, message)
      if (response.statusCode < 300 && response.writableEnded) accepted.push(JSON.parse(body).id)
    })
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, received, accepted: () => accepted, stop }
}

export interface Sending {
  url: string
  db: Db
  outgoing: Outgoing
  actorId: string
  publicKeyPem: string
  /** follows our actor from `host`; @returns the inbox that it is delivered to */
  follow(host: string, name?: string, shared?: boolean): Promise<string>
  /** to all followers; @returns the id of the outbox row */
  publish(thread: string, options?: { type?: string; body?: string; dueAt?: Date }): Promise<string>
  sender(limits?: Partial<DeliveryLimits>): DeliveryJob
  rows(): Promise<Row[]>
  /** moves what waits so many seconds into the past */
  later(seconds: number): Promise<void>
  close(): Promise<void>
}

export interface Row {
  inbox: string
  thread: string
  state: string
  attempts: number
  status: number | null
  error: string | null
  /** seconds until it is due */
  wait: number
}

/** A database with one actor and its keys, ready to send. */
export async function openSending(
  postgres: { server: string; template: string },
  outgoing?: Outgoing,
): Promise<Sending> {
  const { url, drop } = await createDatabase(postgres)
  const { db } = openDatabase(url, 5)
  const client =
    outgoing ?? createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi (+http://agenda.example)" })
  const actorId = randomUUID()
  const now = new Date()
  await db
    .insertInto("actor")
    .values({
      id: actorId,
      handle: "agenda",
      kind: "calendar",
      name: "Agenda",
      language: "fr",
      createdAt: now,
      updatedAt: now,
    })
    .execute()
  const keys = await createKeyring(SECRET).newKeys()
  await insertKeys(db, actorId, keys, now)

  return {
    url,
    db,
    outgoing: client,
    actorId,
    publicKeyPem: keys.find(key => key.algorithm === "RSA")!.publicKey,
    async follow(host, name = "ana", shared = false) {
      const id = `http://${host}/users/${name}`
      const sharedInbox = shared ? `http://${host}/inbox` : null
      const remote = { id, host, type: "Person", inbox: `${id}/inbox`, sharedInbox, fetchedAt: now }
      await db.insertInto("remoteActor").values(remote).execute()
      await db
        .insertInto("follower")
        .values({ actorId, remoteId: id, followId: `${id}#follow`, createdAt: now })
        .execute()
      return sharedInbox ?? remote.inbox
    },
    async publish(thread, { type = "Create", body, dueAt = new Date() } = {}) {
      const id = randomUUID()
      const text = body ?? JSON.stringify({ id: `${ORIGIN}/activities/${id}`, type, object: `${ORIGIN}${thread}` })
      await insertOutbox(db, {
        id,
        actorId,
        type,
        objectPath: thread,
        objectType: "Event",
        objectVersion: 1,
        body: text,
        listed: true,
        publishedAt: now,
      })
      await fanOut(db, { outboxId: id, actorId, thread, dueAt, refusedBy: [], instanceId: null })
      await sql`select pg_notify('beffroi_delivery', '')`.execute(db)
      return id
    },
    sender(limits) {
      const options = { db, origin: ORIGIN, now: () => new Date(), keyring: createKeyring(SECRET), outgoing: client }
      return createDeliveryJob({ db, outgoing: client, ...createFederation(options), ...(limits && { limits }) })
    },
    async rows() {
      const { rows } = await sql<Row>`
        select inbox, thread, state, attempts, status, error, extract(epoch from due_at - now())::float8 as wait
        from delivery order by id
      `.execute(db)
      return rows
    },
    async later(seconds) {
      await sql`update delivery set due_at = due_at - ${seconds} * interval '1 s', created_at = created_at - ${seconds} * interval '1 s',
        leased_until = leased_until - ${seconds} * interval '1 s'`.execute(db)
      await sql`update host set paused_until = paused_until - ${seconds} * interval '1 s',
        failing_since = failing_since - ${seconds} * interval '1 s', signature_scheme_until = signature_scheme_until - ${seconds} * interval '1 s'`.execute(
        db,
      )
    },
    async close() {
      if (!outgoing) await client.close()
      await db.destroy()
      await drop()
    },
  }
}

export const idOf = (outboxId: string): string => `${ORIGIN}/activities/${outboxId}`
