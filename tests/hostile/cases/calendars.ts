import type { Case } from "../case.ts"

/** CalDAV: XML that is made to break who reads it. */
const dav = (
  name: string,
  status: number,
  body: string,
  {
    path = "/dav/",
    method = "PROPFIND",
    headers = {},
  }: { path?: string; method?: string; headers?: Record<string, string> } = {},
): Case => ({
  name,
  status,
  attack: async arena => {
    const answer = await fetch(arena.origin + path, {
      method,
      headers: { depth: "1", "content-type": "application/xml", ...headers },
      redirect: "manual",
      ...(body && { body }),
    })
    return { status: answer.status, text: (await answer.text()) || "-", headers: Object.fromEntries(answer.headers) }
  },
  async after(_, { text }) {
    if (text.includes("root:") || text.length > 200_000)
      throw new Error(`answers ${text.length} characters: ${text.slice(0, 200)}`)
  },
})

const propfind = (inner: string) => `<?xml version="1.0"?><propfind xmlns="DAV:">${inner}</propfind>`
const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${`&a${i ? i - 1 : ""};`.repeat(10)}">`).join("")}]>`
const query = (filter: string) =>
  `<C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop><getetag/></prop><C:filter>${filter}</C:filter></C:calendar-query>`

export const calendars: Case[] = [
  dav("a billion laughs", 403, `<?xml version="1.0"?>${laughs}${propfind("&a19;")}`),
  dav("an entity of a file", 403, `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${propfind("&f;")}`),
  dav(
    "an entity of a private address",
    403,
    `<!DOCTYPE x [<!ENTITY % f SYSTEM "http://127.0.0.9/"> %f;]>${propfind("<allprop/>")}`,
  ),
  dav("an entity that nobody declared", 400, propfind("&unknown;")),
  dav("XML nested 20,000 deep", 400, propfind("<a>".repeat(20_000) + "</a>".repeat(20_000))),
  dav("XML that never closes", 400, propfind("<a>".repeat(20)).slice(0, -11)),
  dav(
    "an element with 10,000 attributes",
    400,
    propfind(`<a ${Array.from({ length: 10_000 }, (_, i) => `a${i}="1"`).join(" ")}/>`),
  ),
  dav("10,000 properties", 207, propfind(`<prop>${"<x xmlns='u'/>".repeat(10_000)}</prop>`), {
    headers: { depth: "0" },
  }),
  dav("XML of 300 kB", 413, propfind(" ".repeat(300_000))),
  dav("XML that is JSON", 400, '{"a":1}'),
  dav("XML that is no XML character", 400, propfind("\u0001")),
  dav("XML in a namespace that is missing", 400, "<D:propfind><D:allprop/></D:propfind>"),
  dav("a depth without an end", 403, propfind("<allprop/>"), { headers: { depth: "infinity" } }),
  dav("a depth that is no number", 400, propfind("<allprop/>"), { headers: { depth: "-1e9" } }),
  dav("a report that does not exist", 403, "<x xmlns='DAV:'/>", { method: "REPORT", path: "/dav/calendars/agenda/" }),
  dav("a report called constructor", 403, "<constructor/>", { method: "REPORT", path: "/dav/calendars/agenda/" }),
  dav(
    "a filter from the year 0 to the year 9999",
    403,
    query(
      '<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="00000101T000000Z" end="99999999T999999Z"/></C:comp-filter></C:comp-filter>',
    ),
    { method: "REPORT", path: "/dav/calendars/agenda/" },
  ),
  dav(
    "a filter by an expression",
    403,
    query(`<C:comp-filter name="VCALENDAR"><C:prop-filter name="${"(a|b)*".repeat(500)}"/></C:comp-filter>`),
    { method: "REPORT", path: "/dav/calendars/agenda/" },
  ),
  dav("a calendar that is a path", 404, propfind("<allprop/>"), { path: "/dav/calendars/..%2f..%2fetc/" }),
  dav("a calendar called __proto__", 404, propfind("<allprop/>"), { path: "/dav/calendars/__proto__/" }),
  dav("a resource that is a NUL", 404, "", { path: "/dav/calendars/agenda/%00.ics", method: "GET" }),
  dav("PUT of a calendar entry", 403, "BEGIN:VCALENDAR", { path: "/dav/calendars/agenda/x.ics", method: "PUT" }),
  dav("DELETE of a calendar", 403, "", { path: "/dav/calendars/agenda/", method: "DELETE" }),
  dav("MKCALENDAR", 403, "", { path: "/dav/calendars/neuf/", method: "MKCALENDAR" }),
  dav("MOVE to another server", 403, "", {
    path: "/dav/calendars/agenda/",
    method: "MOVE",
    headers: { destination: "http://evil.example/" },
  }),
  dav("LOCK", 403, propfind(""), { path: "/dav/calendars/agenda/", method: "LOCK" }),
]
