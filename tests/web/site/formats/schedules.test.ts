import { DOMParser } from "@xmldom/xmldom"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { readEvent } from "../../../../src/store/events.ts"
import { openFormats } from "../../../support/formats.ts"
import { ORIGIN } from "../../../support/site.ts"

let site: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  site = await openFormats()
})
afterAll(() => site?.close())

describe("schedules", () => {
  test("schedule.xml follows frab's rules: days, rooms, sessions, unique numbers", async () => {
    const document = new DOMParser().parseFromString(await site.read("/e/forum/schedule.xml"), "application/xml")
    const root = document.documentElement!
    const text = (
      parent: { getElementsByTagName(name: string): ArrayLike<{ textContent: string | null }> },
      name: string,
    ) => parent.getElementsByTagName(name)[0]?.textContent
    expect([root.tagName, text(root, "acronym"), text(root, "days"), text(root, "time_zone_name")]).toEqual([
      "schedule",
      "forum",
      "2",
      "Europe/Paris",
    ])
    const days = [...document.getElementsByTagName("day")]
    expect(days.map(day => ["index", "date", "start", "end"].map(name => day.getAttribute(name)))).toEqual([
      ["1", "2026-12-09", "2026-12-09T09:00:00+01:00", "2026-12-09T14:00:00+01:00"],
      ["2", "2026-12-10", "2026-12-10T00:00:00+01:00", "2026-12-11T00:00:00+01:00"],
    ])
    expect(
      [...document.getElementsByTagName("room")]
        .filter(room => room.hasAttribute("name"))
        .map(room => room.getAttribute("name")),
    ).toEqual([...Array.from({ length: 8 }, (_, n) => `Salle ${n + 1}`), "Numérique en Commun[s]"])
    const sessions = [...document.getElementsByTagName("event")]
    expect(sessions).toHaveLength(9)
    const children = [
      "room",
      "slug",
      "url",
      "title",
      "language",
      "subtitle",
      "track",
      "type",
      "date",
      "start",
      "duration",
      "abstract",
    ]
    for (const session of sessions) {
      expect(session.getAttribute("id")).toMatch(/^[1-9]\d{0,14}$/)
      expect(session.getAttribute("guid")).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      for (const name of children) expect(session.getElementsByTagName(name), name).toHaveLength(1)
      expect(text(session, "start")).toMatch(/^[0-2]\d:[0-5]\d$/)
      expect(text(session, "duration")).toBe("01:30")
      expect(text(session, "slug")).toMatch(/^[a-z0-9_]{4,}-[a-z0-9\-_]{4,}$/)
    }
    expect(new Set(sessions.map(session => session.getAttribute("id"))).size).toBe(9)
    const people = [...document.getElementsByTagName("person")]
    expect(new Set(people.map(person => `${person.getAttribute("id")} ${person.textContent}`))).toEqual(
      new Set(["1 Camille Martin", "2 Noé Diallo"]),
    )
    expect(
      [...document.getElementsByTagName("link")].map(link => [link.getAttribute("href"), link.textContent])[0],
    ).toEqual(["https://pad.example.org/cr", "Compte rendu"])
  })

  test("schedule.json says the same", async () => {
    const { schedule } = await site.json("/e/edition-nationale/schedule.json")
    expect([schedule.version, schedule.conference.daysCount, schedule.conference.time_zone_name]).toEqual([
      "2026-11-21T15:10:00Z",
      2,
      "Europe/Paris",
    ])
    const [first, second] = schedule.conference.days
    expect([Object.keys(first.rooms), Object.keys(second.rooms)]).toEqual(
      Array(2).fill(Array.from({ length: 5 }, (_, n) => `Salle ${n + 1}`)),
    )
    const event = (await readEvent(site.db, { slug: "edition-nationale" }))!
    expect(first.rooms["Salle 1"][0]).toMatchObject({
      guid: event.sessions[0]!.id,
      date: "2026-12-09T09:00:00+01:00",
      start: "09:00",
      duration: "01:30",
      room: "Salle 1",
      title: "Séance 1.1 : gouverner et financer un commun numérique",
      url: `${ORIGIN}/e/edition-nationale/programme#s-seance-1-1`,
      persons: [
        { id: 1, name: "Camille Martin" },
        { id: 2, name: "Noé Diallo" },
      ],
    })
  })

  test("a programme of which only the order is known is its days, empty", async () => {
    const text = await site.read("/e/nec-nantes-2018/schedule.xml")
    expect(text.match(/<day [^>]*>/g)).toEqual([
      '<day index="1" date="2018-09-13" start="2018-09-13T00:00:00+02:00" end="2018-09-14T00:00:00+02:00"/>',
      '<day index="2" date="2018-09-14" start="2018-09-14T00:00:00+02:00" end="2018-09-15T00:00:00+02:00"/>',
    ])
  })
})
