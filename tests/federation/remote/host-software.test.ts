import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { sql } from "kysely"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { createHostLearner, readSoftware } from "../../../federation/remote/host-software.ts"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { readHost } from "../../../src/store/hosts.ts"
import { createDatabase } from "../../support/postgres.ts"

const outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "Beffroi" })
const servers: Server[] = []
let db: Db
let drop: () => Promise<void>

beforeAll(async () => {
  const database = await createDatabase(inject("postgres"))
  db = openDatabase(database.url, 3).db
  drop = database.drop
})
afterAll(async () => {
  for (const server of servers) server.close()
  await outgoing.close()
  await db.destroy()
  await drop()
})

/** A host that answers these documents; what is not there is 404. Counts what it was asked. */
async function host(documents: Record<string, unknown>): Promise<{ name: string; asked: string[] }> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    const document = documents[request.url!]
    if (document === undefined) return response.writeHead(404).end()
    const text = typeof document === "string" ? document : JSON.stringify(document)
    return response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(text)
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return { name: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/"
const wellKnown = (...links: [string, string][]) => ({
  links: links.map(([version, href]) => ({ rel: SCHEMA + version, href })),
})
const nodeinfo = (name: unknown, version: unknown = "1.0") => ({ version: "2.0", software: { name, version } })
const learner = () => createHostLearner({ db, outgoing, origin: "http://agenda.example" })
const stored = async (name: string) => {
  const row = await readHost(db, name)
  return row && { software: row.software, version: row.version, learnt: row.learntAt !== null }
}

test("learns the software from the newest NodeInfo, once a week", async () => {
  const there = await host({
    "/.well-known/nodeinfo": wellKnown(["2.0", "/nodeinfo/2.0"], ["2.1", "/nodeinfo/2.1"], ["1.0", "/nodeinfo/1.0"]),
    "/nodeinfo/2.1": nodeinfo("Mobilizon", "5.1.0"),
  })
  const { learnHost } = learner()
  await learnHost(there.name)
  expect(await stored(there.name)).toEqual({ software: "mobilizon", version: "5.1.0", learnt: true })
  expect(there.asked).toEqual(["/.well-known/nodeinfo", "/nodeinfo/2.1"])
  await learnHost(there.name)
  expect(there.asked.length).toBe(2)
  await sql`update host set learnt_at = now() - interval '8 days' where name = ${there.name}`.execute(db)
  await learnHost(there.name)
  expect(there.asked.length).toBe(4)
})

test("a host without NodeInfo is asked again a day later, and what was stored of it stays", async () => {
  const documents: Record<string, unknown> = {}
  const there = await host(documents)
  await learner().learnHost(there.name)
  expect(await stored(there.name)).toEqual({ software: null, version: null, learnt: true })
  await learner().learnHost(there.name)
  expect(there.asked.length).toBe(1)
  await sql`update host set learnt_at = learnt_at - interval '25 hours' where name = ${there.name}`.execute(db)
  documents["/.well-known/nodeinfo"] = wellKnown(["2.0", `http://${there.name}/n`])
  documents["/n"] = nodeinfo("gancio", "1.21.0")
  await learner().learnHost(there.name)
  expect(await stored(there.name)).toEqual({ software: "gancio", version: "1.21.0", learnt: true })
  await sql`update host set learnt_at = now() - interval '8 days' where name = ${there.name}`.execute(db)
  delete documents["/n"]
  await learner().learnHost(there.name)
  expect(await stored(there.name)).toEqual({ software: "gancio", version: "1.21.0", learnt: true })
})

test("malformed answers store nothing and throw nothing", async () => {
  const odd: Record<string, unknown>[] = [
    { "/.well-known/nodeinfo": "not json" },
    { "/.well-known/nodeinfo": [] },
    { "/.well-known/nodeinfo": "null" },
    { "/.well-known/nodeinfo": { links: "none" } },
    { "/.well-known/nodeinfo": { links: [null, 3, { rel: 3 }, { rel: `${SCHEMA}2.0` }] } },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "http://"]) },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]), "/n": nodeinfo(3) },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]), "/n": nodeinfo("a\u0000b") },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]), "/n": nodeinfo("x".repeat(1000)) },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]), "/n": { software: null } },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]), "/n": `"${"x".repeat(300_000)}"` },
    { "/.well-known/nodeinfo": wellKnown(["2.0", "file:///etc/passwd"]) },
  ]
  for (const [i, documents] of odd.entries()) {
    const there = await host(documents)
    await learner().learnHost(there.name)
    expect([i, await stored(there.name)]).toEqual([i, { software: null, version: null, learnt: true }])
  }
  const strange = await host({
    "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]),
    "/n": nodeinfo("snac", { no: "text" }),
  })
  expect(await readSoftware(outgoing, `http://${strange.name}`)).toEqual({ software: "snac", version: null })
})

test("no server there: nothing is thrown", async () => {
  await learner().learnHost("127.0.0.1:1")
  expect(await stored("127.0.0.1:1")).toEqual({ software: null, version: null, learnt: true })
})

test("the job asks the hosts of followers again, by the scheme of their inboxes", async () => {
  await sql`update host set learnt_at = now()`.execute(db)
  const there = await host({ "/.well-known/nodeinfo": wellKnown(["2.0", "/n"]), "/n": nodeinfo("snac", "2.94") })
  const id = `http://${there.name}/ana`
  await db
    .insertInto("remoteActor")
    .values({ id, host: there.name, type: "Person", inbox: `${id}/inbox`, fetchedAt: new Date() })
    .execute()
  await db.insertInto("host").values({ name: there.name }).execute()
  const { job } = createHostLearner({ db, outgoing, origin: "https://agenda.example" })
  expect(await job.runOnce()).toBe(1)
  expect(await stored(there.name)).toEqual({ software: "snac", version: "2.94", learnt: true })
  expect(await job.runOnce()).toBe(0)
})
