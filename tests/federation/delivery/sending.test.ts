import { createHash } from "node:crypto"
import { verifyRequest } from "@fedify/fedify/sig"
import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { countDeliveries, listDead, pruneDone, resend } from "../../../src/store/dead-letters.ts"
import { claimDeliveries } from "../../../src/store/deliveries.ts"
import { listFailingHosts, readHost } from "../../../src/store/hosts.ts"
import { eventually } from "../../support/beffroi.ts"
import { idOf, ORIGIN, openSending, openSink, type Received, type Sending, type Sink } from "./support.ts"

let sending: Sending
const sinks: Sink[] = []
const sink = async (...answer: Parameters<typeof openSink>): Promise<Sink> => {
  const opened = await openSink(...answer)
  sinks.push(opened)
  return opened
}

beforeEach(async () => {
  sending = await openSending(inject("postgres"))
})
afterEach(async () => {
  for (const one of sinks.splice(0)) one.stop()
  await sending.close()
})

const followers = async () =>
  (await sending.db.selectFrom("follower").select("remoteId").orderBy("remoteId").execute()).map(f => f.remoteId)
/** Sends all that is due and waits for slow hosts too. */
const send = async (limits?: Parameters<Sending["sender"]>[0]) => {
  const sender = sending.sender(limits)
  const begun = await sender.runOnce()
  await sender.settled()
  return begun
}

describe("a delivery", () => {
  test("has the bytes of the outbox and a signature that Fedify verifies, and names its sender", async () => {
    const there = await sink()
    await sending.follow(there.host)
    const body = JSON.stringify({
      id: idOf("x"),
      type: "Create",
      timezone: "Europe/Paris",
      joinMode: "external",
      name: "Été à Évry ☀",
    })
    await sending.publish("/events/1", { body })
    expect(await send()).toBe(1)

    const [got] = there.received
    expect([there.received.length, got!.method, got!.url, got!.body]).toEqual([1, "POST", "/users/ana/inbox", body])
    expect(got!.headers["content-type"]).toBe("application/activity+json")
    expect(got!.headers["user-agent"]).toBe("Beffroi (+http://agenda.example)")
    expect(got!.headers.digest).toBe(`SHA-256=${createHash("sha256").update(body).digest("base64")}`)
    expect(got!.headers["signature-input"]).toBe(undefined)

    const actor = `${ORIGIN}/actors/agenda`
    const publicKey = {
      id: `${actor}#main-key`,
      type: "CryptographicKey",
      owner: actor,
      publicKeyPem: sending.publicKeyPem,
    }
    const document = {
      "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"],
      id: actor,
      type: "Group",
      publicKey,
    }
    const documentLoader = async (url: string) => ({ contextUrl: null, documentUrl: url, document })
    const request = new Request(`http://${there.host}${got!.url}`, {
      method: "POST",
      headers: got!.headers as Record<string, string>,
      body,
    })
    expect((await verifyRequest(request, { documentLoader }))?.id?.href).toBe(`${actor}#main-key`)
    expect(
      (await sending.rows()).map(({ state, attempts, status, error }) => ({ state, attempts, status, error })),
    ).toEqual([{ state: "done", attempts: 1, status: 202, error: null }])
  })

  test("goes once to a shared inbox, in the dialect of its software", async () => {
    const many = await sink()
    const gancio = await sink()
    for (const name of ["ana", "bo", "chi"]) await sending.follow(many.host, name, true)
    await sending.follow(gancio.host)
    await sending.db.insertInto("host").values({ name: gancio.host, software: "gancio" }).execute()
    const link = { type: "Link", href: "https://agenda.example/e/1" }
    const object = { type: "Event", location: { type: "Place", name: "Salle", address: "Ici" }, tag: [link] }
    const body = JSON.stringify({ id: "1", object: { ...object, attachment: [link] } })
    await sending.publish("/events/1", { body })
    expect(await send()).toBe(2)
    expect(many.received.map(r => [r.url, r.body])).toEqual([["/inbox", body]])
    const [{ url, body: got }, ...more] = gancio.received as [Received, ...Received[]]
    expect([url, JSON.parse(got), more]).toEqual([
      "/users/ana/inbox",
      { id: "1", object: { ...object, attachment: [] } },
      [],
    ])
  })

  test("does not follow a redirect", async () => {
    const secret = await sink()
    const there = await sink((_, response) =>
      response.writeHead(307, { location: `http://${secret.host}/inbox` }).end(),
    )
    await sending.follow(there.host)
    await sending.publish("/events/1")
    await send()
    expect([there.received.length, secret.received.length]).toEqual([1, 0])
    const [row] = await sending.rows()
    expect([row!.state, row!.status, row!.error]).toEqual(["pending", 307, "HTTP 307"])
  })

  test("succeeds by its status, however long the answer's body is", async () => {
    const there = await sink((_, response) => {
      response.writeHead(200)
      const more = setInterval(() => response.write(Buffer.alloc(16_384)), 1)
      response.on("close", () => clearInterval(more))
    })
    await sending.follow(there.host)
    await sending.publish("/events/1")
    await send()
    expect((await sending.rows()).map(row => row.state)).toEqual(["done"])
  })

  test("is not sent before its time", async () => {
    const there = await sink()
    await sending.follow(there.host)
    await sending.publish("/events/1", { dueAt: new Date(Date.now() + 60_000) })
    expect(await send()).toBe(0)
    await sending.later(61)
    expect(await send()).toBe(1)
  })
})

