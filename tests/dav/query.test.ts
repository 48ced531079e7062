import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cancelEvent } from "../../src/actions/events/cancel.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { AGENDA, type Dav, hrefOf, openDav, prop, xml } from "./support.ts"

let dav: Dav
/** Titles by address. */
const titles = new Map<string, string>()
beforeAll(async () => {
  dav = await openDav()
  const day = "2026-12-01"
  const given = [
    { title: "de 9 à 10", start: `${day}T09:00`, end: `${day}T10:00` },
    { title: "sans fin à 11", start: `${day}T11:00` },
    { title: "sans durée à 12", start: `${day}T12:00`, end: `${day}T12:00` },
    { title: "le jour", start: day },
    { title: "trois jours", start: "2026-11-30", end: "2026-12-02" },
    { title: "Réunion, 9 h", start: `${day}T09:00`, end: `${day}T10:00`, timeZone: "Indian/Reunion" },
    {
      title: "avec programme",
      start: "2026-12-10",
      programme: [
        { slug: "a", title: "séance de 9 à 10", start: "2026-12-10T09:00", end: "2026-12-10T10:00" },
        { slug: "b", title: "séance sans fin à 14", start: "2026-12-10T14:00" },
        { slug: "c", title: "séance sans heure" },
      ],
    },
  ]
  for (const entry of given) {
    const event = await dav.publish(entry)
    titles.set(hrefOf(event), event.title)
    for (const session of event.sessions) titles.set(hrefOf(session), session.title)
  }
})
afterAll(() => dav?.close())

const filter = (inside: string) =>
  `<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">${inside}</C:comp-filter></C:comp-filter></C:filter>`
const range = (start?: string, end?: string) =>
  `<C:time-range${start ? ` start="${start}"` : ""}${end ? ` end="${end}"` : ""}/>`
const query = (inside: string, properties = prop("D:getetag")) =>
  dav.ask(`REPORT ${AGENDA}`, { depth: "1", body: xml("C:calendar-query", properties + inside) })
const matches = async (inside: string) => (await query(inside)).all.map(({ href }) => titles.get(href) ?? href).sort()

describe("by time", () => {
  // hours of Paris are one more than those of UTC
  test.each([
    ["20261201T080000Z", "20261201T090000Z", ["de 9 à 10"]],
    ["20261201T085959Z", "20261201T090001Z", ["de 9 à 10"]],
    ["20261201T090000Z", "20261201T100000Z", []],
    ["20261201T070000Z", "20261201T080000Z", []],
    ["20261201T050000Z", "20261201T053000Z", ["Réunion, 9 h"]],
    // without end or length it is at its start, which belongs to the range and the end of the range does not
    ["20261201T100000Z", "20261201T103000Z", ["sans fin à 11"]],
    ["20261201T095900Z", "20261201T100000Z", []],
    ["20261201T100001Z", "20261201T110000Z", []],
    ["20261201T110000Z", "20261201T110001Z", ["sans durée à 12"]],
    ["20261210T080000Z", "20261210T083000Z", ["avec programme", "séance de 9 à 10"]],
    ["20261210T130000Z", "20261210T130001Z", ["avec programme", "séance sans fin à 14"]],
  ])("%s to %s", async (start, end, expected) => {
    const days = ["le jour", "trois jours"]
    const seen = await matches(filter(range(start, end)))
    expect(seen.filter(title => !days.includes(title))).toEqual(expected)
    expect(seen.filter(title => days.includes(title))).toEqual(start.startsWith("20261201") ? days : [])
  })

  test("days begin and end at midnight of their calendar's zone", async () => {
    expect(await matches(filter(range("20261130T225959Z", "20261130T230000Z")))).toEqual(["trois jours"])
    expect(await matches(filter(range("20261130T230000Z", "20261130T230001Z")))).toEqual(["le jour", "trois jours"])
    expect(await matches(filter(range("20261202T225959Z", "20261202T230000Z")))).toEqual(["trois jours"])
    expect(await matches(filter(range("20261202T230000Z", "20261203T230000Z")))).toEqual([])
  })

  test("from or until alone, and without a time everything", async () => {
    expect(await matches(filter(range("20261203T000000Z")))).toEqual([
      "avec programme",
      "séance de 9 à 10",
      "séance sans fin à 14",
    ])
    expect(await matches(filter(range(undefined, "20261130T000000Z")))).toEqual(["trois jours"])
    expect(await matches(filter(""))).toHaveLength(9)
    expect(await matches('<C:filter><C:comp-filter name="VCALENDAR"/></C:filter>')).toHaveLength(9)
  })

  test("cancelled events stay", async () => {
    const event = await dav.publish({ title: "annulée", start: "2027-05-01T09:00" })
    await cancelEvent(dav.db, dav.site, OPERATOR, event.id)
    const { all } = await query(filter(range("20270501T000000Z", "20270502T000000Z")), prop("C:calendar-data"))
    expect(all.map(({ href }) => href)).toEqual([hrefOf(event)])
    expect(all[0]!.properties.get("C:calendar-data")!.textContent).toContain("STATUS:CANCELLED")
  })
})

