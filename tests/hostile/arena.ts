import { connect as connectTcp, type Socket } from "node:net"
import { fileURLToPath } from "node:url"
import { inject } from "vitest"
import type { JsonObject } from "../../src/domain/json.ts"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { ask, type PostOptions } from "../federation/inbox/site.ts"
import { type Beffroi, eventually, freePort, startBeffroi } from "../support/beffroi.ts"
import { openHost, type RemoteHost, type Someone } from "../support/elsewhere.ts"
import { createDatabase } from "../support/postgres.ts"
import { cavage, rfc9421 } from "../support/signing.ts"
import type { Got } from "./case.ts"
import { readAnswer } from "./connection.ts"
import { settle } from "./settle.ts"
import { stateOf } from "./state.ts"
import { openTrap, type Trap } from "./trap.ts"

/** A running server with content, an attacker's host, an innocent one, and addresses that must never be asked. */
export interface Arena {
  site: Beffroi
  origin: string
  db: Db
  token: string
  /** where people and partners live */
  host: RemoteHost
  /** where attackers live; what they serve may be anything */
  evil: RemoteHost
  /** listens on private addresses; whoever connects is written down */
  trap: Trap
  /** an event of ours, its id and address of its page */
  event: { id: string; uri: string; page: string }
  /** who follows, likes and answers, and a partner that we follow, with an event */
  ana: Someone
  reply: string
  like: string
  partner: Someone
  partnerEvent: string
  /** somebody who was never here */
  stranger(more?: JsonObject): Someone
  attacker(more?: JsonObject): Someone
  next(): number
  /** signed and sent as someone */
  post(someone: Someone, activity: JsonObject, options?: PostOptions): Promise<Got>
  /** bytes as they are, signed when someone is given */
  send(body: string | Buffer, options?: { as?: Someone; path?: string; headers?: Record<string, string> }): Promise<Got>
  /** JSON, or bytes, to the API as an administrator unless told */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string | undefined>): Promise<Got>
  get(path: string, headers?: Record<string, string>): Promise<Got>
  /** lines over a bare connection; what comes back until it is closed, or `wait` ms are over */
  raw(lines: string | Buffer, options?: { wait?: number }): Promise<Got>
  connect(): Socket
  /** rows and digest of every table */
  state(): Promise<Map<string, string>>
  /** waits until everything that came in has been handled once; the rows after this id */
  settled(after: number): Promise<{ id: number; activityId: string; state: string; error: string | null }[]>
  lastIn(): Promise<number>
  close(): Promise<void>
}

export async function openArena(): Promise<Arena> {
  const database = await createDatabase(inject("postgres"))
  const [host, evil, trap, port] = await Promise.all([openHost(), openHost(), openTrap(), freePort()])
  const server = fileURLToPath(new URL("./server.ts", import.meta.url))
  const site = await startBeffroi({
    databaseUrl: database.url,
    port,
    env: { ALLOW_PRIVATE_ADDRESSES: "" },
    program: [process.execPath, "--max-semi-space-size=8", server],
  })
  const { origin } = site
  const { db } = openDatabase(database.url, 3)
  const token = (await site.command("token", "create", "--name", "tests", "--scope", "admin")).trim()
  let count = 0
  const next = () => ++count

  const gotOf = ({ status, detail, headers }: Awaited<ReturnType<typeof ask>>): Got => ({
    status,
    text: detail,
    headers,
  })
  const post: Arena["post"] = async (someone, activity, options = {}) => {
    const { inbox = "/inbox", spec = "cavage", headers = {}, ...signing } = options
    const body = JSON.stringify(activity)
    const signed = (spec === "cavage" ? cavage : rfc9421)(someone.key, origin + inbox, body, signing)
    return gotOf(await ask(origin + inbox, body, { ...signed, ...headers }))
  }
  const api: Arena["api"] = async (method, path, body, headers = {}) => {
    const raw = typeof body === "string" || body instanceof Uint8Array
    const given = { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers }
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: Object.fromEntries(Object.entries(given).filter((one): one is [string, string] => one[1] !== undefined)),
      ...(body !== undefined && { body: raw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      redirect: "manual",
    })
    return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) }
  }
  const connect = () => connectTcp(port, "127.0.0.1")
  const lastIn = async () =>
    (
      await db
        .selectFrom("inboxActivity")
        .select(eb => eb.fn.max("id").as("id"))
        .executeTakeFirst()
    )?.id ?? 0

  const arena: Omit<Arena, "event" | "ana" | "reply" | "like" | "partner" | "partnerEvent"> = {
    site,
    origin,
    db,
    token,
    host,
    evil,
    trap,
    stranger: more => host.person(`/users/stranger${next()}`, more),
    attacker: more => evil.person(`/users/eve${next()}`, more),
    next,
    post,
    async send(body, { as, path = "/inbox", headers = {} } = {}) {
      const signed = as ? cavage(as.key, origin + path, body) : { "content-type": "application/activity+json" }
      return gotOf(await ask(origin + path, body, { ...signed, ...headers }))
    },
    api,
    async get(path, headers = {}) {
      const answer = await fetch(origin + path, { headers, redirect: "manual" })
      return { status: answer.status, text: await answer.text(), headers: Object.fromEntries(answer.headers) }
    },
    raw: (lines, { wait = 2000 } = {}) => readAnswer(connect(), lines, wait),
    connect,
    state: () => stateOf(db),
    lastIn,
    settled: after =>
      eventually(
        async () => {
          const rows = await db
            .selectFrom("inboxActivity")
            .select(["id", "activityId", "state", "error", "attempts", "leasedUntil"])
            .where("id", ">", after)
            .orderBy("id")
            .execute()
          const open = rows.some(row => row.state === "pending" && (row.attempts === 0 || row.leasedUntil !== null))
          return open ? null : rows
        },
        20_000,
        10,
      ),
    async close() {
      await site.stop()
      await db.destroy()
      trap.close()
      await Promise.all([host.close(), evil.close()])
      await database.drop()
    },
  }
  return { ...arena, ...(await settle(arena)) }
}
