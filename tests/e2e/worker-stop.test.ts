import { once } from "node:events"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { performance } from "node:perf_hooks"
import pg from "pg"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { eventually, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"

/** A worker that is told to stop while everybody hangs: servers it sends to, and servers it asks who somebody is. */
const INBOXES = 30
let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client
const servers: Server[] = []
const asked: string[] = []

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  await client.end()
  await database.drop()
})

/** A server that never answers. @returns its host */
async function hanging(): Promise<string> {
  const server = createServer(({ method }) => void asked.push(method!))
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test("SIGTERM ends it within ten seconds; what it held is free at once, and held against nobody", async () => {
  const site = await startBeffroi({ databaseUrl: database.url, env: { ROLE: "worker" } })
  await client.query(
    `with promise as (
       insert into outbox (id, actor_id, type, body, listed, published_at)
       select gen_random_uuid(), id, 'Create', '{"id":"https://agenda.example/activities/1"}', false, now() from actor
       where kind = 'instance' returning id, actor_id
     )
     insert into delivery (outbox_id, actor_id, inbox, host, thread, due_at)
     select id, actor_id, 'http://' || $1 || '/inbox/' || n, $1, 'thread', now() from promise, generate_series(1, ${INBOXES}) n`,
    [await hanging()],
  )
  const actor = `http://${await hanging()}/users/ana`
  const follow = { id: `${actor}/follow`, type: "Follow", actor, object: `${site.origin}/actors/instance` }
  await client.query(
    "insert into inbox_activity (activity_id, digest, actor, type, body) values ($1, 'x', $2, 'Follow', $3)",
    [follow.id, actor, JSON.stringify(follow)],
  )
  await client.query("select pg_notify('beffroi_delivery', ''), pg_notify('beffroi_inbox', '')")
  // sixteen connections at most to one host
  await eventually(async () => asked.includes("GET") && asked.filter(method => method === "POST").length >= 16, 10_000)

  const begun = performance.now()
  site.child.kill("SIGTERM")
  const [code] = await once(site.child, "exit")
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(code).toBe(0)
  const { rows: deliveries } = await client.query(
    `select state, attempts, leased_until, due_at < now() + interval '11 s' as soon, count(*)::int from delivery group by 1, 2, 3, 4`,
  )
  expect(deliveries).toEqual([{ state: "pending", attempts: 0, leased_until: null, soon: true, count: INBOXES }])
  const { rows: came } = await client.query("select state, attempts, leased_until, error from inbox_activity")
  expect(came).toEqual([{ state: "pending", attempts: 0, leased_until: null, error: null }])
  expect((await client.query("select name from host where failures > 0")).rows).toEqual([])
})
