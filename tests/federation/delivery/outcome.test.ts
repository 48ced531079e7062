import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type DeliveryAnswer,
  type DeliveryAttempt,
  hostFailed,
  hostPause,
  outcomeOf,
  RETRY_GAPS,
  retryAfterSeconds,
} from "../../../federation/delivery/outcome.ts"

const NOW = new Date("2026-12-12T10:00:00Z")
const DAY = 86_400

const answered = (status: number, retryAfter: string | null = null): DeliveryAnswer => ({
  status,
  retryAfter,
  text: "",
})
const none = (fault: "theirs" | "ours" | "refused"): DeliveryAnswer => ({ status: null, error: "why", fault })
const attempt = (answer: DeliveryAnswer, more: Partial<DeliveryAttempt> = {}): DeliveryAttempt => ({
  answer,
  attempts: 1,
  age: 0,
  software: null,
  activityType: "Create",
  isReply: false,
  sharedInbox: false,
  ...more,
})
const judge = (answer: DeliveryAnswer, more: Partial<DeliveryAttempt> = {}, random = 0.5) =>
  outcomeOf(attempt(answer, more), NOW, random)

describe("what an answer means", () => {
  test.each([200, 201, 202, 204, 299])("%i: done", status => expect(judge(answered(status))).toEqual({ kind: "done" }))

  test.each([400, 402, 403, 405, 406, 409, 413, 415, 422, 451])("%i: final", status => {
    expect(judge(answered(status))).toEqual({ kind: "dead" })
  })

  test.each([301, 302, 307, 308, 401, 408, 429, 500, 501, 502, 503, 504, 521])("%i: again in half a minute", status => {
    expect(judge(answered(status))).toEqual({ kind: "retry", delay: 30, counts: true })
  })

  test("410, and 404 on a personal inbox: gone", () => {
    expect(judge(answered(410))).toEqual({ kind: "gone" })
    expect(judge(answered(404))).toEqual({ kind: "gone" })
    expect(judge(answered(410), { sharedInbox: true })).toEqual({ kind: "gone" })
  })

  test("404 on a shared inbox: gone when it lasts", () => {
    expect(judge(answered(404), { sharedInbox: true })).toEqual({ kind: "retry", delay: 30, counts: true })
    expect(judge(answered(404), { sharedInbox: true, attempts: 5 }).kind).toBe("retry")
    expect(judge(answered(404), { sharedInbox: true, attempts: 6 })).toEqual({ kind: "gone" })
  })

  test("Gancio's 404 means that it does not support the activity, not that the inbox is gone", () => {
    expect(judge(answered(404), { software: "gancio" })).toEqual({ kind: "dead" })
  })

  test("WordPress's 400 to a Create that is not a reply is not a failure", () => {
    expect(judge(answered(400), { software: "wordpress" })).toEqual({ kind: "done" })
    expect(judge(answered(400), { software: "wordpress", isReply: true })).toEqual({ kind: "dead" })
    expect(judge(answered(400), { software: "wordpress", activityType: "Update" })).toEqual({ kind: "dead" })
    expect(judge(answered(403), { software: "wordpress" })).toEqual({ kind: "dead" })
  })

  test("no answer: again; a forbidden address: final; a shortage of our own: again, without counting", () => {
    expect(judge(none("theirs"))).toEqual({ kind: "retry", delay: 30, counts: true })
    expect(judge(none("refused"))).toEqual({ kind: "dead" })
    expect(judge(none("ours"), { attempts: 16 })).toEqual({ kind: "retry", delay: 7.5, counts: false })
  })
})

describe("retries", () => {
  test("16 attempts within a week, each later than the one before, then a dead letter", () => {
    const delays: number[] = []
    for (let attempts = 1; ; attempts++) {
      const outcome = judge(answered(500), { attempts })
      if (outcome.kind !== "retry") {
        expect([attempts, outcome]).toEqual([16, { kind: "dead" }])
        break
      }
      delays.push(outcome.delay)
    }
    expect(delays).toEqual([...RETRY_GAPS])
    expect(delays).toEqual(delays.toSorted((a, b) => a - b))
    const total = delays.reduce((sum, delay) => sum + delay)
    expect(total / DAY).toBeGreaterThan(6.5)
    expect(total / DAY).toBeLessThan(7)
  })

  test("jitter of a tenth to either side", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 15 }), (random, attempts) => {
        const outcome = judge(none("theirs"), { attempts }, random)
        const gap = RETRY_GAPS[attempts - 1]!
        return outcome.kind === "retry" && outcome.delay >= gap * 0.9 - 1e-6 && outcome.delay <= gap * 1.1 + 1e-6
      }),
    )
  })

  test("Retry-After is respected for a week and does not count as an attempt", () => {
    for (const status of [429, 503]) {
      expect(judge(answered(status, "120"), { attempts: 16 }, 0)).toEqual({ kind: "retry", delay: 120, counts: false })
      expect(judge(answered(status, "120"), { age: 7 * DAY })).toEqual({ kind: "dead" })
    }
    expect(judge(answered(500, "120"))).toEqual({ kind: "retry", delay: 30, counts: true })
  })

  test.each([
    ["120", 120],
    ["0", 1],
    ["Sat, 12 Dec 2026 10:05:00 GMT", 300],
    ["Sat, 12 Dec 2026 09:00:00 GMT", 1],
    ["9999999999", DAY],
    ["Fri, 31 Dec 9999 23:59:59 GMT", DAY],
    ["soon", null],
    ["-5", null],
    [null, null],
  ])("Retry-After: %s is %s seconds", (value, seconds) => {
    // "-5" is read by Date.parse as a month of 2001: long past, a second
    expect(retryAfterSeconds(value, NOW)).toBe(value === "-5" ? 1 : seconds)
  })
})

describe("the host", () => {
  test("fails without an answer, or when a proxy cannot reach its server", () => {
    expect(
      [none("theirs"), answered(502), answered(503), answered(504), answered(522), answered(530)].every(hostFailed),
    ).toBe(true)
  })

  test("does not fail when it answers, or when the cause is on our side", () => {
    const fine = [
      none("ours"),
      none("refused"),
      answered(202),
      answered(401),
      answered(404),
      answered(429),
      answered(500),
      answered(501),
    ]
    expect(fine.some(hostFailed)).toBe(false)
  })

  test("is paused for its Retry-After", () => {
    expect(hostPause(answered(429, "60"), NOW)).toBe(60)
    expect(hostPause(answered(503, "60"), NOW)).toBe(60)
    expect(hostPause(answered(429), NOW)).toBe(0)
    expect(hostPause(answered(202, "60"), NOW)).toBe(0)
  })
})
