import { readFileSync } from "node:fs"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { readActor } from "../../../../federation/vocab/reading/actor.ts"
import { remoteEventOf } from "../../../../federation/vocab/reading/event.ts"
import { whenOf } from "../../../../federation/vocab/reading/event-time.ts"
import { problemsOfWhen } from "../../../../src/domain/time.ts"

const PARIS = "Europe/Paris"
const EVERYBODY = "https://www.w3.org/ns/activitystreams#Public"
const ID = "https://p.example/e/1"
const read = (document: Record<string, unknown>) => remoteEventOf(ID, { name: "Concert", ...document }, PARIS)
const start = { startTime: "2026-12-01T20:30:00+01:00" }
const sent = (file: string) =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/${file}.json`, import.meta.url), "utf8")).body.object

describe("when a partner's event takes place", () => {
  const when = (startTime: unknown, endTime?: unknown, timezone?: unknown) => {
    const { when } = whenOf({ startTime, endTime, timezone }, PARIS)
    return when && [when.start, when.end, when.timeZone]
  }

  test("is a local time of its own zone, else of the zone of the site", () => {
    expect(when("2026-12-01T21:10:00Z", "2026-12-01T23:10:00Z", "Europe/Rome")).toEqual([
      "2026-12-01T22:10",
      "2026-12-02T00:10",
      "Europe/Rome",
    ])
    expect(when("2026-12-01T09:00:00+04:00", undefined, "Indian/Reunion")).toEqual([
      "2026-12-01T09:00",
      null,
      "Indian/Reunion",
    ])
    expect(when("2026-12-01T09:00:00+04:00")).toEqual(["2026-12-01T06:00", null, PARIS])
    expect(when("2026-12-01T23:05:46.607+01:00")).toEqual(["2026-12-01T23:05:46", null, PARIS])
    expect(when("2026-12-01T20:00:00")).toEqual(["2026-12-01T20:00", null, PARIS])
  })

  test("is all day when sent as dates, or from midnight to the last second of a day", () => {
    expect(when("2026-12-01", "2026-12-03")).toEqual(["2026-12-01", "2026-12-03", PARIS])
    expect(when("2026-12-01T00:00:00+01:00", "2026-12-01T23:59:59+01:00")).toEqual(["2026-12-01", null, PARIS])
    expect(when("2026-12-01T00:00:00+01:00", "2026-12-02T02:00:00+01:00")).toEqual([
      "2026-12-01T00:00",
      "2026-12-02T02:00",
      PARIS,
    ])
  })

  test("tells the two hours apart that autumn repeats", () => {
    expect(when("2026-10-25T02:30:00+02:00")).toEqual(["2026-10-25T02:30", null, PARIS])
    expect(when("2026-10-25T02:30:00+01:00")).toEqual(["2026-10-25T01:30", null, "UTC"])
  })

  test("has no end that is before the start or a year after it", () => {
    expect(when("2026-12-01T20:00:00Z", "2025-12-01T20:00:00Z")).toEqual(["2026-12-01T21:00", null, PARIS])
    expect(when("2026-12-01T20:00:00Z", "2199-12-01T20:00:00Z")).toEqual(["2026-12-01T21:00", null, PARIS])
    expect(when("2026-12-01", "2199-12-01")).toEqual(["2026-12-01", null, PARIS])
  })

  test.each([
    undefined,
    null,
    {},
    [],
    42,
    "demain",
    "9999-12-01T00:00:00Z",
    "0001-01-01",
    "2026-12-01T99:00:00Z",
    "2026-13-01",
    `2026-12-01T10:00:00${" ".repeat(1e6)}Z`,
    "2026-12-01\r\nSUMMARY:x",
  ])("is unknown from %j", value => {
    expect(when(value)).toBe(null)
  })

  test("ignores a zone that does not exist", () => {
    for (const zone of ["../../etc/passwd", "Europe/Paris\r\nX", "", {}, 1, "+26:00", "x".repeat(1e5)])
      expect(when("2026-12-01T20:00:00Z", undefined, zone)).toEqual(["2026-12-01T21:00", null, PARIS])
  })

  test("is always a date that can be stored, whatever is sent", () => {
    const text = fc.oneof(
      fc.date({ noInvalidDate: true }).map(date => date.toISOString()),
      fc
        .date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
        .map(d => d.toISOString()),
      fc.string(),
      fc.constantFrom("2026-03-29T02:30:00", "2026-10-25T02:30:00+01:00", "2026-12-01", "2026-02-30T10:00:00Z"),
      fc.anything(),
    )
    const zone = fc.oneof(fc.constantFrom("Indian/Reunion", "America/St_Johns", "Pacific/Chatham"), fc.anything())
    fc.assert(
      fc.property(text, text, zone, (startTime, endTime, timezone) => {
        const { when } = whenOf({ startTime, endTime, timezone }, PARIS)
        expect(when && problemsOfWhen(when)).toEqual(when && [])
      }),
    )
  })
})

describe("a partner's event", () => {
  test("of Gancio is read whole", () => {
    expect(read(sent("gancio/gancio1-024-Create-Event"))).toMatchObject({
      uid: "https://p.example/e/1",
      title: "Partner theatre",
      html: "<p>A real Gancio event</p>",
      text: "A real Gancio event",
      when: { start: "2026-12-01T23:05:46", end: "2026-12-02T01:05:46", allDay: false, timeZone: PARIS },
      status: "scheduled",
      place: { name: "Town hall", address: "Main street 1", latitude: 45.07, longitude: 7.68 },
      tags: ["music"],
      page: "https://gancio1.test/event/partner-theatre",
    })
  })

  test("of WordPress and Hubzilla too, with its zone, language and its id for a page", () => {
    expect(read(sent("wordpress/wp1-066-Create-Event"))).toMatchObject({
      when: { start: "2026-12-01T23:12:57", timeZone: "Europe/Rome" },
      language: "en",
      page: "https://wp1.test/event/event-1795299177/",
    })
    expect(read(sent("hubzilla/hz1-049-Invite-Event"))).toMatchObject({
      place: { name: "Town hall", address: null, latitude: null, longitude: null },
      // its only addresses are calendar files
      page: "https://p.example/e/1",
    })
  })

  test("keeps the UID of its origin when that is one", () => {
    const uid = "b8c4b8a2-7c0c-4f3b-9d50-3f6f7a2b9c1d"
    expect(read({ ...start, uuid: uid }).uid).toBe(uid)
    for (const bad of ["x", "a b c d e f g h", "a\r\nATTENDEE:x", {}, 12345678, "é".repeat(20), "x".repeat(251)])
      expect(read({ ...start, uuid: bad }).uid).toBe(ID)
  })

  test("is cancelled, postponed or tentative in any spelling", () => {
    const status = (more: object) => read({ ...start, ...more }).status
    expect(status({ status: "CANCELLED" })).toBe("cancelled")
    expect(status({ status: "CONFIRMED", eventStatus: "https://schema.org/EventCancelled" })).toBe("cancelled")
    expect(status({ status: "TENTATIVE", eventStatus: "EventPostponed" })).toBe("postponed")
    expect(status({ status: "tentative" })).toBe("tentative")
    expect(status({ status: { a: 1 }, eventStatus: ["EventCancelled"] })).toBe("scheduled")
  })

  test("leads nowhere but to the web", () => {
    for (const url of [
      "javascript:alert(1)",
      "data:text/html,x",
      "//evil.example",
      "https://a:b@evil.example/",
      { href: 1 },
    ])
      expect(read({ ...start, url }).page).toBe("https://p.example/e/1")
  })

  test("is listed when it is public, has a date and a bearable size", () => {
    const listed = (more: object) => read({ ...start, ...more }).isListed
    expect([listed({}), listed({ to: EVERYBODY }), listed({ to: [], cc: ["as:Public"] })]).toEqual([true, true, true])
    expect(
      [{ to: ["https://p.example/followers"] }, { to: null }, { to: { id: EVERYBODY } }, { startTime: null }].map(
        listed,
      ),
    ).toEqual([false, false, false, false])
    expect([listed({ x: "y".repeat(60_000) }), listed({ x: "y".repeat(66_000) })]).toEqual([true, false])
  })

  test("names its authors, who may change it", () => {
    const person = "https://p.example/@ana"
    expect(read({ actor: person, attributedTo: [{ id: "https://p.example/@group" }, person, 7] }).authors).toEqual([
      person,
      "https://p.example/@group",
    ])
  })

  test("has sanitised HTML, or text where it declares to be no HTML", () => {
    const content = "<p>A<script>alert(1)</script></p><img src=x>"
    expect(read({ content })).toMatchObject({ html: "<p>A</p>", text: "A" })
    expect(read({ content: "1 < 2\n*B*", mediaType: "text/markdown" })).toMatchObject({
      html: "<p>1 &lt; 2<br />*B*</p>",
      text: "1 < 2\n*B*",
    })
  })

  test("is small whatever was sent: texts are cut, lists end", () => {
    const event = read({
      ...start,
      content: "x".repeat(30_000),
      location: { name: "n".repeat(9999), address: { streetAddress: "s".repeat(9999) }, latitude: 91, longitude: 1 },
      tag: Array.from({ length: 5000 }, (_, n) => ({ type: "Hashtag", name: `#${"t".repeat(500)}${n}` })),
    })
    expect([event.html.length, event.place!.name.length, event.place!.address!.length]).toEqual([6000, 200, 200])
    expect([event.place!.latitude, event.tags.length, event.tags[0]!.length]).toEqual([null, 1, 59])
  })

  test("of any JSON at all throws nothing", () => {
    const keys = fc.constantFrom(
      ...[
        "startTime",
        "endTime",
        "location",
        "tag",
        "url",
        "status",
        "eventStatus",
        "content",
        "nameMap",
        "uid",
        "__proto__",
      ],
    )
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), document => {
        read({ ...start, ...document })
        read(document)
      }),
    )
  })
})

describe("the actor of a partner", () => {
  const actor = (more: Record<string, unknown>) => {
    const id = "https://p.example/a"
    return readActor({ id, type: "Group", inbox: `${id}/inbox`, ...more }, new Date(0))
  }

  test("has a page on the web or none, and a name of one line", () => {
    expect(actor({ url: "javascript:x" })).toMatchObject({ url: null, name: null, handle: null })
    expect(actor({ name: "A\r\nB\u2028C", preferredUsername: "théâtre" })).toMatchObject({
      name: "A B C",
      handle: "théâtre",
    })
  })
})
