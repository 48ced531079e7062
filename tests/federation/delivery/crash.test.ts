import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import pg from "pg"
import { afterEach, beforeEach, expect, inject, test } from "vitest"
import { countDeliveries } from "../../../src/store/dead-letters.ts"
import { eventually } from "../../support/beffroi.ts"
import { idOf, ORIGIN, openSending, openSink, SECRET, type Sending } from "./support.ts"

let sending: Sending
let child: ChildProcess | null = null

beforeEach(async () => {
  sending = await openSending(inject("postgres"))
})
afterEach(async () => {
  child?.kill("SIGKILL")
  await sending.close()
})

const LEASE = 5
const start = (when: "before" | "after"): ChildProcess => {
  const program = fileURLToPath(new URL("./dying-sender.ts", import.meta.url))
  child = fork(program, [sending.url, ORIGIN, SECRET, String(LEASE), when], { execArgv: [] })
  return child
}
const kill = async (victim: ChildProcess) => {
  victim.kill("SIGKILL")
  await once(victim, "exit")
}

test("killed between claiming and sending: nothing is lost", async () => {
  const there = await openSink()
  for (let i = 0; i < 5; i++) await sending.follow(there.host, `user${i}`)
  const id = await sending.publish("/events/1")
  const victim = start("before")
  const [{ claimed }] = (await once(victim, "message")) as [{ claimed: number }]
  expect(claimed).toBe(5)
  await kill(victim)

  const other = sending.sender()
  expect(await other.runOnce()).toBe(0)
  await sending.later(LEASE)
  expect(await other.runOnce()).toBe(5)
  await other.settled()
  expect(there.accepted()).toEqual(Array(5).fill(idOf(id)))
  expect(await countDeliveries(sending.db)).toEqual({ pending: 0, done: 5, dead: 0 })
  there.stop()
})

test("killed between the answer and its recording: the receiver gets the same activity again, not another", async () => {
  const lock = new pg.Client({ connectionString: sending.url })
  await lock.connect()
  const there = await openSink(async (_, response) => {
    // nothing can be recorded any more, and the receiver has it
    if (there.received.length === 1) await lock.query("begin; lock table delivery in access exclusive mode")
    response.writeHead(202).end()
  })
  await sending.follow(there.host)
  const id = await sending.publish("/events/1")
  const victim = start("after")
  const waiting = `from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  await eventually(async () => (await lock.query(`select ${waiting}`)).rowCount === 1)
  await kill(victim)
  await lock.query(`select pg_terminate_backend(pid) ${waiting}`)
  await lock.query("rollback")
  await lock.end()

  const other = sending.sender()
  expect(await other.runOnce()).toBe(0)
  await sending.later(LEASE)
  expect(await other.runOnce()).toBe(1)
  await other.settled()
  const [first, second] = there.received
  expect(there.received.length).toBe(2)
  expect(second!.body).toBe(first!.body)
  expect(JSON.parse(second!.body).id).toBe(idOf(id))
  expect(await countDeliveries(sending.db)).toEqual({ pending: 0, done: 1, dead: 0 })
  there.stop()
})
