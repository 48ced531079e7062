import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "kysely"
import pg from "pg"
import { afterEach, beforeEach, expect, inject, test } from "vitest"
import { pruneDone } from "../../src/store/dead-letters.ts"
import { deliverTo } from "../../src/store/outbox.ts"
import { createHousekeeping } from "../../src/worker/jobs.ts"
import { type Job, startWorker, type Worker } from "../../src/worker/run.ts"
import { openSending, openSink, type Sending, type Sink } from "../federation/delivery/support.ts"
import { eventually } from "../support/beffroi.ts"

let sending: Sending
let there: Sink
let worker: Worker | null = null

beforeEach(async () => {
  sending = await openSending(inject("postgres"))
  there = await openSink()
})
afterEach(async () => {
  await worker?.stop()
  worker = null
  there.stop()
  await sending.close()
})

const start = (...jobs: Job[]) => {
  worker = startWorker({ databaseUrl: sending.url, jobs })
  return worker
}
/** Ends every connection of this database but one's own, as a restart of PostgreSQL does. */
const restart = async () => {
  const client = new pg.Client({ connectionString: sending.url })
  await client.connect()
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  )
  await client.end()
}
const listening = () =>
  eventually(async () => {
    const { rows } =
      await sql`select from pg_stat_activity where datname = current_database() and query ilike 'listen%'`.execute(
        sending.db,
      )
    return rows.length > 0
  })

test("the first delivery leaves within 100 ms of its publication", async () => {
  await sending.follow(there.host)
  start(sending.sender())
  await listening()
  await sleep(300)
  const delays: number[] = []
  for (let i = 0; i < 5; i++) {
    await sending.publish(`/events/${i}`)
    const published = performance.now()
    await eventually(async () => there.received.length === i + 1, 5000, 5)
    delays.push(there.received[i]!.at - published)
    await sleep(50)
  }
  // the median: this machine does other things as well
  expect(delays.toSorted((a, b) => a - b)[2]).toBeLessThan(100)
})

test("what becomes due by time is found without a word", async () => {
  await sending.follow(there.host)
  start(sending.sender())
  await sending.publish("/events/1", { dueAt: new Date(Date.now() + 1_500) })
  await eventually(async () => there.received.length === 1)
})

test("PostgreSQL may break all connections: the worker goes on, and hears again", async () => {
  await sending.follow(there.host)
  start(sending.sender())
  await listening()
  await restart()
  await eventually(() => sending.publish("/events/1").catch(() => null))
  await eventually(async () => there.received.length === 1, 10_000)
  await listening()
  await sending.publish("/events/2")
  await eventually(async () => there.received.length === 2)
})

test("a delivery that was under way when PostgreSQL went is recorded when it is back, and not repeated", async () => {
  let answer = () => {}
  const slow = await openSink((_, response) => {
    answer = () => response.writeHead(202).end()
  })
  await sending.follow(slow.host)
  const sender = sending.sender()
  start(sender)
  await sending.publish("/events/1")
  await eventually(async () => slow.received.length === 1)
  await sql`alter table delivery rename to delivery_away`.execute(sending.db)
  answer()
  await sleep(1_500)
  await sql`alter table delivery_away rename to delivery`.execute(sending.db)
  await eventually(async () => (await sending.rows())[0]!.state === "done")
  expect(slow.received.length).toBe(1)
  slow.stop()
})

test("a job that fails is tried again and does not hold the others", async () => {
  const runs = { failing: 0, fine: 0 }
  start(
    {
      name: "failing",
      runOnce: async () => {
        runs.failing++
        throw new Error("on purpose")
      },
    },
    { name: "fine", runOnce: async () => (++runs.fine <= 10 ? 1 : 0) },
  )
  await eventually(async () => runs.failing >= 2 && runs.fine > 10)
  await sleep(200)
  expect(runs.fine).toBeLessThan(14)
})

