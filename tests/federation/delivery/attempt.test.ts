import { afterEach, beforeEach, expect, inject, test } from "vitest"
import { readHost } from "../../../src/store/hosts.ts"
import { openSending, openSink, type Received, type Sending, type Sink } from "./support.ts"

let sending: Sending
let there: Sink

beforeEach(async () => {
  sending = await openSending(inject("postgres"))
})
afterEach(async () => {
  there.stop()
  await sending.close()
})

const how = (request: Received) => (request.headers["signature-input"] ? "rfc9421" : "cavage")

/** A server that knows only these signatures, and answers `refusal` to others. */
async function knows(signatures: string[], refusal = 401): Promise<void> {
  there = await openSink((request, response) =>
    response.writeHead(signatures.includes(how(request)) ? 202 : refusal).end(),
  )
  await sending.follow(there.host)
}

let events = 0
/** One more activity; @returns the knocks it took */
async function knocks(): Promise<string[]> {
  const before = there.received.length
  await sending.publish(`/events/${++events}`)
  const sender = sending.sender()
  await sender.runOnce()
  await sender.settled()
  return there.received.slice(before).map(how)
}

const remembered = async () => {
  const host = await readHost(sending.db, there.host)
  return host?.signatureScheme
    ? [host.signatureScheme, Math.round((host.signatureSchemeUntil!.getTime() - Date.now()) / 86_400_000)]
    : null
}
const states = async () => (await sending.rows()).map(row => row.state)

test("who takes draft-cavage is never asked otherwise", async () => {
  await knows(["cavage", "rfc9421"])
  expect(await knocks()).toEqual(["cavage"])
  expect(await knocks()).toEqual(["cavage"])
  expect(await remembered()).toBe(null)
})

test.each([401, 400])("a %i gets a second knock with RFC 9421, and that is remembered for a week", async refusal => {
  await knows(["rfc9421"], refusal)
  expect(await knocks()).toEqual(["cavage", "rfc9421"])
  expect(await remembered()).toEqual(["rfc9421", 7])
  expect(await knocks()).toEqual(["rfc9421"])
  await sending.later(7 * 86_400 + 60)
  expect(await knocks()).toEqual(["cavage", "rfc9421"])
  expect(await states()).toEqual(["done", "done", "done"])
})

test("a host that went back to draft-cavage is found again", async () => {
  await knows(["cavage"])
  await sending.db
    .insertInto("host")
    .values({ name: there.host, signatureScheme: "rfc9421", signatureSchemeUntil: new Date(Date.now() + 3_600_000) })
    .execute()
  expect(await knocks()).toEqual(["rfc9421", "cavage"])
  expect(await knocks()).toEqual(["cavage"])
  expect(await states()).toEqual(["done", "done"])
})

test("who refuses both is knocked at once for a day; the first answer is what counts", async () => {
  await knows([])
  expect(await knocks()).toEqual(["cavage", "rfc9421"])
  expect(await remembered()).toEqual(["cavage", 1])
  expect(await knocks()).toEqual(["cavage"])
  expect((await sending.rows()).map(row => [row.state, row.status])).toEqual([
    ["pending", 401],
    ["pending", 401],
  ])
})

test.each([403, 404, 422, 500])("%i is no question of signatures", async status => {
  await knows([], status)
  expect(await knocks()).toEqual(["cavage"])
  expect(await remembered()).toBe(null)
})

test("nonsense in answer to the second knock changes nothing", async () => {
  there = await openSink((request, response) => response.writeHead(how(request) === "cavage" ? 401 : 410).end())
  await sending.follow(there.host)
  expect(await knocks()).toEqual(["cavage", "rfc9421"])
  expect((await sending.rows()).map(row => [row.state, row.status])).toEqual([["pending", 401]])
  expect((await sending.db.selectFrom("follower").selectAll().execute()).length).toBe(1)
})
