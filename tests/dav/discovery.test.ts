import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { AGENDA, type Dav, elementsOf, nameOf, openDav, prop, xml } from "./support.ts"

let dav: Dav
let event: { id: string }
beforeAll(async () => {
  dav = await openDav()
  event = await dav.publish({ title: "Séance", start: "2026-12-01T09:00", end: "2026-12-01T10:00" })
})
afterAll(() => dav?.close())

const propfind = (path: string, depth: string, ...names: string[]) =>
  dav.ask(`PROPFIND ${path}`, { depth, body: xml("D:propfind", prop(...names)) })

describe("from the address of a site to its calendars", () => {
  test.each(["PROPFIND", "GET", "OPTIONS", "REPORT"])("%s /.well-known/caldav leads to /dav/", async method => {
    const answer = await dav.ask(`${method} /.well-known/caldav`)
    expect([answer.status, answer.headers.location]).toEqual([301, "/dav/"])
  })

  test("each step says the next", async () => {
    const principal = (await propfind("/dav/", "0", "D:current-user-principal")).all[0]!
    expect([principal.href, principal.properties.get("D:current-user-principal")!.textContent!.trim()]).toEqual([
      "/dav/",
      "/dav/principal/",
    ])
    const home = (await propfind("/dav/principal/", "0", "C:calendar-home-set", "D:resourcetype")).all[0]!
    expect(home.properties.get("C:calendar-home-set")!.textContent!.trim()).toBe("/dav/calendars/")
    expect(elementsOf(home.properties.get("D:resourcetype")!).map(nameOf)).toEqual(["D:collection", "D:principal"])
    const calendars = (await propfind("/dav/calendars/", "1", "D:resourcetype", "D:displayname")).all
    expect(
      calendars.map(({ href, properties }) => [
        href,
        properties.get("D:displayname")!.textContent,
        elementsOf(properties.get("D:resourcetype")!).map(nameOf),
      ]),
    ).toEqual([
      ["/dav/calendars/", "Mission communs", ["D:collection"]],
      [AGENDA, "Agenda des communs", ["D:collection", "C:calendar"]],
      ["/dav/calendars/rencontres/", "Rencontres", ["D:collection", "C:calendar"]],
      ["/dav/calendars/entretiens/", "Paroles de communs", ["D:collection", "C:calendar"]],
    ])
    const members = (await propfind(AGENDA, "1", "D:getcontenttype", "D:resourcetype")).all
    expect(
      members.map(({ href, properties, missing }) => [href, properties.get("D:getcontenttype")?.textContent, missing]),
    ).toEqual([
      [AGENDA, undefined, ["D:getcontenttype"]],
      [`${AGENDA}${event.id}.ics`, "text/calendar; charset=utf-8; component=vevent", []],
    ])
    expect(elementsOf(members[1]!.properties.get("D:resourcetype")!)).toEqual([])
  })

  test("OPTIONS says what it is, and scripts of any site may ask", async () => {
    const answer = await dav.ask(`OPTIONS ${AGENDA}`, { headers: { Origin: "https://a.example" } })
    expect(answer.status).toBe(204)
    expect(answer.headers).toMatchObject({
      dav: "1, 3, calendar-access",
      allow: "OPTIONS, GET, HEAD, PROPFIND, REPORT",
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "OPTIONS, GET, HEAD, PROPFIND, REPORT",
      "access-control-allow-headers": "Accept, Brief, Content-Type, Depth, If-Match, If-None-Match, Prefer",
    })
  })

  test("signing in changes nothing: everything is public", async () => {
    const headers = { Authorization: `Basic ${btoa("someone:wrong")}` }
    const answer = await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", headers })
    expect(answer.status).toBe(207)
  })

  test("a person is told what this is, or led to the feed", async () => {
    const root = await dav.ask("GET /dav/")
    expect([root.status, root.text]).toEqual([200, "Mission communs\nCalDAV: https://communs.example/dav/\n"])
    const calendar = await dav.ask(`GET ${AGENDA}`)
    expect([calendar.status, calendar.headers.location]).toEqual([302, "https://communs.example/@agenda.ics"])
  })
})