test("a stop finishes what is under way", async () => {
  let answered = 0
  const slow = await openSink((_, response) => {
    setTimeout(() => {
      answered++
      response.writeHead(202).end()
    }, 1_000)
  })
  await sending.follow(slow.host)
  const running = start(sending.sender())
  await sending.publish("/events/1")
  await eventually(async () => slow.received.length === 1)
  await running.stop()
  expect(answered).toBe(1)
  expect((await sending.rows()).map(row => row.state)).toEqual(["done"])
  // nothing new is begun
  await sending.publish("/events/2")
  await sleep(1_200)
  expect(slow.received.length).toBe(1)
  slow.stop()
})

test("a stop takes less than ten seconds, whatever hangs, and gives back what it could not finish", async () => {
  const hanging = await openSink(() => {})
  await sending.follow(hanging.host)
  const running = start(sending.sender())
  await sending.publish("/events/1")
  await eventually(async () => hanging.received.length === 1)
  const began = performance.now()
  await running.stop()
  expect(performance.now() - began).toBeLessThan(10_000)
  const [row] = await sending.rows()
  expect([row!.state, row!.attempts, row!.wait < 11]).toEqual(["pending", 0, true])
  hanging.stop()
})

test("a job that names an interval is not asked again before it has passed", async () => {
  let rare = 0
  let often = 0
  start(
    { name: "rare", everyMs: 3_600_000, runOnce: async () => (++rare < 3 ? 1 : 0) },
    { name: "often", runOnce: async () => 0 * ++often },
  )
  await eventually(async () => often >= 3)
  expect(rare).toBe(3)
})

test("housekeeping forgets what was done over thirty days ago, once an hour", async () => {
  await sending.follow(there.host)
  await sending.publish("/events/1")
  await sending.sender().runOnce()
  const job = createHousekeeping({ db: sending.db })
  expect(job.everyMs).toBe(3_600_000)
  expect(await job.runOnce()).toBe(0)
  await sql`update delivery set updated_at = now() - interval '31 days'`.execute(sending.db)
  expect(await job.runOnce()).toBe(1)
  expect(await pruneDone(sending.db, new Date())).toBe(0)
})

test("housekeeping forgets what one person was answered over thirty days ago; not what waits, was given up or is for all", async () => {
  const { db } = sending
  const ids = new Map<string, string>()
  for (const [name, type, state, days] of [
    ["old", "Accept", "done", 31],
    ["refusal", "Reject", "done", 31],
    ["recent", "Accept", "done", 29],
    ["waiting", "Ignore", "pending", 31],
    ["given up", "Accept", "dead", 31],
    ["our Follow", "Follow", "done", 31],
  ] as const) {
    const outboxId = await sending.publish("/", { type })
    await sql`update outbox set listed = false, published_at = now() - ${days} * interval '1 day' where id = ${outboxId}`.execute(
      db,
    )
    await deliverTo(db, {
      outboxId,
      actorId: sending.actorId,
      thread: "/",
      dueAt: new Date(),
      inboxes: ["http://a.example/inbox"],
    })
    await sql`update delivery set state = ${state} where outbox_id = ${outboxId}`.execute(db)
    ids.set(outboxId, name)
  }
  const announced = await sending.publish("/events/1", { type: "Accept" })
  await sql`update outbox set published_at = now() - interval '31 days' where id = ${announced}`.execute(db)
  ids.set(announced, "sent to all")
  expect(await createHousekeeping({ db }).runOnce()).toBe(2)
  const rows = await db.selectFrom("outbox").select("id").orderBy("seq").execute()
  expect(rows.map(({ id }) => ids.get(id))).toEqual(["recent", "waiting", "given up", "our Follow", "sent to all"])
  const deliveries = await db.selectFrom("delivery").select("outboxId").orderBy("id").execute()
  expect(deliveries.map(({ outboxId }) => ids.get(outboxId))).toEqual(["recent", "waiting", "given up", "our Follow"])
})
