import ICAL from "ical.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { updateEvent } from "../../src/actions/events/update.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { AGENDA, type Dav, hrefOf, openDav, prop, START, xml } from "./support.ts"

let dav: Dav
beforeAll(async () => {
  dav = await openDav()
})
afterAll(() => dav?.close())

const tagOf = async (href: string) => {
  const answer = await dav.ask(`PROPFIND ${href}`, { depth: "0", body: xml("D:propfind", prop("D:getetag")) })
  return answer.all[0]!.properties.get("D:getetag")!.textContent!
}

describe("an entry", () => {
  test("is a calendar of one event: one UID, no METHOD, the zone that it names", async () => {
    const event = await dav.publish({
      title: "Rencontre",
      start: "2026-12-01T09:00",
      end: "2026-12-01T10:00",
      timeZone: "Pacific/Noumea",
      programme: [{ slug: "a", title: "Accueil", start: "2026-12-01T09:00", end: "2026-12-01T09:30" }],
    })
    const [session] = event.sessions
    for (const [id, uid, title] of [
      [event.id, event.uid, "Rencontre"],
      [session!.id, session!.uid, "Accueil"],
    ]) {
      const answer = await dav.ask(`GET ${AGENDA}${id}.ics`)
      const calendar = new ICAL.Component(ICAL.parse(answer.text) as unknown[])
      expect(calendar.getAllProperties().map(property => property.name)).toEqual(["version", "prodid", "calscale"])
      expect(calendar.getAllSubcomponents().map(component => component.name)).toEqual(["vtimezone", "vevent"])
      expect(calendar.getFirstSubcomponent("vtimezone")!.getFirstPropertyValue("tzid")).toBe("Pacific/Noumea")
      const vevent = calendar.getFirstSubcomponent("vevent")!
      expect([vevent.getFirstPropertyValue("uid"), vevent.getFirstPropertyValue("summary")]).toEqual([uid, title])
      expect(answer.text.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")).toBe(true)
    }
  })

  test("of whole days names no zone", async () => {
    const event = await dav.publish({ title: "Un jour", start: "2026-12-02" })
    const { text } = await dav.ask(`GET ${hrefOf(event)}`)
    expect(text).toContain("DTSTART;VALUE=DATE:20261202")
    expect(text).not.toContain("VTIMEZONE")
  })

  test("has one tag, wherever it is said; HEAD says the same as GET", async () => {
    const event = await dav.publish({ title: "Une étiquette", start: "2026-12-03T09:00" })
    const get = await dav.ask(`GET ${hrefOf(event)}`, { headers: { "Accept-Encoding": "gzip, br" } })
    expect(get.status).toBe(200)
    expect(get.headers).toMatchObject({
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": `inline; filename="${event.id}.ics"`,
      "last-modified": START.toUTCString(),
      "x-content-type-options": "nosniff",
      "access-control-allow-origin": "*",
    })
    expect(get.headers["content-encoding"]).toBeUndefined()
    expect(get.headers.etag).toMatch(/^"[0-9a-f]{32}-[0-9a-f]{8}"$/)
    expect(await tagOf(hrefOf(event))).toBe(get.headers.etag)
    const multiget = await dav.ask(`REPORT ${AGENDA}`, {
      body: xml("C:calendar-multiget", `${prop("D:getetag", "C:calendar-data")}<D:href>${hrefOf(event)}</D:href>`),
    })
    const { properties } = multiget.all[0]!
    expect(properties.get("D:getetag")!.textContent).toBe(get.headers.etag)
    expect(properties.get("C:calendar-data")!.textContent).toBe(get.text.replaceAll("\r\n", "\n"))
    const head = await dav.ask(`HEAD ${hrefOf(event)}`)
    const { date: _, connection: __, "transfer-encoding": ___, "content-length": ____, ...same } = get.headers
    expect([head.status, head.text]).toEqual([200, ""])
    expect(head.headers).toMatchObject(same)
  })

  test("whose text changed has another tag; one that did not has the same", async () => {
    const [event, other] = [
      await dav.publish({ title: "Avant", start: "2026-12-04T09:00" }),
      await dav.publish({ title: "Tel quel", start: "2026-12-04T09:00" }),
    ]
    const before = [await tagOf(hrefOf(event)), await tagOf(hrefOf(other))]
    dav.setClock(new Date(START.getTime() + 60_000))
    await updateEvent(dav.db, dav.site, OPERATOR, event.id, { title: "Après" })
    dav.setClock(START)
    const after = [await tagOf(hrefOf(event)), await tagOf(hrefOf(other))]
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).toBe(before[1])
    expect((await dav.ask(`GET ${hrefOf(event)}`)).headers.etag).toBe(after[0])
  })

  test("is sent to who does not have it", async () => {
    const event = await dav.publish({ title: "Conditions", start: "2026-12-05T09:00" })
    const tag = await tagOf(hrefOf(event))
    const ask = async (headers: Record<string, string>) => (await dav.ask(`GET ${hrefOf(event)}`, { headers })).status
    const later = new Date(START.getTime() + 1000).toUTCString()
    const earlier = new Date(START.getTime() - 1000).toUTCString()
    const answers: [Record<string, string>, number][] = [
      [{ "If-None-Match": tag }, 304],
      [{ "If-None-Match": `W/${tag}` }, 304],
      [{ "If-None-Match": `"other", ${tag}` }, 304],
      [{ "If-None-Match": "*" }, 304],
      [{ "If-None-Match": '"other"' }, 200],
      [{ "If-None-Match": '"other"', "If-Modified-Since": later }, 200],
      [{ "If-Modified-Since": START.toUTCString() }, 304],
      [{ "If-Modified-Since": later }, 304],
      [{ "If-Modified-Since": earlier }, 200],
      [{ "If-Modified-Since": "yesterday" }, 200],
      [{ "If-Match": tag }, 200],
      [{ "If-Match": "*" }, 200],
      [{ "If-Match": '"other"' }, 412],
      [{ "If-Match": '"other"', "If-None-Match": tag }, 412],
    ]
    for (const [headers, status] of answers) expect(await ask(headers), JSON.stringify(headers)).toBe(status)
  })
})

