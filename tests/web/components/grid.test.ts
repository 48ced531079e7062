import { describe, expect, test } from "vitest"
import type { Session } from "../../../src/domain/programme.ts"
import { gridFirst, placeGrid } from "../../../src/web/components/grid.ts"

const session = (slug: string, hours: string | null, room: string | null, format = "atelier"): Session => {
  const [start, end] = hours?.split("-") ?? []
  return {
    id: slug,
    eventId: "event",
    slug,
    position: 0,
    uid: slug,
    title: slug,
    summary: "",
    when: start
      ? { start: `2026-12-09T${start}`, end: end ? `2026-12-09T${end}` : null, allDay: false, timeZone: "Europe/Paris" }
      : null,
    room,
    track: null,
    format,
    speakers: [],
    documents: [],
    sequence: 0,
    changedAt: new Date(0),
  }
}

/** `slug: row/column/end row/end column`, as the style sheet says it. */
const areas = (style: string) =>
  Object.fromEntries([...style.matchAll(/#s-([\w-]+)\{grid-area:([\d/]+)\}/g)].map(([, slug, area]) => [slug, area]))

describe("a programme's grid", () => {
  test("rows are starting times, columns are rooms; a pause or plenary spans all of them", () => {
    const grid = placeGrid([
      session("ouverture", "09:00-10:00", "A", "plénière"),
      session("un", "10:00-12:00", "A"),
      session("deux", "10:00-11:00", "B"),
      session("trois", "11:00-12:00", "B"),
      session("dejeuner", "12:00-14:00", null, "pause"),
      session("quatre", "14:00-15:00", "B"),
    ])!
    expect(grid.rooms).toEqual(["A", "B"])
    expect(areas(grid.style)).toEqual({
      ouverture: "1/1/2/3",
      un: "2/1/4/2",
      deux: "2/2/3/3",
      trois: "3/2/4/3",
      dejeuner: "4/1/5/3",
      quatre: "5/2/6/3",
    })
    expect(grid.style.startsWith(".grid{--rooms:2}@media print,(min-width:52rem){")).toBe(true)
  })

  test("a plenary beside which something else takes place stays in its room", () => {
    const grid = placeGrid([session("a", "09:00-10:00", "A", "plénière"), session("b", "09:30-10:00", "B")])!
    expect(areas(grid.style)).toEqual({ a: "1/1/3/2", b: "2/2/3/3" })
  })

  test("days are placed on their own", () => {
    const tomorrow = {
      ...session("c", "09:00-10:00", "A"),
      when: { start: "2026-12-10T09:00", end: null, allDay: false, timeZone: "Europe/Paris" },
    }
    const grid = placeGrid([session("a", "09:00-10:00", "A"), session("b", "10:00-11:00", "B"), tomorrow])!
    expect(areas(grid.style)).toEqual({ a: "1/1/2/2", b: "2/2/3/3", c: "1/1/2/2" })
  })

  test.each([
    ["one room", [session("a", "09:00-10:00", "A"), session("b", "10:00-11:00", "A")]],
    ["a time unknown", [session("a", "09:00-10:00", "A"), session("b", null, "B")]],
    [
      "two sessions of one room at once",
      [session("a", "09:00-10:30", "A"), session("b", "10:00-11:00", "A"), session("c", "09:00-10:00", "B")],
    ],
    [
      "a session without a room beside others",
      [session("a", "09:00-10:00", "A"), session("b", "09:00-10:00", "B"), session("c", "09:30-10:00", null)],
    ],
    ["nothing", []],
  ])("%s is a list", (_, sessions) => {
    expect(placeGrid(sessions)).toBe(null)
  })

  test("over five rooms the list comes first", () => {
    const rooms = (count: number) =>
      placeGrid(Array.from({ length: count }, (_, i) => session(`s${i}`, "09:00-10:00", `Salle ${i}`)))!
    expect([gridFirst(rooms(5)), gridFirst(rooms(6))]).toEqual([true, false])
    expect(rooms(6).style).toContain(".grid{min-width:72rem}")
  })

  test("an invalid slug never reaches the style sheet", () => {
    const grid = placeGrid([session("}body{display:none", "09:00-10:00", "A"), session("b", "09:00-10:00", "B")])!
    expect(grid.style).not.toContain("display")
  })
})
