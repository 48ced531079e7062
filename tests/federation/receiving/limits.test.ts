import { setTimeout as sleep } from "node:timers/promises"
import { Hono } from "hono"
import { expect, test } from "vitest"
import { createFederation } from "../../../federation/index.ts"
import { createInboundLimits } from "../../../federation/receiving/limits.ts"
import { inboxRoutes } from "../../../federation/receiving/receive.ts"
import type { RequestRefusal } from "../../../federation/receiving/refusal.ts"
import { HostBusyError, HostLimiter } from "../../../federation/remote/host-limiter.ts"
import { createKeyring } from "../../../federation/signatures/keyring.ts"
import { createOutgoing } from "../../../src/outgoing/index.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { cavage, makeKey } from "../../support/signing.ts"

const refusal = (run: () => unknown): RequestRefusal | null => {
  try {
    run()
    return null
  } catch (error) {
    return error as RequestRefusal
  }
}

test("a host that has reached its limit is refused until the next minute, others are not", () => {
  let now = new Date("2026-11-21T10:00:30Z")
  const limits = createInboundLimits(() => now)
  for (let i = 0; i < 1200; i++) {
    limits.checkRate("busy.example")
    limits.count("busy.example")
  }
  expect(refusal(() => limits.checkRate("busy.example"))).toMatchObject({ status: 429, retryAfter: 60 })
  expect(refusal(() => limits.checkRate("quiet.example"))).toBeNull()
  now = new Date("2026-11-21T10:01:00Z")
  expect(refusal(() => limits.checkRate("busy.example"))).toBeNull()
})

test("with a long backlog every activity is refused, and the backlog is counted every few seconds only", async () => {
  let now = new Date("2026-11-21T10:00:00Z")
  let waiting = 3
  let counted = 0
  const limits = createInboundLimits(() => now)
  const check = () =>
    limits.checkBacklog(async () => {
      counted++
      return waiting
    }, 3)
  await expect(check()).rejects.toMatchObject({ status: 429, retryAfter: 300 })
  waiting = 2
  await expect(check()).rejects.toMatchObject({ status: 429 })
  expect(counted).toBe(1)
  now = new Date("2026-11-21T10:00:06Z")
  await expect(check()).resolves.toBeUndefined()
})

test("tasks of a host run in order, fail when they have waited too long, and are bounded in all", async () => {
  const limiter = new HostLimiter({ perHost: 2, total: 4, patience: 100 })
  const done: number[] = []
  const work = (n: number, ms: number) =>
    limiter.run("a.example", async () => {
      await sleep(ms)
      done.push(n)
    })
  const all = [work(1, 30), work(2, 300), work(3, 30), work(4, 30)]
  await expect(limiter.run("b.example", async () => {})).rejects.toBeInstanceOf(HostBusyError)
  await Promise.all(all)
  expect(done).toEqual([1, 3, 4, 2])
  const slow = [work(5, 300), work(6, 300)]
  await expect(work(7, 0)).rejects.toThrow("too many actors of a.example")
  await limiter.run("b.example", async () => {})
  await Promise.all(slow)
  await work(8, 0)
  expect(done.slice(4)).toEqual([5, 6, 8])
})

test("while the database is unavailable senders are asked to come back", async () => {
  const { db } = openDatabase("postgres://beffroi:x@127.0.0.1:9/postgres", 1)
  const app = new Hono()
  const now = () => new Date()
  const outgoing = createOutgoing({ allowPrivateAddresses: false, userAgent: "Beffroi (tests)" })
  const origin = "https://agenda.example"
  const federation = createFederation({ db, origin, now, keyring: createKeyring("a secret of the tests"), outgoing })
  inboxRoutes(app, { db, origin, now, ...federation })
  const actor = "https://a.example/users/ana"
  const body = JSON.stringify({ id: `${actor}/1`, type: "Like", actor, object: "https://agenda.example/events/1" })
  const headers = cavage(makeKey(`${actor}#main-key`), "https://agenda.example/inbox", body)
  for (const inbox of ["/inbox", "/actors/agenda/inbox"]) {
    const answer = await app.request(inbox, { method: "POST", body, headers })
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"])
  }
  await outgoing.close()
  await db.destroy()
})
