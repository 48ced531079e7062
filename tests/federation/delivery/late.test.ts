import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "kysely"
import pg from "pg"
import { afterEach, beforeEach, expect, inject, test } from "vitest"
import { claimDeliveries, type DeliveryResult, recordDeliveries } from "../../../src/store/deliveries.ts"
import { dropInbox } from "../../../src/store/inboxes.ts"
import { eventually } from "../../support/beffroi.ts"
import { idOf, openSending, openSink, type Sending, type Sink } from "./support.ts"

/** A worker that was suspended longer than its lease, and another that has taken over. */
let sending: Sending
let there: Sink
beforeEach(async () => {
  sending = await openSending(inject("postgres"))
  there = await openSink()
})
afterEach(async () => {
  there.stop()
  await sending.close()
})

const claim = async () => (await claimDeliveries(sending.db, { limit: 10, leaseSeconds: 60 })).deliveries[0]!
const later = (id: number, claimed: number, attempts = claimed): DeliveryResult => ({
  id,
  claimed,
  attempts,
  state: "pending",
  delay: 300,
  status: 500,
  error: "HTTP 500",
})
const row = async () => {
  const { rows } = await sql`
    select state, attempts, status, leased_until > now() as leased, due_at > now() + interval '200 s' as later from delivery
  `.execute(sending.db)
  return rows[0]
}

test("a failure or release by the late worker does not affect the worker that holds the lease", async () => {
  await sending.follow(there.host)
  await sending.publish("/events/1")
  const late = await claim()
  await sending.later(61)
  const now = await claim()
  expect([late.attempts, now.attempts, now.id]).toEqual([1, 2, late.id])
  const held = { state: "pending", attempts: 2, status: null, leased: true, later: false }
  await recordDeliveries(sending.db, [later(late.id, 1)])
  expect(await row()).toEqual(held)
  await recordDeliveries(sending.db, [later(late.id, 1, 0)])
  expect(await row()).toEqual(held)
  await recordDeliveries(sending.db, [{ ...later(late.id, 1), state: "dead" }])
  expect(await row()).toEqual(held)
  await recordDeliveries(sending.db, [later(now.id, 2)])
  expect(await row()).toEqual({ state: "pending", attempts: 2, status: 500, leased: null, later: true })
})

test("a delivery by the late worker is recorded as done, and stays so", async () => {
  await sending.follow(there.host)
  await sending.publish("/events/1")
  const late = await claim()
  await sending.later(61)
  const now = await claim()
  await recordDeliveries(sending.db, [{ ...later(late.id, 1), state: "done", status: 202, error: null }])
  const done = { state: "done", attempts: 1, status: 202, leased: null, later: false }
  expect(await row()).toEqual(done)
  await recordDeliveries(sending.db, [later(now.id, 2)])
  expect(await row()).toEqual(done)
})

test("a delivery that was dropped while it was in flight stays dropped", async () => {
  const inbox = await sending.follow(there.host)
  await sending.publish("/events/1")
  const { id } = await claim()
  await dropInbox(sending.db, { inbox, host: there.host, reason: "this inbox is gone" })
  await recordDeliveries(sending.db, [later(id, 1)])
  expect(await row()).toEqual({ state: "dead", attempts: 1, status: null, leased: null, later: false })
})

test("a delivery whose lease has ended is not sent: another worker has it", async () => {
  await sending.follow(there.host)
  const id = await sending.publish("/events/1")
  const lock = new pg.Client({ connectionString: sending.url })
  await lock.connect()
  // claimed, but its bytes cannot be read
  await lock.query("begin; lock table outbox in access exclusive mode")
  const waitingForLock = (n: number) =>
    eventually(async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      `.execute(sending.db)
      return rows.length === n
    })
  const late = sending.sender({ lease: 1 })
  const first = late.runOnce()
  await waitingForLock(1)
  await sleep(1_050)
  const other = sending.sender()
  const second = other.runOnce()
  await waitingForLock(2)
  await lock.query("rollback")
  await lock.end()
  await Promise.all([first, second])
  await Promise.all([late.settled(), other.settled()])
  expect(there.accepted()).toEqual([idOf(id)])
  expect(await row()).toEqual({ state: "done", attempts: 2, status: 202, leased: null, later: false })
})
