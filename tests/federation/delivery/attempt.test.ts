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

const schemeOf = (request: Received) => (request.headers["signature-input"] ? "rfc9421" : "cavage")

/** A server that supports these schemes, and answers `refusal` to others. */
async function openServer(signatures: string[], refusal = 401): Promise<void> {
  there = await openSink((request, response) =>
    response.writeHead(signatures.includes(schemeOf(request)) ? 202 : refusal).end(),
  )
  await sending.follow(there.host)
}

let events = 0
/** Delivers one more activity. @returns the signature schemes of its requests */
async function schemesOfNext(): Promise<string[]> {
  const before = there.received.length
  await sending.publish(`/events/${++events}`)
  const sender = sending.sender()
  await sender.runOnce()
  await sender.settled()
  return there.received.slice(before).map(schemeOf)
}

const remembered = async () => {
  const host = await readHost(sending.db, there.host)
  return host?.signatureScheme
    ? [host.signatureScheme, Math.round((host.signatureSchemeUntil!.getTime() - Date.now()) / 86_400_000)]
    : null
}
const states = async () => (await sending.rows()).map(row => row.state)

test("a host that accepts draft-cavage is never sent RFC 9421", async () => {
  await openServer(["cavage", "rfc9421"])
  expect(await schemesOfNext()).toEqual(["cavage"])
  expect(await schemesOfNext()).toEqual(["cavage"])
  expect(await remembered()).toBe(null)
})

test.each([401, 400])(
  "a %i is followed by a second request with RFC 9421, which is remembered for a week",
  async refusal => {
    await openServer(["rfc9421"], refusal)
    expect(await schemesOfNext()).toEqual(["cavage", "rfc9421"])
    expect(await remembered()).toEqual(["rfc9421", 7])
    expect(await schemesOfNext()).toEqual(["rfc9421"])
    await sending.later(7 * 86_400 + 60)
    expect(await schemesOfNext()).toEqual(["cavage", "rfc9421"])
    expect(await states()).toEqual(["done", "done", "done"])
  },
)

test("a host that supports only draft-cavage again gets it at the second request", async () => {
  await openServer(["cavage"])
  await sending.db
    .insertInto("host")
    .values({ name: there.host, signatureScheme: "rfc9421", signatureSchemeUntil: new Date(Date.now() + 3_600_000) })
    .execute()
  expect(await schemesOfNext()).toEqual(["rfc9421", "cavage"])
  expect(await schemesOfNext()).toEqual(["cavage"])
  expect(await states()).toEqual(["done", "done"])
})

test("a host that refuses both schemes gets one request for a day; the first answer decides", async () => {
  await openServer([])
  expect(await schemesOfNext()).toEqual(["cavage", "rfc9421"])
  expect(await remembered()).toEqual(["cavage", 1])
  expect(await schemesOfNext()).toEqual(["cavage"])
  expect((await sending.rows()).map(row => [row.state, row.status])).toEqual([
    ["pending", 401],
    ["pending", 401],
  ])
})

test.each([403, 404, 422, 500])("%i does not lead to a second request", async status => {
  await openServer([], status)
  expect(await schemesOfNext()).toEqual(["cavage"])
  expect(await remembered()).toBe(null)
})

test("an unrelated error in answer to the second request changes nothing", async () => {
  there = await openSink((request, response) => response.writeHead(schemeOf(request) === "cavage" ? 401 : 410).end())
  await sending.follow(there.host)
  expect(await schemesOfNext()).toEqual(["cavage", "rfc9421"])
  expect((await sending.rows()).map(row => [row.state, row.status])).toEqual([["pending", 401]])
  expect((await sending.db.selectFrom("follower").selectAll().execute()).length).toBe(1)
})
