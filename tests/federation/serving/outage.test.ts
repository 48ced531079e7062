import { once } from "node:events"
import { createServer, type Socket } from "node:net"
import { Hono } from "hono"
import { afterEach, expect, test } from "vitest"
import type { InDialect } from "../../../federation/remote/dialects.ts"
import { federationApp } from "../../../federation/serving/app.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createWire } from "../../../federation/vocab/writing/wire.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { AP, ORIGIN } from "./site.ts"

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** Nothing is retold here, and nothing rendered. */
const wire = createWire({ origin: ORIGIN, keyring: createKeyring("of no consequence: nothing is signed") })
const inDialect: InDialect = async (_, { body }) => body

/** A site whose database is at this port. */
function siteAt(port: number) {
  const { db } = openDatabase(`postgres://beffroi:x@127.0.0.1:${port}/postgres`, 1)
  closing.push(() => db.destroy())
  const app = new Hono()
  const seen: string[] = []
  app.onError((error, c) => {
    seen.push(error.message)
    return c.text("a bug", 500)
  })
  app.route("/", federationApp({ db, origin: ORIGIN, site: { now: () => new Date(), wire }, inDialect }))
  return { db, seen, get: (path: string) => app.request(path, { headers: { accept: AP } }) }
}

/** A server that does this to whoever connects. */
async function listener(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection).listen(0, "127.0.0.1")
  await once(server, "listening")
  closing.push(() => server.close())
  return (server.address() as { port: number }).port
}

const PATHS = [
  "/events/2f1f4f8e-3b1c-4b52-9d0f-3f0a1c1c1c1c",
  "/actors/agenda",
  "/actors/agenda/outbox?page=1",
  "/activities/2f1f4f8e-3b1c-4b52-9d0f-3f0a1c1c1c1c",
  "/.well-known/webfinger?resource=acct:agenda@agenda.example",
  "/nodeinfo/2.1",
  "/@agenda",
]

async function expectUnavailable({ get, seen }: ReturnType<typeof siteAt>) {
  for (const path of PATHS) {
    const response = await get(path)
    expect([path, response.status, response.headers.get("retry-after"), response.headers.get("content-type")]).toEqual([
      path,
      503,
      "60",
      "application/problem+json",
    ])
  }
  expect(seen).toEqual([])
}

test("an unreachable database is 503, never 404 or 410", async () => {
  const port = await listener(() => {})
  for (const close of closing.splice(0)) await close()
  await expectUnavailable(siteAt(port))
})

test("so is one that closes its connections", async () => {
  await expectUnavailable(siteAt(await listener(socket => socket.destroy())))
})

test("so is one that shuts down", async () => {
  const testSite = siteAt(await listener(socket => socket.destroy()))
  // Kysely opens its driver with the first query
  await testSite.get(PATHS[0]!)
  await testSite.db.destroy()
  await expectUnavailable(testSite)
})

test("any other error is rethrown", async () => {
  const { db } = openDatabase("postgres://x:x@127.0.0.1:1/x", 1)
  closing.push(() => db.destroy())
  const app = new Hono()
  app.onError((error, c) => c.text(`logged: ${error.message}`, 500))
  const site = {
    now: (): Date => {
      throw new Error("a broken clock")
    },
    wire,
  }
  app.route("/", federationApp({ db, origin: ORIGIN, site, inDialect }))
  const response = await app.request("/nodeinfo/2.1", { headers: { accept: AP } })
  expect([response.status, await response.text()]).toEqual([500, "logged: a broken clock"])
})
