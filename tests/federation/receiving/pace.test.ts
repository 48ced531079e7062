import { setTimeout as sleep } from "node:timers/promises"
import { Hono } from "hono"
import { expect, test } from "vitest"
import { createPace } from "../../../federation/receiving/pace.ts"
import { inboxRoutes } from "../../../federation/receiving/receive.ts"
import type { Refusal } from "../../../federation/receiving/refusal.ts"
import { Busy, Turns } from "../../../federation/remote/turns.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { cavage, makeKey } from "../../support/signing.ts"

const refusal = (run: () => unknown): Refusal | null => {
  try {
    run()
    return null
  } catch (error) {
    return error as Refusal
  }
}

test("a host that has had its share of a minute waits for the next one, others do not", () => {
  let now = new Date("2026-11-21T10:00:30Z")
  const pace = createPace(() => now)
  for (let i = 0; i < 1200; i++) {
    pace.check("busy.example")
    pace.count("busy.example")
  }
  expect(refusal(() => pace.check("busy.example"))).toMatchObject({ status: 429, retryAfter: 60 })
  expect(refusal(() => pace.check("quiet.example"))).toBeNull()
  now = new Date("2026-11-21T10:01:00Z")
  expect(refusal(() => pace.check("busy.example"))).toBeNull()
})

test("when too much waits nobody is let in, and it is counted only every few seconds", async () => {
  let now = new Date("2026-11-21T10:00:00Z")
  let waiting = 3
  let counted = 0
  const pace = createPace(() => now)
  const check = () =>
    pace.checkQueue(async () => {
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

test("turns come in order, end with who is tired of waiting, and are bounded in all", async () => {
  const turns = new Turns({ perHost: 2, inAll: 4, patience: 100 })
  const done: number[] = []
  const work = (n: number, ms: number) =>
    turns.run("a.example", async () => {
      await sleep(ms)
      done.push(n)
    })
  const all = [work(1, 30), work(2, 300), work(3, 30), work(4, 30)]
  await expect(turns.run("b.example", async () => {})).rejects.toBeInstanceOf(Busy)
  await Promise.all(all)
  expect(done).toEqual([1, 3, 4, 2])
  const slow = [work(5, 300), work(6, 300)]
  await expect(work(7, 0)).rejects.toThrow("too many actors of a.example")
  await turns.run("b.example", async () => {})
  await Promise.all(slow)
  await work(8, 0)
  expect(done.slice(4)).toEqual([5, 6, 8])
})

test("in an outage of the database senders are asked to come back", async () => {
  const { db } = openDatabase("postgres://beffroi:x@127.0.0.1:9/postgres", 1)
  const app = new Hono()
  inboxRoutes(app, {
    db,
    origin: "https://agenda.example",
    now: () => new Date(),
    load: async () => {
      throw new Error("is not asked for")
    },
  })
  const actor = "https://a.example/users/ana"
  const body = JSON.stringify({ id: `${actor}/1`, type: "Like", actor, object: "https://agenda.example/events/1" })
  const headers = cavage(makeKey(`${actor}#main-key`), "https://agenda.example/inbox", body)
  for (const inbox of ["/inbox", "/actors/agenda/inbox"]) {
    const answer = await app.request(inbox, { method: "POST", body, headers })
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "60"])
  }
  await db.destroy()
})
