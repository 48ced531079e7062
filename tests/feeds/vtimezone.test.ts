import ICAL from "ical.js"
import { describe, expect, test } from "vitest"
import { vtimezone } from "../../src/feeds/ical/vtimezone.ts"

/** What ical.js understands of our VTIMEZONE, without any knowledge of zones of its own. */
function readBack(timeZone: string): ICAL.Timezone {
  const calendar = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\r\n${vtimezone(timeZone)}END:VCALENDAR\r\n`))
  return new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone")!)
}

function offsetOnClock(zone: ICAL.Timezone, time: Temporal.PlainDateTime): number {
  const { year, month, day, hour, minute } = time
  return zone.utcOffset(ICAL.Time.fromData({ year, month, day, hour, minute, second: 0 }))
}

/** The offsets in seconds that a local time can have: none in spring's gap, two in the hour that autumn repeats. */
function offsetsOfRuntime(timeZone: string, time: Temporal.PlainDateTime): number[] {
  const possible = (["earlier", "later"] as const).map(disambiguation =>
    time.toZonedDateTime(timeZone, { disambiguation }),
  )
  return possible.filter(zoned => zoned.toPlainDateTime().equals(time)).map(zoned => zoned.offsetNanoseconds / 1e9)
}

/** From the oldest archives to the last years that ical.js expands rules to. */
const YEARS = { from: 2018, to: 2034 }

/** Every hour of the day around each change, and noon of each month's first day. */
function momentsOf(timeZone: string): Temporal.PlainDateTime[] {
  const moments: Temporal.PlainDateTime[] = []
  for (let year = YEARS.from; year <= YEARS.to; year += 1) {
    for (let month = 1; month <= 12; month += 1)
      moments.push(Temporal.PlainDateTime.from({ year, month, day: 1, hour: 12 }))
  }
  let change = Temporal.PlainDate.from({ year: YEARS.from, month: 1, day: 1 })
    .toZonedDateTime(timeZone)
    .getTimeZoneTransition("next")
  while (change && change.year <= YEARS.to) {
    for (let hours = -12; hours <= 12; hours += 1) moments.push(change.toPlainDateTime().add({ hours }))
    change = change.getTimeZoneTransition("next")
  }
  return moments
}

describe("VTIMEZONE", () => {
  test("says what the runtime says, for every zone, hour by hour around every change from 2018 to 2034", () => {
    const wrong: string[] = []
    const zones = Intl.supportedValuesOf("timeZone")
    let compared = 0
    for (const timeZone of zones) {
      const read = readBack(timeZone)
      for (const moment of momentsOf(timeZone)) {
        const possible = offsetsOfRuntime(timeZone, moment)
        if (possible.length === 0) continue
        compared += 1
        const offset = offsetOnClock(read, moment)
        if (!possible.includes(offset)) wrong.push(`${timeZone} ${moment}: ${offset}, not ${possible.join(" or ")}`)
      }
    }
    expect(wrong).toEqual([])
    expect(zones.length).toBeGreaterThan(400)
    expect(compared).toBeGreaterThan(zones.length * 12 * 17)
  }, 120_000)

  test("Paris has one rule for summer and one for winter", () => {
    expect(vtimezone("Europe/Paris").split("\r\n")).toEqual([
      "BEGIN:VTIMEZONE",
      "TZID:Europe/Paris",
      "X-LIC-LOCATION:Europe/Paris",
      "BEGIN:STANDARD",
      "TZOFFSETFROM:+0200",
      "TZOFFSETTO:+0100",
      "DTSTART:19961027T030000",
      "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
      "END:STANDARD",
      "BEGIN:DAYLIGHT",
      "TZOFFSETFROM:+0100",
      "TZOFFSETTO:+0200",
      "DTSTART:19970330T020000",
      "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
      "END:DAYLIGHT",
      "END:VTIMEZONE",
      "",
    ])
  })

  test.each([
    ["Indian/Reunion", "+0400"],
    ["Indian/Mayotte", "+0300"],
    ["America/Martinique", "-0400"],
    ["America/Cayenne", "-0300"],
    ["Pacific/Noumea", "+1100"],
    ["Pacific/Tahiti", "-1000"],
  ])("%s is one standard time", (timeZone, offset) => {
    expect(vtimezone(timeZone).split("\r\n")).toEqual([
      "BEGIN:VTIMEZONE",
      `TZID:${timeZone}`,
      `X-LIC-LOCATION:${timeZone}`,
      "BEGIN:STANDARD",
      `TZOFFSETFROM:${offset}`,
      `TZOFFSETTO:${offset}`,
      "DTSTART:19700101T000000",
      "END:STANDARD",
      "END:VTIMEZONE",
      "",
    ])
  })

  test("no zone needs RDATE or UNTIL, every zone has a standard time, and each line is short", () => {
    for (const timeZone of Intl.supportedValuesOf("timeZone")) {
      const text = vtimezone(timeZone)
      expect(text, timeZone).not.toMatch(/RDATE|UNTIL/)
      expect(text, timeZone).toContain("BEGIN:STANDARD\r\n")
      expect(Math.max(...text.split("\r\n").map(line => line.length)), timeZone).toBeLessThanOrEqual(75)
    }
  })
})