describe("by component and UID", () => {
  test.each(["VTODO", "VJOURNAL", "VFREEBUSY"])("there is no %s", async name => {
    const todo = (inside = "") =>
      `<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="${name}">${inside}</C:comp-filter></C:comp-filter></C:filter>`
    expect(await matches(todo())).toEqual([])
    expect((await matches(todo("<C:is-not-defined/>"))).length).toBeGreaterThan(8)
  })

  test("no alarm either, and everything is an event", async () => {
    expect(await matches(filter('<C:comp-filter name="VALARM"/>'))).toEqual([])
    expect(
      (await matches(filter('<C:comp-filter name="VALARM"><C:is-not-defined/></C:comp-filter>'))).length,
    ).toBeGreaterThan(8)
    expect(await matches(filter("<C:is-not-defined/>"))).toEqual([])
    expect(await matches('<C:filter><C:comp-filter name="VCARD"/></C:filter>')).toEqual([])
  })

  test("an event or a session by its UID, whole or in part, with its case or without", async () => {
    const [href, session] = [...titles].filter(([, title]) => /de 9 à 10/.test(title)).map(([address]) => address)
    const id = (address: string) => /([^/]*)\.ics$/.exec(address)![1]!
    const match = (text: string, attributes = "") =>
      filter(`<C:prop-filter name="UID"><C:text-match ${attributes}>${text}</C:text-match></C:prop-filter>`)
    const hrefs = async (inside: string) => (await query(inside)).all.map(one => one.href)
    expect(await hrefs(match(`${id(href!)}@communs.example`))).toEqual([href])
    expect(await hrefs(match(id(session!)))).toEqual([session])
    expect(await hrefs(match(id(href!).toUpperCase()))).toEqual([href])
    expect(await hrefs(match(id(href!).toUpperCase(), 'collation="i;octet"'))).toEqual(
      /[a-f]/.test(id(href!)) ? [] : [href],
    )
    expect(await hrefs(match(id(href!), 'negate-condition="yes"'))).not.toContain(href)
    expect(await hrefs(match("%' or 1=1 --"))).toEqual([])
    expect((await hrefs(filter('<C:prop-filter name="UID"/>'))).length).toBeGreaterThan(8)
    expect(await hrefs(filter('<C:prop-filter name="UID"><C:is-not-defined/></C:prop-filter>'))).toEqual([])
  })

  test.each([
    ["", "C:valid-filter"],
    ["<C:filter/>", "C:valid-filter"],
    [filter(range()), "C:valid-filter"],
    [filter(range("20261201", "20261202")), "C:valid-filter"],
    [filter(range("20261201T000000", "20261202T000000")), "C:valid-filter"],
    [filter(range("20261340T000000Z")), "C:valid-filter"],
    [filter(range("20261202T000000Z", "20261201T000000Z")), "C:valid-filter"],
    [filter(range("20261201T000000Z", "20261201T000000Z")), "C:valid-filter"],
    [filter('<C:prop-filter name="SUMMARY"><C:text-match>x</C:text-match></C:prop-filter>'), "C:supported-filter"],
    [filter("<C:unknown/>"), "C:supported-filter"],
    [filter('<C:comp-filter name="VTIMEZONE"/>'), "C:supported-filter"],
    [
      filter('<C:prop-filter name="UID"><C:text-match collation="i;unicode-casemap">x</C:text-match></C:prop-filter>'),
      "C:supported-collation",
    ],
  ])("%s is refused with its reason", async (inside, condition) => {
    const answer = await query(inside)
    expect([answer.status, answer.conditions]).toEqual([403, [condition]])
    expect(answer.text).toMatch(/<D:responsedescription>[^<]{10,}<\/D:responsedescription>/)
  })

  test("texts come as iCalendar 2.0 and as nothing else", async () => {
    const data = (attributes: string) => `<D:prop><C:calendar-data ${attributes}/></D:prop>`
    expect((await query(filter(""), data('content-type="text/calendar" version="2.0"'))).status).toBe(207)
    for (const attributes of ['content-type="application/calendar+json"', 'version="1.0"']) {
      const answer = await query(filter(""), data(attributes))
      expect([answer.status, answer.conditions]).toEqual([403, ["C:supported-calendar-data"]])
    }
  })
})