describe("private addresses", () => {
  test("are never requested, by address, by name or by a name that changes", async () => {
    const there = await sink()
    const { port } = new URL(`http://${there.host}`)
    let lookups = 0
    const outgoing = createOutgoing({
      allowPrivateAddresses: false,
      userAgent: "Beffroi",
      resolve: async name => (name === "turns.example" && lookups++ === 0 ? ["192.0.2.1"] : ["127.0.0.1"]),
    })
    const guarded = await openSending(inject("postgres"), outgoing)
    const written = [
      `127.0.0.1:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `2130706433:${port}`,
      `0177.0.0.1:${port}`,
      `0x7f.1:${port}`,
    ]
    const named = [`localhost:${port}`, `inner.example:${port}`, `turns.example:${port}`]
    for (const host of [...written, ...named]) await guarded.follow(host)
    await guarded.publish("/events/1")
    const sender = guarded.sender()
    await sender.runOnce()
    await sender.settled()
    const rows = Object.fromEntries(
      (await guarded.rows()).map(row => [new URL(row.inbox.replace("/users/ana/inbox", "")).host, row.state]),
    )
    expect(there.received).toEqual([])
    // an address written out stays what it is; a name may lead elsewhere tomorrow
    expect(
      await guarded.db
        .selectFrom("delivery")
        .select("host")
        .where("state", "=", "dead")
        .orderBy("id")
        .execute()
        .then(r => r.map(d => d.host).sort()),
    ).toEqual(written.toSorted())
    expect(rows[`turns.example:${port}`]).toBe("pending")
    await guarded.later(60)
    await sender.runOnce()
    await sender.settled()
    expect(there.received).toEqual([])
    expect((await guarded.rows()).filter(row => row.state === "done")).toEqual([])
    await outgoing.close()
    await guarded.close()
  })
})

describe("order", () => {
  test("of a thread is kept for each inbox, also when its first activity has to be tried again", async () => {
    let busy = true
    const there = await sink((request, response) => {
      const fails = busy && request.body.includes('"Create"')
      response.writeHead(fails ? 500 : 202).end()
    })
    await sending.follow(there.host)
    const create = await sending.publish("/events/1", { type: "Create" })
    const update = await sending.publish("/events/1", { type: "Update" })
    const remove = await sending.publish("/events/1", { type: "Delete" })
    const other = await sending.publish("/events/2", { type: "Update" })
    await send()
    expect(there.accepted()).toEqual([idOf(other)])
    busy = false
    // half a minute for the Create; what comes after it follows by itself
    await sending.later(40)
    await send()
    for (let i = 0; i < 3; i++) {
      await sending.later(40)
      await send()
    }
    expect(there.accepted()).toEqual([other, create, update, remove].map(idOf))
  })

  test("holds among several senders at once", async () => {
    const there = await sink((_, response) => setTimeout(() => response.writeHead(202).end(), Math.random() * 20))
    const inboxes: string[] = []
    for (let i = 0; i < 10; i++) inboxes.push(new URL(await sending.follow(there.host, `user${i}`)).pathname)
    const ids: string[] = []
    for (let i = 0; i < 8; i++) ids.push(idOf(await sending.publish("/events/1")))
    const senders = [sending.sender({ batch: 7 }), sending.sender({ batch: 7 }), sending.sender({ batch: 7 })]
    for (let round = 0; round < 12; round++) {
      await Promise.all(senders.map(sender => sender.runOnce()))
      await Promise.all(senders.map(sender => sender.settled()))
      await sending.later(5)
    }
    for (const inbox of inboxes) {
      const seen = there.received.filter(request => request.url === inbox).map(request => JSON.parse(request.body).id)
      expect([inbox, seen]).toEqual([inbox, ids])
    }
  })
})

describe("several workers", () => {
  test("share the work and deliver everything once", async () => {
    const there = await sink()
    for (let i = 0; i < 300; i++) await sending.follow(there.host, `user${i}`)
    await sending.publish("/events/1")
    const senders = [sending.sender({ batch: 20 }), sending.sender({ batch: 20 }), sending.sender({ batch: 20 })]
    const begun = await Promise.all(senders.map(sender => sender.runOnce()))
    await Promise.all(senders.map(sender => sender.settled()))
    expect(begun.reduce((a, b) => a + b)).toBe(300)
    expect(Math.min(...begun)).toBeGreaterThan(0)
    expect(there.received.length).toBe(300)
    expect(new Set(there.received.map(request => request.url)).size).toBe(300)
    expect(await countDeliveries(sending.db)).toEqual({ pending: 0, done: 300, dead: 0 })
  })

  test("what a dead worker had claimed is sent by another when the lease ends, with the same bytes", async () => {
    const there = await sink()
    await sending.follow(there.host)
    const id = await sending.publish("/events/1")
    const { deliveries } = await claimDeliveries(sending.db, { limit: 10, leaseSeconds: 60 })
    expect(deliveries.map(({ outboxId, attempts, host }) => ({ outboxId, attempts, host }))).toEqual([
      { outboxId: id, attempts: 1, host: there.host },
    ])
    expect(await send()).toBe(0)
    await sending.later(61)
    expect(await send()).toBe(1)
    expect(there.received.map(request => request.body)).toEqual([
      JSON.stringify({ id: idOf(id), type: "Create", object: `${ORIGIN}/events/1` }),
    ])
    expect((await sending.rows()).map(({ state, attempts }) => [state, attempts])).toEqual([["done", 2]])
  })
})

describe("failure", () => {
  test("is tried again after half a minute, then after longer and longer gaps; its host is paused meanwhile", async () => {
    const there = await sink((_, response) => response.writeHead(503).end("<h1>Down</h1> for \u0000 a while"))
    await sending.follow(there.host)
    await sending.publish("/events/1")
    await send()
    let [row] = await sending.rows()
    expect([row!.state, row!.attempts, row!.status, row!.error]).toEqual([
      "pending",
      1,
      503,
      "HTTP 503: Down for a while",
    ])
    expect(row!.wait).toBeGreaterThan(26)
    expect(row!.wait).toBeLessThan(34)
    const host = await readHost(sending.db, there.host)
    expect([host!.failures, host!.lastError, host!.failingSince! <= new Date()]).toEqual([
      1,
      "HTTP 503: Down for a while",
      true,
    ])

    await sending.later(40)
    expect(await send()).toBe(1)
    ;[row] = await sending.rows()
    expect([row!.attempts, row!.wait > 105 && row!.wait < 135]).toEqual([2, true])
    expect((await readHost(sending.db, there.host))!.failures).toBe(2)

    // something new for the same host waits with it and asks nothing
    await sending.publish("/events/2")
    expect(await send()).toBe(0)
    expect(there.received.length).toBe(2)
    expect(
      (await listFailingHosts(sending.db)).map(({ name, failures, waiting }) => ({ name, failures, waiting })),
    ).toEqual([{ name: there.host, failures: 2, waiting: 2 }])
  })

  test("a paused host is probed with one delivery, and gets everything once it answers", async () => {
    let up = false
    const there = await sink((_, response) => response.writeHead(up ? 202 : 502).end())
    for (let i = 0; i < 20; i++) await sending.follow(there.host, `user${i}`)
    await sending.publish("/events/1")
    await send()
    expect(there.received.length).toBe(20)
    expect((await readHost(sending.db, there.host))!.failures).toBe(1)

    await sending.later(40)
    await send()
    expect(there.received.length).toBe(21)
    expect((await readHost(sending.db, there.host))!.failures).toBe(2)

    up = true
    await sending.later(140)
    await send()
    expect(there.accepted().length).toBe(1)
    // woken by the first answer
    await send()
    expect(there.accepted().length).toBe(20)
    const host = await readHost(sending.db, there.host)
    expect([host!.failures, host!.failingSince, host!.pausedUntil]).toEqual([0, null, null])
  })

  test("16 attempts, then a dead letter that can be sent again", async () => {
    let up = false
    const there = await sink((_, response) => response.writeHead(up ? 202 : 500).end("no"))
    const inbox = await sending.follow(there.host)
    const id = await sending.publish("/events/1")
    for (let i = 0; i < 20; i++) {
      await send()
      await sending.later(60 * 3600)
    }
    expect(there.received.length).toBe(16)
    expect(await countDeliveries(sending.db, id)).toEqual({ pending: 0, done: 0, dead: 1 })
    const [letter] = await listDead(sending.db)
    expect([
      letter!.outboxId,
      letter!.type,
      letter!.objectPath,
      letter!.inbox,
      letter!.attempts,
      letter!.status,
      letter!.error,
    ]).toEqual([id, "Create", "/events/1", inbox, 16, 500, "HTTP 500: no"])
    up = true
    expect(await resend(sending.db, { ids: [letter!.id] })).toBe(1)
    expect(await send()).toBe(1)
    expect(there.accepted()).toEqual([idOf(id)])
    expect(await listDead(sending.db)).toEqual([])
  })

  test("after a week without an answer a host's deliveries become dead letters", async () => {
    const there = await sink()
    there.stop()
    for (const name of ["ana", "bo"]) await sending.follow(there.host, name)
    await sending.publish("/events/1")
    await send()
    await sql`update host set paused_until = now() + interval '1 hour', failing_since = now() - interval '8 days'`.execute(
      sending.db,
    )
    await sql`update delivery set due_at = now(), created_at = now() - interval '8 days'`.execute(sending.db)
    await sending.publish("/events/2")
    await send()
    expect((await sending.rows()).map(row => [row.thread, row.state])).toEqual([
      ["/events/1", "dead"],
      ["/events/1", "dead"],
      ["/events/2", "pending"],
      ["/events/2", "pending"],
    ])
    expect((await listDead(sending.db)).map(letter => letter.error)).toEqual(
      Array(2).fill("this server has not answered for 7 days"),
    )
  })

  test("Retry-After is respected, for the delivery and for its host", async () => {
    const there = await sink((_, response) => response.writeHead(429, { "retry-after": "300" }).end())
    await sending.follow(there.host)
    await sending.publish("/events/1")
    await send()
    await sending.publish("/events/2")
    await send()
    expect(there.received.length).toBe(1)
    const [first, second] = await sending.rows()
    expect([first!.state, first!.attempts, first!.wait > 298 && first!.wait < 331]).toEqual(["pending", 0, true])
    expect(second!.wait > 298 && second!.wait < 306).toBe(true)
    expect((await readHost(sending.db, there.host))!.failures).toBe(0)
  })

  test("a final refusal is a dead letter, and the host does not count as failing", async () => {
    const there = await sink((_, response) => response.writeHead(403).end("You are blocked"))
    await sending.follow(there.host)
    await sending.publish("/events/1")
    await send()
    expect((await sending.rows()).map(row => [row.state, row.status, row.error])).toEqual([
      ["dead", 403, "HTTP 403: You are blocked"],
    ])
    expect(await readHost(sending.db, there.host)).toBe(undefined)
    expect(await followers()).toEqual([`http://${there.host}/users/ana`])
  })

  test("WordPress's 400 to a Create is not a failure, and there is no second request", async () => {
    const there = await sink((_, response) => response.writeHead(400).end())
    await sending.follow(there.host)
    await sending.db.insertInto("host").values({ name: there.host, software: "wordpress" }).execute()
    await sending.publish("/events/1", { type: "Create" })
    await sending.publish("/events/2", { type: "Create", body: '{"id":"2","inReplyTo":"https://blog.example/1"}' })
    await send()
    expect((await sending.rows()).map(row => [row.state, row.status, row.error])).toEqual([
      ["done", 400, null],
      ["dead", 400, "HTTP 400"],
    ])
    expect(there.received.map(request => request.body.includes("inReplyTo"))).toEqual(
      expect.arrayContaining([false, true, true]),
    )
    expect(there.received.length).toBe(3)
  })

  test("an actor whose key cannot be opened does not delay the others", async () => {
    const there = await sink()
    await sending.follow(there.host)
    const id = await sending.publish("/events/1")
    await sql`update actor_key set private_key = '\\x00' || private_key`.execute(sending.db)
    expect(await send()).toBe(1)
    const [row] = await sending.rows()
    expect([there.received.length, row!.state, row!.attempts]).toEqual([0, "pending", 0])
    await sql`update actor_key set private_key = substring(private_key from 2)`.execute(sending.db)
    await sending.later(70)
    await send()
    expect(there.accepted()).toEqual([idOf(id)])
  })
})

describe("gone", () => {
  test.each([410, 404])("%i on a personal inbox removes the follower, and nothing more is sent there", async status => {
    const there = await sink((request, response) =>
      response.writeHead(request.url === "/users/ana/inbox" ? status : 202).end(),
    )
    const inbox = await sending.follow(there.host, "ana")
    await sending.follow(there.host, "bo")
    await sending.publish("/events/1")
    await sending.publish("/events/2", { dueAt: new Date(Date.now() + 60_000) })
    await send()
    expect(await followers()).toEqual([`http://${there.host}/users/bo`])
    const ofAna = (await sending.rows()).filter(row => row.inbox === inbox)
    expect(ofAna.map(row => [row.thread, row.state, row.error])).toEqual([
      ["/events/1", "dead", `HTTP ${status}`],
      ["/events/2", "dead", `this inbox is gone (HTTP ${status})`],
    ])
    await sending.publish("/events/3")
    await sending.later(61)
    expect(await send()).toBe(2)
  })

  test("410 on a shared inbox: all its followers; 404 only when it lasts", async () => {
    let status = 404
    const there = await sink((_, response) => response.writeHead(status).end())
    await sending.follow(there.host, "ana", true)
    await sending.follow(there.host, "bo", true)
    await sending.publish("/events/1")
    await send()
    expect((await followers()).length).toBe(2)
    status = 410
    await sending.later(40)
    await send()
    expect(await followers()).toEqual([])
    expect(await countDeliveries(sending.db)).toEqual({ pending: 0, done: 0, dead: 1 })
  })

  test("a blocked host gets nothing, not even what was queued before", async () => {
    const there = await sink()
    await sending.follow(there.host)
    await sending.publish("/events/1")
    await sending.db.insertInto("host").values({ name: there.host, blockedAt: new Date() }).execute()
    await send()
    expect(there.received).toEqual([])
    expect((await sending.rows()).map(row => [row.state, row.error])).toEqual([["dead", "this server is blocked"]])
  })
})

describe("fairness", () => {
  test("hosts that hang do not stop the others", async () => {
    const hanging = await Promise.all(Array.from({ length: 30 }, () => sink(() => {})))
    const quick = await sink()
    for (const [i, host] of hanging.entries())
      for (let n = 0; n < 10; n++) await sending.follow(host.host, `h${i}-${n}`)
    for (let n = 0; n < 200; n++) await sending.follow(quick.host, `q${n}`)
    await sending.publish("/events/1")
    const sender = sending.sender()
    const began = performance.now()
    await sender.runOnce()
    // on a machine with much to do even the quick ones are answered in the slow lane
    await eventually(async () => quick.received.length === 200, 8_000)
    // 300 hanging requests and ten seconds each; without a lane of their own 64 at a time would take most of a minute
    expect(performance.now() - began).toBeLessThan(8_000)
    await sender.stop(0)
    const waiting = (await sending.rows()).filter(row => row.state === "pending")
    expect(waiting.length).toBe(300)
    // cut off by our own stop: not held against anyone
    expect(new Set(waiting.map(row => row.attempts))).toEqual(new Set([0]))
    expect(await sending.db.selectFrom("host").select("name").execute()).toEqual([])
  })

  test("an answer that comes too late is a failure of that host alone", async () => {
    const hanging = await sink(() => {})
    const quick = await sink()
    await sending.follow(hanging.host)
    await sending.follow(quick.host)
    await sending.publish("/events/1")
    await send()
    const rows = Object.fromEntries(
      (await sending.rows()).map(row => [new URL(row.inbox).host, [row.state, row.attempts]]),
    )
    expect(rows).toEqual({ [hanging.host]: ["pending", 1], [quick.host]: ["done", 1] })
    expect((await readHost(sending.db, hanging.host))!.lastError).toMatch(/timeout/i)
  }, 40_000)
})

describe("dead letters", () => {
  test("are sent again with the later activities of their thread, in order: a Create alone would undo its Delete", async () => {
    let refuses = true
    const there = await sink((request, response) =>
      response.writeHead(refuses && request.body.includes('"Create"') ? 403 : 202).end(),
    )
    await sending.follow(there.host)
    const create = await sending.publish("/events/1", { type: "Create" })
    await send()
    const remove = await sending.publish("/events/1", { type: "Delete" })
    const other = await sending.publish("/events/2", { type: "Update" })
    await send()
    expect(there.accepted().toSorted()).toEqual([remove, other].map(idOf).toSorted())
    refuses = false
    expect(await resend(sending.db, { host: there.host })).toBe(2)
    await send()
    await sending.later(5)
    await send()
    expect(there.accepted().slice(2)).toEqual([create, remove].map(idOf))
    expect(await resend(sending.db, "all")).toBe(0)
  })

  test("are listed newest first, a page at a time, or by host; they stay when old successes are deleted", async () => {
    const refusing = await sink((_, response) => response.writeHead(403).end())
    const fine = await sink()
    for (const host of [refusing.host, fine.host]) await sending.follow(host)
    for (let i = 1; i <= 3; i++) await sending.publish(`/events/${i}`)
    await send()
    const page = await listDead(sending.db, { limit: 2 })
    expect(page.map(letter => letter.objectPath)).toEqual(["/events/3", "/events/2"])
    expect((await listDead(sending.db, { after: page[1]!.id })).map(letter => letter.objectPath)).toEqual(["/events/1"])
    expect((await listDead(sending.db, { host: refusing.host })).length).toBe(3)
    expect(await listDead(sending.db, { host: fine.host })).toEqual([])
    expect(await pruneDone(sending.db, new Date(Date.now() - 60_000))).toBe(0)
    expect(await pruneDone(sending.db, new Date(Date.now() + 60_000))).toBe(3)
    expect(await countDeliveries(sending.db)).toEqual({ pending: 0, done: 0, dead: 3 })
  })
})
