import { afterAll, beforeAll, expect, test } from "vitest"
import { pruneResponses } from "../../src/store/idempotency.ts"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { ORIGIN } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
const START = new Date("2026-11-21T10:00:00Z")
beforeAll(async () => {
  api = await openApi(START)
})
afterAll(() => api.close())

const count = async (table: "event" | "outbox" | "idempotency") =>
  (
    await api.db
      .selectFrom(table)
      .select(eb => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow()
  ).n
const post = (key: string, over: object = {}, token = api.officer) =>
  api.ask("POST /api/v1/events", { token, body: { ...EXAMPLE_EVENT, ...over }, headers: { "Idempotency-Key": key } })

test("a repeat gets the first answer and does nothing", async () => {
  const first = await post("one")
  const counts = [await count("event"), await count("outbox")]
  const again = await post("one")
  expect([first.status, first.headers.get("Idempotent-Replayed")]).toEqual([201, null])
  expect([again.status, again.headers.get("Idempotent-Replayed")]).toEqual([201, "true"])
  expect(again.text).toBe(first.text)
  expect(again.headers.get("Location")).toBe(`${ORIGIN}/api/v1/events/${first.body.id}`)
  expect([await count("event"), await count("outbox")]).toEqual(counts)
  // even when what was made is gone
  await api.ask(`DELETE /api/v1/events/${first.body.id}`)
  expect((await post("one")).text).toBe(first.text)
})

test("repeats at the same moment do it once", async () => {
  const before = await count("event")
  const got = await Promise.all(Array.from({ length: 20 }, () => post("many")))
  expect(new Set(got.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(got[0]!.status).toBe(201)
  expect(got.filter(({ headers }) => headers.get("Idempotent-Replayed") === null)).toHaveLength(1)
  expect(await count("event")).toBe(before + 1)
})

test("the key of another request is refused; another token's keys are its own", async () => {
  const first = await post("two")
  const other = await post("two", { title: "Autre chose" })
  expect([other.status, other.body.detail]).toEqual([422, "this Idempotency-Key came with another request before"])
  const elsewhere = await api.ask(`POST /api/v1/events/${first.body.id}/cancel`, {
    body: {},
    headers: { "Idempotency-Key": "two" },
  })
  expect(elsewhere.status).toBe(422)
  const mine = await post("two", {}, await api.tokenFor("write:events"))
  expect(mine.status).toBe(201)
  expect(mine.body.id).not.toBe(first.body.id)
})

test("what failed is not remembered: the key is still good", async () => {
  const wrong = await post("three", { calendar: "nulle_part" })
  expect(wrong.status).toBe(422)
  expect((await post("three")).status).toBe(201)
})

test("a verb with a key is repeated safely; without one the repeat is a conflict", async () => {
  const { body } = await post("four")
  const cancel = (headers: Record<string, string>) =>
    api.ask(`POST /api/v1/events/${body.id}/cancel`, { body: {}, headers })
  const first = await cancel({ "Idempotency-Key": "five" })
  const again = await cancel({ "Idempotency-Key": "five" })
  expect([first.status, again.status, again.text]).toEqual([200, 200, first.text])
  expect((await cancel({})).status).toBe(409)
})

test("a key is 1 to 255 visible characters", async () => {
  for (const key of ["a".repeat(256), "a b", "é"]) {
    const got = await post(key)
    expect([got.status, got.body.detail]).toEqual([400, "Idempotency-Key must be 1 to 255 visible ASCII characters"])
  }
})

test("answers are kept for a day", async () => {
  const first = await post("six")
  api.setClock(new Date(START.getTime() + 25 * 3600 * 1000))
  const later = await post("six")
  expect([later.status, later.headers.get("Idempotent-Replayed")]).toEqual([201, null])
  expect(later.body.id).not.toBe(first.body.id)
  const before = await count("idempotency")
  expect(await pruneResponses(api.db, api.site.now())).toBe(before - 1)
  expect((await post("six")).text).toBe(later.text)
})