describe("by address", () => {
  const multiget = (...hrefs: string[]) =>
    dav.ask(`REPORT ${AGENDA}`, {
      body: xml("C:calendar-multiget", prop("D:getetag") + hrefs.map(href => `<D:href>${href}</D:href>`).join("")),
    })

  test("paths and whole addresses, escaped or not, each once; what is not there is told so", async () => {
    const [first, second] = [...titles.keys()] as [string, string]
    const escaped = `https://communs.example${second.replace("agenda", "%61genda")}`
    const unknown = hrefOf({ id: "00000000-0000-4000-8000-000000000000" })
    const others = ["/dav/calendars/agenda/", "/", "::", "%ZZ", "javascript:alert(1)", "/dav/calendars/agenda/x.ics"]
    const answer = await multiget(first, escaped, "", first, unknown, ...others)
    expect(answer.status).toBe(207)
    expect(answer.all.map(({ href, status }) => [href, status])).toEqual([
      [first, null],
      [second, null],
      ...[unknown, ...others].map(href => [href, "HTTP/1.1 404 Not Found"]),
    ])
  })

  test("none is none", async () => {
    expect((await multiget()).all).toEqual([])
  })
})

describe("when one is busy", () => {
  const freeBusy = (inside: string) => dav.ask(`REPORT ${AGENDA}`, { body: xml("C:free-busy-query", inside) })

  test("events with hours, joined, inside the range; whole days, sessions and what is cancelled make nobody busy", async () => {
    const day = "2027-03-01"
    const at = (start: string, end: string) =>
      dav.publish({ title: start, start: `${day}T${start}`, end: `${day}T${end}` })
    await at("09:00", "11:00")
    await at("10:00", "12:00")
    await at("14:00", "15:00")
    await dav.publish({ title: "jour", start: day })
    const cancelled = await at("17:00", "18:00")
    await cancelEvent(dav.db, dav.site, OPERATOR, cancelled.id)
    const answer = await freeBusy(range("20270301T083000Z", "20270302T000000Z"))
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"])
    expect(answer.text.split("\r\n")).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Beffroi//Beffroi//EN",
      "BEGIN:VFREEBUSY",
      "DTSTAMP:20261121T120000Z",
      "DTSTART:20270301T083000Z",
      "DTEND:20270302T000000Z",
      "FREEBUSY;FBTYPE=BUSY:20270301T083000Z/20270301T110000Z",
      "FREEBUSY;FBTYPE=BUSY:20270301T130000Z/20270301T140000Z",
      "END:VFREEBUSY",
      "END:VCALENDAR",
      "",
    ])
  })

  test.each(["", range("20270301T083000Z"), range(undefined, "20270302T000000Z")])(
    "not without end: %j",
    async inside => {
      expect((await freeBusy(inside)).status).toBe(400)
    },
  )
})

describe("too many", () => {
  test("texts of 2,000 come at once and that there are more is said; tags of all come", async () => {
    await sql`
      insert into event (id, calendar_id, slug, uid, state, status, title, language, start_local, all_day, time_zone,
        starts_at, over_at, created_at, published_at, changed_at, ical)
      select gen_random_uuid(), calendar.id, 'n' || n, 'n' || n, 'published', 'scheduled', 'n', 'fr', '2030-01-01T09:00', false,
        'Europe/Paris', '2030-01-01T08:00Z', '2030-01-01T23:00Z', now(), now(), now(),
        E'BEGIN:VEVENT\\r\\nUID:n' || n || E'\\r\\nEND:VEVENT\\r\\n'
      from generate_series(1, 2001) n, calendar join actor using (id) where handle = 'agenda'`.execute(dav.db)
    const of2030 = filter(range("20300101T000000Z", "20300102T000000Z"))
    const texts = await query(of2030, prop("C:calendar-data"))
    expect(texts.all.filter(({ status }) => status === null)).toHaveLength(2000)
    expect(texts.all.at(-1)).toMatchObject({ href: AGENDA, status: "HTTP/1.1 507 Insufficient Storage" })
    const tags = await query(of2030)
    expect(tags.all.filter(({ status }) => status === null)).toHaveLength(2001)
    const busy = await dav.ask(`REPORT ${AGENDA}`, {
      body: xml("C:free-busy-query", range("20300101T000000Z", "20300102T000000Z")),
    })
    expect([busy.status, busy.conditions]).toEqual([403, ["D:number-of-matches-within-limits"]])
  })
})

test("an unsupported filter is named", async () => {
  const answer = await query(filter('<C:prop-filter name="SUMMARY"/>'))
  expect(answer.text).toContain('<C:prop-filter name="SUMMARY"/>')
})