describe("what is not public", () => {
  /** Everything that is seen of an address. */
  const seen = async (href: string) => {
    const propfind = await dav.ask(`PROPFIND ${href}`, { depth: "0" })
    const get = await dav.ask(`GET ${href}`)
    const multiget = await dav.ask(`REPORT ${AGENDA}`, {
      body: xml("C:calendar-multiget", `${prop("D:getetag", "C:calendar-data")}<D:href>${href}</D:href>`),
    })
    const visible = ({ status, text, headers: { date: _, ...headers } }: typeof get) => ({
      status,
      text: text.replaceAll(href, "HREF"),
      headers,
    })
    return [propfind, get, multiget].map(visible)
  }

  test("a draft and what was deleted are as what never was; also their sessions, and what is in another calendar", async () => {
    const given = {
      title: "Secret",
      start: "2026-12-06T09:00",
      programme: [{ slug: "a", title: "Secret", start: "2026-12-06T09:00" }],
    }
    const draft = await dav.publish({ ...given, publish: false })
    const deleted = await dav.publish(given)
    const elsewhere = await dav.publish({ ...given, calendar: "rencontres" })
    await deleteEvent(dav.db, dav.site, OPERATOR, deleted.id)
    const never = await seen(hrefOf({ id: "00000000-0000-4000-8000-000000000000" }))
    expect(never.map(({ status }) => status)).toEqual([404, 404, 207])
    for (const { id } of [draft, draft.sessions[0]!, deleted, deleted.sessions[0]!, elsewhere])
      expect(await seen(hrefOf({ id }))).toEqual(never)
    expect((await dav.ask(`GET ${hrefOf(elsewhere, "rencontres")}`)).status).toBe(200)
    const all = await dav.ask(`PROPFIND ${AGENDA}`, { depth: "1" })
    for (const { id } of [draft, draft.sessions[0]!, deleted, deleted.sessions[0]!, elsewhere])
      expect(all.text).not.toContain(id)
  })

  test.each([
    "/dav/calendars/personne/",
    "/dav/calendars/instance/",
    "/dav/calendars/redaction/",
    "/dav/calendars/AGENDA/",
    "/dav/calendars/agenda/x.ics",
    "/dav/calendars/agenda/00000000-0000-4000-8000-000000000000",
    "/dav/calendars/agenda/%00.ics",
    "/dav/calendars/%2e%2e/agenda/",
    "/dav/calendars//agenda/",
    "/dav/principals/",
    "/dav/calendars/agenda/sync/1",
    "/dav/%ZZ",
  ])("there is nothing at %s", async path => {
    for (const method of ["PROPFIND", "GET", "HEAD"]) {
      const { status } = await dav.ask(`${method} ${path}`, { depth: "0" })
      expect([method, status]).toEqual([method, 404])
    }
    const report = await dav.ask(`REPORT ${path}`, { body: xml("D:sync-collection", "<D:sync-token/>") })
    expect(report.status).toBe(404)
  })
})
