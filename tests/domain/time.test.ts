import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  firstDay,
  instantsOf,
  isoSeconds,
  isTimeZone,
  lastDay,
  movedAlong,
  movedTo,
  problemsOfWhen,
  type When,
  withOffset,
  zonedEnd,
  zonedStart,
} from "../../src/domain/time.ts"
import { sentenceOfProblems } from "../../src/text/errors.ts"

const when = (start: string, end: string | null = null, timeZone = "Europe/Paris"): When => ({
  start,
  end,
  allDay: !start.includes("T"),
  timeZone,
})
const instants = (w: When) => {
  const { startsAt, endsAt, overAt } = instantsOf(w)
  return [startsAt.toISOString(), endsAt?.toISOString() ?? null, overAt.toISOString()]
}

describe("instants", () => {
  test.each([
    [
      "winter in Paris",
      when("2026-12-01T18:30", "2026-12-01T20:30"),
      ["2026-12-01T17:30:00.000Z", "2026-12-01T19:30:00.000Z", "2026-12-01T19:30:00.000Z"],
    ],
    [
      "summer in Paris",
      when("2026-07-01T18:30", "2026-07-01T20:30"),
      ["2026-07-01T16:30:00.000Z", "2026-07-01T18:30:00.000Z", "2026-07-01T18:30:00.000Z"],
    ],
    [
      "La Réunion",
      when("2026-07-01T18:30", null, "Indian/Reunion"),
      ["2026-07-01T14:30:00.000Z", null, "2026-07-01T20:00:00.000Z"],
    ],
    [
      "Nouméa",
      when("2026-07-01T08:00", "2026-07-01T09:00", "Pacific/Noumea"),
      ["2026-06-30T21:00:00.000Z", "2026-06-30T22:00:00.000Z", "2026-06-30T22:00:00.000Z"],
    ],
    [
      "no end: over at midnight",
      when("2026-12-01T18:30"),
      ["2026-12-01T17:30:00.000Z", null, "2026-12-01T23:00:00.000Z"],
    ],
    [
      "one whole day",
      when("2026-12-01"),
      ["2026-11-30T23:00:00.000Z", "2026-12-01T23:00:00.000Z", "2026-12-01T23:00:00.000Z"],
    ],
    [
      "whole days, the last one included",
      when("2026-12-01", "2026-12-03"),
      ["2026-11-30T23:00:00.000Z", "2026-12-03T23:00:00.000Z", "2026-12-03T23:00:00.000Z"],
    ],
    [
      "the night that is an hour longer",
      when("2026-10-24T20:00", "2026-10-25T08:00"),
      ["2026-10-24T18:00:00.000Z", "2026-10-25T07:00:00.000Z", "2026-10-25T07:00:00.000Z"],
    ],
    [
      "the day that is an hour shorter",
      when("2026-03-29"),
      ["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ],
    [
      "an hour that comes twice is its first",
      when("2026-10-25T02:30"),
      ["2026-10-25T00:30:00.000Z", null, "2026-10-25T23:00:00.000Z"],
    ],
  ])("%s", (_, w, expected) => {
    expect(problemsOfWhen(w)).toEqual([])
    expect(instants(w)).toEqual(expected)
  })

  test("a day whose midnight is skipped begins when the clock does", () => {
    // Cairo goes forward at midnight of the last Friday of April
    expect(withOffset(zonedStart(when("2026-04-24", null, "Africa/Cairo")))).toBe("2026-04-24T01:00:00+03:00")
  })

  test("days, first and last, are those of the event's own calendar", () => {
    const w = when("2026-12-31T20:00", "2027-01-01T02:00", "Pacific/Noumea")
    expect([firstDay(w).toString(), lastDay(w).toString()]).toEqual(["2026-12-31", "2027-01-01"])
    expect(lastDay(when("2026-12-31")).toString()).toBe("2026-12-31")
  })
})

describe("what cannot be kept", () => {
  const reasons = (w: When) => problemsOfWhen(w).map(problem => sentenceOfProblems([problem]))
  test.each([
    [
      "an hour that the clocks skip",
      when("2026-03-29T02:30"),
      ["start: 2026-03-29T02:30 does not exist in Europe/Paris: clocks go forward over it"],
    ],
    ["the same hour elsewhere", when("2026-03-29T02:30", null, "Indian/Reunion"), []],
    ["its edges", when("2026-03-29T01:59", "2026-03-29T03:00"), []],
    [
      "an end in the gap",
      when("2026-03-29T01:00", "2026-03-29T02:59"),
      ["end: 2026-03-29T02:59 does not exist in Europe/Paris: clocks go forward over it"],
    ],
    [
      "an end before the start",
      when("2026-12-01T18:30", "2026-12-01T18:29"),
      ["end: 2026-12-01T18:29 is before the start, 2026-12-01T18:30"],
    ],
    ["an end at the start", when("2026-12-01T18:30", "2026-12-01T18:30"), []],
    [
      "a last day before the first",
      when("2026-12-02", "2026-12-01"),
      ["end: 2026-12-01 is before the start, 2026-12-02"],
    ],
    ["29 February", when("2027-02-29"), ['start: "2027-02-29" is not a date such as 2026-12-01']],
    ["25 o'clock", when("2026-12-01T25:00"), ['start: "2026-12-01T25:00" is not a time of day']],
    [
      "an offset",
      when("2026-12-01T18:30+01:00"),
      ['start: "2026-12-01T18:30+01:00" is not a local time such as 2026-12-01T18:30'],
    ],
    [
      "far years",
      when("1899-12-31", "2201-01-01"),
      ['start: "1899-12-31" is not a date such as 2026-12-01', 'end: "2201-01-01" is not a date such as 2026-12-01'],
    ],
    ["a zone that is none", when("2026-12-01", null, "Paris"), ['timeZone: "Paris" is not an IANA time zone']],
    [
      "mixed forms",
      { start: "2026-12-01", end: "2026-12-01T20:00", allDay: true, timeZone: "Europe/Paris" },
      ['end: "2026-12-01T20:00" is not a date such as 2026-12-01'],
    ],
  ])("%s", (_, w, expected) => expect(reasons(w)).toEqual(expected))

  test("zones are IANA names, not offsets", () => {
    expect(["Europe/Paris", "UTC", "America/Argentina/Ushuaia", "Etc/GMT+5"].map(isTimeZone)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(["", "+01:00", "Europe/Paris\u0000", "../etc", "Mars/Base"].map(isTimeZone)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe("on the wire", () => {
  test("local time with its offset, seconds and nothing smaller", () => {
    expect(withOffset(zonedStart(when("2026-12-12T20:30")))).toBe("2026-12-12T20:30:00+01:00")
    expect(withOffset(zonedStart(when("2026-08-03T10:00", null, "UTC")))).toBe("2026-08-03T10:00:00+00:00")
    expect(withOffset(zonedEnd(when("2026-12-12"))!)).toBe("2026-12-13T00:00:00+01:00")
    expect(isoSeconds(new Date("2026-11-21T16:10:00.987Z"))).toBe("2026-11-21T16:10:00Z")
  })
})

describe("moving", () => {
  test("keeps the length on the clock, over a change of hour too", () => {
    expect(movedTo(when("2026-03-21T14:00", "2026-03-22T17:00"), "2026-03-28T14:00")).toEqual(
      when("2026-03-28T14:00", "2026-03-29T17:00"),
    )
    expect(movedTo(when("2026-12-01", "2026-12-03"), "2027-02-27")).toEqual(when("2027-02-27", "2027-03-01"))
    expect(movedTo(when("2026-12-01T10:00", "2026-12-01T12:00"), "2027-01-05", "Indian/Reunion")).toEqual(
      when("2027-01-05", null, "Indian/Reunion"),
    )
    expect(movedTo(when("2026-12-01"), "2026-12-02").end).toBeNull()
  })

  test("sessions keep their distance from the start", () => {
    const from = when("2026-12-01T14:00", "2026-12-01T17:00")
    const to = when("2026-12-08T09:30", "2026-12-08T12:30")
    expect(movedAlong(when("2026-12-01T15:00", "2026-12-01T15:45"), from, to)).toEqual(
      when("2026-12-08T10:30", "2026-12-08T11:15"),
    )
    expect(movedAlong(when("2026-12-01"), from, to)).toEqual(when("2026-12-08"))
    const days = when("2026-12-01", "2026-12-02")
    expect(movedAlong(when("2026-12-02T09:00"), days, when("2027-06-10", "2027-06-11", "Indian/Reunion"))).toEqual(
      when("2027-06-11T09:00", null, "Indian/Reunion"),
    )
  })
})

describe("for any moment", () => {
  const zone = fc.constantFrom(
    "Europe/Paris",
    "Indian/Reunion",
    "Pacific/Noumea",
    "America/Martinique",
    "UTC",
    "Africa/Cairo",
    "Asia/Kathmandu",
  )
  const minute = fc.integer({ min: 0, max: 60 * 24 * 365 * 20 })
  const local = (n: number) =>
    Temporal.PlainDateTime.from("2015-01-01T00:00").add({ minutes: n }).toString({ smallestUnit: "minute" })
  const moment = fc
    .record({
      n: minute,
      length: fc.option(fc.integer({ min: 0, max: 60 * 24 * 10 })),
      allDay: fc.boolean(),
      timeZone: zone,
    })
    .map(({ n, length, allDay, timeZone }): When => {
      const cut = (text: string) => (allDay ? text.slice(0, 10) : text)
      return { start: cut(local(n)), end: length === null ? null : cut(local(n + length)), allDay, timeZone }
    })

  test("what has no problem starts before it ends, ends before it is over, and reads back from its instant", () => {
    fc.assert(
      fc.property(moment, w => {
        fc.pre(problemsOfWhen(w).length === 0)
        const { startsAt, endsAt, overAt } = instantsOf(w)
        expect(startsAt.getTime()).toBeLessThanOrEqual((endsAt ?? overAt).getTime())
        expect(overAt.getTime()).toBeGreaterThanOrEqual((endsAt ?? startsAt).getTime())
        const back = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime())
          .toZonedDateTimeISO(w.timeZone)
          .toPlainDateTime()
        if (!w.allDay) expect(back.toString({ smallestUnit: "minute" })).toBe(w.start)
        expect(Temporal.Instant.from(withOffset(zonedStart(w))).epochMilliseconds).toBe(startsAt.getTime())
      }),
    )
  })

  test("a move and its way back change nothing", () => {
    fc.assert(
      fc.property(moment, minute, (w, n) => {
        const start = w.allDay ? local(n).slice(0, 10) : local(n)
        const there = movedTo(w, start)
        expect(there.start).toBe(start)
        expect(movedTo(there, w.start)).toEqual(w)
        expect(movedAlong(movedAlong(w, w, there), there, w)).toEqual(w)
        expect(movedAlong(w, w, there)).toEqual(there)
      }),
    )
  })
})
