import { createServer } from "node:http"
import { sql } from "kysely"
import { afterEach, beforeEach, expect, inject, test } from "vitest"
import { createGoneHostsJob } from "../../../federation/remote/gone-hosts.ts"
import { listDead } from "../../../src/store/dead-letters.ts"
import { claimGoneHosts, listFailingHosts, readHost } from "../../../src/store/hosts.ts"
import { failingHostLine } from "../../../src/text/failing-host.ts"
import { idOf, openSending, openSink, type Sending, type Sink } from "./support.ts"

/** A server that does not answer for weeks; with `up` it answers. */
let sending: Sending
let there: Sink
let up = false
const asked: string[] = []

const DAY = 24 * 3600
beforeEach(async () => {
  up = false
  asked.length = 0
  sending = await openSending(inject("postgres"))
  there = await openSink((request, response, message) => {
    asked.push(`${request.method} ${request.url}`)
    if (!up) message.socket.destroy()
    else response.writeHead(request.method === "GET" ? 404 : 202).end()
  })
})
afterEach(async () => {
  there.stop()
  await sending.close()
})

const send = async () => {
  const sender = sending.sender()
  const begun = await sender.runOnce()
  await sender.settled()
  return begun
}
const probe = () => createGoneHostsJob({ db: sending.db, outgoing: sending.outgoing }).runOnce()
const host = async () => (await readHost(sending.db, there.host))!
const followers = async () => (await sending.db.selectFrom("follower").select("remoteId").execute()).length
const nothing = { failures: 0, failingSince: null, pausedUntil: null, goneAt: null }

/** Publishes, and lets it fail for eight days. @returns id of the outbox row */
async function vanish(names = ["ana", "bo", "chi"]): Promise<string> {
  for (const name of names) await sending.follow(there.host, name)
  const id = await sending.publish("/events/1")
  await send()
  await sending.later(8 * DAY)
  await send()
  await send()
  asked.length = 0
  return id
}

test("after a week without an answer and one more failure a host is gone: that is listed, and nothing more is queued or sent", async () => {
  for (const name of ["ana", "bo", "chi"]) await sending.follow(there.host, name)
  await sending.publish("/events/1")
  await send()
  await sending.later(6 * DAY)
  await send()
  expect(await host()).toMatchObject({ failures: 2, goneAt: null })
  await sending.later(2 * DAY)
  await send()
  const gone = await host()
  expect(gone.goneAt).toBeInstanceOf(Date)
  const [listed] = await listFailingHosts(sending.db)
  expect(listed).toMatchObject({ name: there.host, followers: 3, goneAt: gone.goneAt })
  const since = gone.failingSince!.toISOString().slice(0, 10)
  const next = gone.pausedUntil!.toISOString().slice(0, 10)
  expect(failingHostLine({ ...listed!, lastError: "timeout" })).toBe(
    `${there.host} is gone: no answer since ${since}; nothing is sent to it, 3 followers kept; asked again on ${next}; last: timeout`,
  )

  asked.length = 0
  await sending.publish("/events/2")
  await sending.later(8 * DAY)
  expect(await send()).toBe(0)
  const rows = await sending.rows()
  expect(rows.map(row => [row.thread, row.state])).toEqual(Array(3).fill(["/events/1", "dead"]))
  expect(new Set((await listDead(sending.db)).map(letter => letter.error))).toContain(
    "this server has not answered for 7 days",
  )
  expect([asked, await followers()]).toEqual([[], 3])
})

test("a week in which we sent nothing does not make a host gone: only a failure after it does", async () => {
  await sending.follow(there.host)
  const id = await sending.publish("/events/1")
  await send()
  await sending.later(30 * DAY)
  expect((await host()).goneAt).toBe(null)
  up = true
  await send()
  expect(there.accepted()).toEqual([idOf(id)])
  expect(await host()).toMatchObject(nothing)
})

test("a gone host is asked once a day, later once a week, by one worker only, and stays gone while it does not answer", async () => {
  await vanish()
  expect([await probe(), asked]).toEqual([0, []])
  await sending.later(DAY)
  const [one, other] = await Promise.all([probe(), probe()])
  expect([one + other, asked]).toEqual([1, ["GET /.well-known/nodeinfo"]])
  const { goneAt, pausedUntil, lastError } = await host()
  expect(goneAt).toBeInstanceOf(Date)
  const days = (date: Date) => (date.getTime() - Date.now()) / (DAY * 1000)
  expect([days(pausedUntil!) > 0.89, days(pausedUntil!) < 1.11]).toEqual([true, true])
  expect(lastError).toMatch(/socket|closed|network|reset/i)
  await sql`update host set gone_at = now() - interval '1 year', paused_until = now()`.execute(sending.db)
  await probe()
  const later = days((await host()).pausedUntil!)
  expect([later > 6.2, later < 7.8, asked.length, await followers()]).toEqual([true, true, 2, 3])
})

test("a gone host without followers, or that is blocked, is not asked", async () => {
  await vanish(["ana"])
  await sending.later(DAY)
  await sql`update host set blocked_at = now()`.execute(sending.db)
  expect(await claimGoneHosts(sending.db, 10)).toEqual([])
  await sql`update host set blocked_at = null`.execute(sending.db)
  await sending.db.deleteFrom("follower").execute()
  await sending.db.deleteFrom("remoteActor").execute()
  expect(await claimGoneHosts(sending.db, 10)).toEqual([])
})

test("any answer resumes deliveries: what waits is sent at once, and all its followers get new activities", async () => {
  await vanish()
  await sending.db.deleteFrom("delivery").execute()
  // promised before it was gone, and not a week old
  await sql`update host set gone_at = null`.execute(sending.db)
  const waiting = await sending.publish("/events/2")
  await sql`update host set gone_at = now() - interval '2 days', paused_until = now() + interval '1 day'`.execute(
    sending.db,
  )
  await sql`update delivery set attempts = 9`.execute(sending.db)
  await send()
  expect([asked, (await sending.rows()).every(row => row.state === "pending" && row.wait > 3600)]).toEqual([[], true])
  up = true
  await sql`update host set paused_until = now()`.execute(sending.db)
  expect(await probe()).toBe(1)
  expect(await host()).toMatchObject(nothing)
  expect(await listFailingHosts(sending.db)).toEqual([])
  expect(await send()).toBe(3)
  const fresh = await sending.publish("/events/3")
  expect(await send()).toBe(3)
  expect(there.accepted()).toEqual([...Array(3).fill(idOf(waiting)), ...Array(3).fill(idOf(fresh))])
})

test("the error of a proxy without its server is no answer; a redirect is one", async () => {
  await vanish(["ana"])
  const at = async (status: number, headers = {}) => {
    const server = createServer((_, response) => response.writeHead(status, headers).end())
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as { port: number }
    await sql`update remote_actor set host = ${`127.0.0.1:${port}`}, inbox = ${`http://127.0.0.1:${port}/inbox`}`.execute(
      sending.db,
    )
    await sql`update host set name = ${`127.0.0.1:${port}`}, gone_at = now(), paused_until = now(), failures = 9`.execute(
      sending.db,
    )
    expect(await probe()).toBe(1)
    server.close()
    return (await readHost(sending.db, `127.0.0.1:${port}`))!.goneAt === null ? "back" : "gone"
  }
  expect(await at(502)).toBe("gone")
  expect(await at(522)).toBe("gone")
  expect(await at(301, { location: "https://elsewhere.example/" })).toBe("back")
})
