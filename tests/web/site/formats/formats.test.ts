import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { validateXML } from "xmllint-wasm"
import { createEvent } from "../../../../src/actions/events/create.ts"
import { OPERATOR } from "../../../../src/domain/by.ts"
import { FEED_FORMATS } from "../../../../src/domain/paths.ts"
import { eventInput } from "../../../../src/input/event.ts"
import { parseInput } from "../../../../src/input/parse.ts"
import { ASKED, openFormats, PAGES, rowsOf } from "../../../support/formats.ts"

let server: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  server = await openFormats()
})
afterAll(() => server?.close())

const DAY = 24 * 3600 * 1000
const TYPES: Record<string, string> = {
  ics: "text/calendar; charset=utf-8",
  jcal: "application/calendar+json",
  atom: "application/atom+xml; charset=utf-8",
  rss: "application/rss+xml; charset=utf-8",
  json: "application/feed+json; charset=utf-8",
  geojson: "application/geo+json; charset=utf-8",
  kml: "application/vnd.google-earth.kml+xml; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
  xml: "application/xml; charset=utf-8",
  jsonld: "application/ld+json; charset=utf-8",
}
const OTHERS: Record<string, string> = {
  "/e/edition-nationale/schedule.xml": "application/xml; charset=utf-8",
  "/e/edition-nationale/schedule.json": "application/json; charset=utf-8",
  "/catalogue.jsonld": "application/ld+json; charset=utf-8",
  "/openagenda.json": "application/json; charset=utf-8",
  "/agenda.xsd": "application/xml; charset=utf-8",
  "/export.json": "application/json; charset=utf-8",
}
const EVERY = {
  ...Object.fromEntries(PAGES.flatMap(page => FEED_FORMATS.map(format => [`${page}.${format}`, TYPES[format]!]))),
  ...OTHERS,
}

describe("every page in every format", () => {
  test.each(Object.entries(EVERY))("%s is %s, and the same bytes while nothing changes", async (path, type) => {
    const { status, headers, bytes, text } = await server.ask(path)
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      "content-type": type,
      "cache-control": "public, max-age=300",
      vary: "Accept-Encoding",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
    })
    expect(headers.etag).toMatch(/^"[\w-]{27}"$/)
    expect(Date.parse(headers["last-modified"]!)).toBeLessThanOrEqual(ASKED.getTime())
    expect(text).not.toMatch(/Brouillon secret|Rendez-vous retiré|127\.0\.0\.1|localhost/)

    const { date: _, connection: __, "transfer-encoding": ___, ...same } = headers
    const head = await server.ask(path, {}, "HEAD")
    expect([head.status, head.bytes.length]).toEqual([200, 0])
    expect(head.headers).toMatchObject(same)

    server.setClock(new Date(ASKED.getTime() + 3600_000))
    const again = await server.ask(path)
    server.setClock(ASKED)
    expect(again.bytes.equals(bytes)).toBe(true)
    expect([again.headers.etag, again.headers["last-modified"]]).toEqual([headers.etag, headers["last-modified"]])

    const conditions: Record<string, string>[] = [
      { "If-None-Match": headers.etag! },
      { "If-Modified-Since": headers["last-modified"]! },
    ]
    for (const conditional of conditions) {
      const unchanged = await server.ask(path, conditional)
      expect([unchanged.status, unchanged.bytes.length, unchanged.headers.etag]).toEqual([304, 0, headers.etag])
    }
    const packed = await server.ask(path, { "Accept-Encoding": "br" })
    if (packed.headers["content-encoding"]) expect(packed.headers.etag).toBe(headers.etag!.replace(/"$/, '-br"'))
    expect((await server.ask(path, {}, "POST")).status).toBe(405)
  })

  test.each(["atom", "rss", "xml", "kml"])("the XML of %s is well-formed on every page", async format => {
    const files = await Promise.all(
      PAGES.map(async (page, n) => ({ fileName: `${n}.xml`, contents: await server.read(`${page}.${format}`) })),
    )
    // a schema for the one that is ours
    const schema = format === "xml" ? [await server.read("/agenda.xsd")] : []
    const result = await validateXML(
      schema.length > 0 ? { xml: files, schema } : { xml: files, normalization: "format" },
    )
    expect(result.errors).toEqual([])
    expect(result.valid).toBe(true)
  })

  test.each([
    ["/@personne.csv", 404],
    ["/e/brouillon.json", 404],
    ["/e/jamais.json", 404],
    ["/e/retire.atom", 410],
    ["/lieux/nulle-part.geojson", 404],
    ["/e/brouillon/schedule.xml", 404],
    ["/e/retire/schedule.json", 410],
    ["/tout.exe", 404],
    ["/tags/a%00b.csv", 404],
    [`/organisateurs/${"x".repeat(200)}.csv`, 404],
    ["/tout.csv?from=hier", 400],
    ["/recherche.atom?de=2026-02-30", 400],
    ["/tout.ics?profile=whole", 400],
    ["/tout.geojson?bbox=1,2,3", 400],
    ["/tout.geojson?west=0&south=10&east=1", 400],
    ["/tout.geojson?bbox=0,10,1,5", 400],
  ])("%s answers %i in words", async (path, status) => {
    const answer = await server.ask(path)
    expect(answer.status).toBe(status)
    if (path !== "/tout.exe") expect(answer.headers["content-type"]).toBe("application/problem+json")
  })
})

describe("what changes", () => {
  test("an event that goes into the past changes the archives by date alone", async () => {
    const event = await createEvent(
      server.db,
      server.site,
      OPERATOR,
      parseInput(eventInput, {
        slug: "bientot",
        calendar: "agenda",
        title: "Bientôt passé",
        start: "2026-11-21T18:00",
        end: "2026-11-21T19:00",
        publish: true,
      }),
    )
    const before = await server.ask("/archives.csv")
    expect(rowsOf(before.text).map(row => row.title)).not.toContain("Bientôt passé")
    server.setClock(event.overAt)
    const after = await server.ask("/archives.csv", { "If-Modified-Since": before.headers["last-modified"]! })
    server.setClock(ASKED)
    expect([after.status, after.headers["last-modified"]]).toEqual([200, event.overAt.toUTCString()])
    expect(rowsOf(after.text).at(-1)!.title).toBe("Bientôt passé")
  })

  test("an event that leaves the window of a map changes it by date alone", async () => {
    const path = "/lieux/cite-des-arts-saint-denis.geojson"
    const before = await server.ask(path)
    expect(JSON.parse(before.text).features).toHaveLength(1)
    const gone = new Date(Date.parse("2027-01-20T13:00:00Z") + 30 * DAY)
    server.setClock(gone)
    const after = await server.ask(path, { "If-Modified-Since": before.headers["last-modified"]! })
    server.setClock(ASKED)
    expect([after.status, JSON.parse(after.text).features]).toEqual([200, []])
  })
})
