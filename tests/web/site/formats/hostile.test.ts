import { check } from "@placemarkio/check-geojson"
import { DOMParser } from "@xmldom/xmldom"
import { parseAtomFeed } from "feedsmith"
import ICAL from "ical.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { validateXML } from "xmllint-wasm"
import { createEvent } from "../../../../src/actions/events/create.ts"
import { OPERATOR } from "../../../../src/domain/by.ts"
import { eventInput } from "../../../../src/input/event.ts"
import { parseInput } from "../../../../src/input/parse.ts"
import { openFormats, rowsOf } from "../../../support/formats.ts"

let server: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  server = await openFormats()
})
afterAll(() => server?.close())

describe("what strangers type", () => {
  const NASTY = '=HYPERLINK("https://evil.example","x")'
  const HOSTILE = {
    slug: "hostile",
    calendar: "agenda",
    title: "=cmd|' /C calc'!A0 ]] & \"guillemets\" 'apostrophes' [[https://evil.example|lien]]",
    summary: `@SUM(1+1)\r\n${NASTY}\u0001\u000b fin \ufffe {{https://evil.example/x.png}} 🏛️`,
    description: "<script>alert(1)</script>\n\n]]>\n\n[x](javascript:alert(1))\u0008",
    start: "2026-12-05T10:00",
    organisers: ["-2+3", "+33 1 23 45 67 89", "\uff1dplein"],
    tags: ["a&b<c", "@tag"],
    access: "\t=1+1",
    place: { name: '=Lieu, "le" grand', locality: "-Lyon", latitude: -45.5, longitude: -4.5 },
    programme: [{ slug: "s", title: "=A1]]", start: "2026-12-05T10:00", room: '"><x', speakers: ["]]>&<"] }],
  }
  beforeAll(async () => {
    await createEvent(server.db, server.site, OPERATOR, parseInput(eventInput, { publish: true, ...HOSTILE }))
  })

  test("no cell of a table begins like a formula, and numbers stay numbers", async () => {
    const [row] = rowsOf(await server.read("/e/hostile.csv"))
    expect(row).toMatchObject({
      title: `'${HOSTILE.title}`,
      summary: `'${HOSTILE.summary}`,
      organisers: "'-2+3; +33 1 23 45 67 89; \uff1dplein",
      access: "'\t=1+1",
      place: '\'=Lieu, "le" grand',
      locality: "'-Lyon",
      latitude: "-45.5",
      longitude: "-4.5",
    })
    for (const cell of Object.values(row!)) expect(cell).not.toMatch(/^\s*[=+@\uff1d]|^\s*-(?!\d)|^[\t\r\n]/)
  })

  test("XML stays well-formed and keeps what can be kept", async () => {
    const paths = ["atom", "rss", "xml", "kml"].map(format => `/e/hostile.${format}`)
    const files = await Promise.all(
      [...paths, "/e/hostile/schedule.xml"].map(async (path, n) => ({
        fileName: `${n}.xml`,
        contents: await server.read(path),
      })),
    )
    expect((await validateXML({ xml: files, normalization: "format" })).errors).toEqual([])
    const document = new DOMParser().parseFromString(files[2]!.contents, "application/xml")
    const text = (name: string) => document.getElementsByTagName(name)[0]!.textContent
    expect(text("title")).toBe(HOSTILE.title)
    expect(text("summary")).toBe(HOSTILE.summary.replace("\r\n", "\n").replace(/[\u0001\u000b\ufffe]/g, ""))
    const feed = parseAtomFeed(files[0]!.contents)
    expect(feed.entries![0]!.title?.value).toBe(HOSTILE.title)
    expect(feed.entries![0]!.content?.value).not.toMatch(/<script|href="javascript/)
  })

  test("uMap makes neither links nor images of it", async () => {
    const text = await server.read("/e/hostile.geojson")
    check(text)
    const { name, description } = JSON.parse(text).features[0].properties
    expect(name).toBe(HOSTILE.title)
    expect(description.match(/\[\[/g)).toHaveLength(1)
    expect(description).not.toContain("{{")
  })

  test("calendars hold it as text", async () => {
    for (const path of ["/e/hostile.ics?profile=full", "/e/hostile.ics"]) {
      const component = new ICAL.Component(ICAL.parse(await server.read(path)) as unknown[])
      const [event, session] = component.getAllSubcomponents("vevent")
      expect([event!.getFirstPropertyValue("summary"), session!.getFirstPropertyValue("summary")]).toEqual([
        HOSTILE.title,
        "=A1]]",
      ])
    }
    expect((await server.json("/e/hostile.jcal"))[2]).toHaveLength(3)
  })
})