describe("properties", () => {
  test("a calendar can be read, whatever is asked of it, and synced", async () => {
    const names = [
      "D:displayname",
      "D:current-user-privilege-set",
      "D:supported-report-set",
      "D:sync-token",
      "CS:getctag",
      "C:supported-calendar-component-set",
      "C:calendar-timezone",
      "C:calendar-timezone-id",
      "A:calendar-color",
    ]
    const { properties, missing } = (await propfind(AGENDA, "0", ...names)).all[0]!
    expect(missing).toEqual([])
    expect([...properties.keys()]).toEqual(names)
    const deep = (name: string) => elementsOf(properties.get(name)!).flatMap(elementsOf).map(nameOf)
    expect(deep("D:current-user-privilege-set")).toEqual([
      "D:read",
      "D:read-current-user-privilege-set",
      "C:read-free-busy",
    ])
    const reports = elementsOf(properties.get("D:supported-report-set")!).flatMap(elementsOf).flatMap(elementsOf)
    expect(reports.map(nameOf)).toEqual([
      "C:calendar-query",
      "C:calendar-multiget",
      "C:free-busy-query",
      "D:sync-collection",
    ])
    expect(properties.get("D:sync-token")!.textContent).toBe(properties.get("CS:getctag")!.textContent)
    const [component] = elementsOf(properties.get("C:supported-calendar-component-set")!)
    expect([nameOf(component!), component!.getAttribute("name")]).toEqual(["C:comp", "VEVENT"])
    expect(properties.get("C:calendar-timezone")!.textContent).toMatch(
      /^BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:.*\nCALSCALE:GREGORIAN\nBEGIN:VTIMEZONE\nTZID:Europe\/Paris\n[\s\S]*END:VTIMEZONE\nEND:VCALENDAR\n$/,
    )
    expect(properties.get("C:calendar-timezone-id")!.textContent).toBe("Europe/Paris")
    expect(properties.get("A:calendar-color")!.textContent).toBe("#0b5b53")
  })

  test("no body and allprop are those of RFC 4918; CalDAV's come when they are named", async () => {
    const none = await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0" })
    const all = await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", body: xml("D:propfind", "<D:allprop/>") })
    const named = ["D:creationdate", "D:displayname", "D:resourcetype"]
    expect([...none.all[0]!.properties.keys()]).toEqual(named)
    expect(all.text).toBe(none.text)
    const included = await dav.ask(`PROPFIND ${AGENDA}`, {
      depth: "0",
      body: xml("D:propfind", "<D:allprop/><D:include><D:sync-token/><D:owner/></D:include>"),
    })
    expect([...included.all[0]!.properties.keys()]).toEqual([...named, "D:sync-token"])
    expect(included.all[0]!.missing).toEqual(["D:owner"])
    const entry = await dav.ask(`PROPFIND ${AGENDA}${event.id}.ics`, { depth: "0" })
    expect([...entry.all[0]!.properties.keys()]).toEqual([
      "D:getcontenttype",
      "D:getetag",
      "D:getlastmodified",
      "D:resourcetype",
    ])
  })

  test("propname names what can be asked for, and asking gives a value for each", async () => {
    for (const path of ["/dav/", "/dav/principal/", "/dav/calendars/", AGENDA, `${AGENDA}${event.id}.ics`]) {
      const names = await dav.ask(`PROPFIND ${path}`, { depth: "0", body: xml("D:propfind", "<D:propname/>") })
      const { properties } = names.all[0]!
      expect(properties.size).toBeGreaterThan(3)
      for (const element of properties.values()) expect(element.childNodes.length).toBe(0)
      const asked = await propfind(path, "0", ...properties.keys())
      expect([[...asked.all[0]!.properties.keys()], asked.all[0]!.missing]).toEqual([[...properties.keys()], []])
    }
  })

  test("whatever prefixes the client has, also none; what nobody knows is not found under its own name", async () => {
    const body = `<propfind xmlns="DAV:"><prop><displayname/><y:displayname xmlns:y="u:v"/><z xmlns=""/><D:z xmlns:D="http://é.example/"/>
      <__proto__/><constructor/><hasOwnProperty xmlns="x"/></prop></propfind>`
    const { all } = await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", body })
    expect([...all[0]!.properties.keys()]).toEqual(["D:displayname"])
    expect(all[0]!.missing).toEqual([
      "{u:v}displayname",
      "{}z",
      "{http://é.example/}z",
      "D:__proto__",
      "D:constructor",
      "{x}hasOwnProperty",
    ])
  })

  test.each([
    ["Prefer", "return=minimal"],
    ["Prefer", 'respond-async, return="minimal"'],
    ["Brief", "t"],
  ])("%s: %s leaves out what is not there", async (header, value) => {
    const headers = { [header]: value }
    const body = xml("D:propfind", prop("D:displayname", "D:owner"))
    const answer = await dav.ask(`PROPFIND ${AGENDA}`, {
      depth: "0",
      body,
      headers,
    })
    expect([[...answer.all[0]!.properties.keys()], answer.all[0]!.missing]).toEqual([["D:displayname"], []])
    expect(answer.headers["preference-applied"]).toBe("return=minimal")
    const nothing = xml("D:propfind", prop("D:owner"))
    const empty = await dav.ask(`PROPFIND ${AGENDA}`, {
      depth: "0",
      body: nothing,
      headers,
    })
    expect(empty.all.map(({ href, properties, missing }) => [href, properties.size, missing])).toEqual([
      [AGENDA, 0, []],
    ])
  })

  test.each(["/dav", "/dav/principal", "/dav/calendars", "/dav/calendars/agenda"])(
    "%s is the collection that it lacks the slash of",
    async path => {
      const [bare, whole] = [
        await dav.ask(`PROPFIND ${path}`, { depth: "1" }),
        await dav.ask(`PROPFIND ${path}/`, { depth: "1" }),
      ]
      expect([bare.status, bare.text]).toEqual([207, whole.text])
    },
  )
})
