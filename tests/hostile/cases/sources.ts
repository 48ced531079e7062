import type { ServerResponse } from "node:http"
import { gzipSync } from "node:zlib"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"

/** Calendars of others that somebody takes in: addresses that must not be asked, files that are made to harm. Nothing is written. */
const preview = (arena: Arena, url: string) => arena.api("POST", "/sources", { url, calendar: "agenda", dryRun: true })

const address = (name: string, url: (arena: Arena) => string, says = /url|address|public|read/): Case => ({
  name: `a source at ${name}`,
  status: 422,
  says,
  attack: arena => preview(arena, url(arena)),
})

const file = (
  name: string,
  body: string | Buffer | ((response: ServerResponse) => void),
  { status = 200, says = /./, type = "text/calendar" }: { status?: number; says?: RegExp; type?: string } = {},
): Case => ({
  name: `a source with ${name}`,
  status,
  says,
  attack: arena => {
    const path = `/calendars/${arena.next()}.ics`
    arena.evil.documents.set(path, (_, response) => {
      if (typeof body === "function") return body(response)
      response.writeHead(200, { "content-type": type }).end(body)
    })
    return preview(arena, arena.evil.origin + path)
  },
  async after(_, { text }) {
    if (/root:|hahaha/.test(text) || text.length > 200_000) throw new Error(text.slice(0, 300))
  },
})

const calendar = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", ...lines, "END:VCALENDAR", ""].join("\r\n")
const vevent = (...lines: string[]) =>
  [
    "BEGIN:VEVENT",
    "UID:1",
    "DTSTAMP:20260101T000000Z",
    "DTSTART:20320101T100000Z",
    "SUMMARY:Fête",
    ...lines,
    "END:VEVENT",
  ].join("\r\n")

export const sources: Case[] = [
  address("a private address", ({ trap }) => `http://127.0.0.9:${trap.port}/a.ics`),
  address("loopback in IPv6", ({ trap }) => `http://[::1]:${trap.port}/a.ics`),
  address("a mapped private address", ({ trap }) => `webcal://[::ffff:127.0.0.9]:${trap.port}/a.ics`),
  address("a name of a private address", ({ trap }) => `http://private.test:${trap.port}/a.ics`),
  address("the addresses of clouds", () => "http://169.254.169.254/latest/meta-data/"),
  address("a file", () => "file:///etc/passwd"),
  address("javascript", () => "javascript:alert(1)"),
  address("an address with credentials", ({ evil }) => `http://a:b@${evil.host}/a.ics`),
  address("an address with a line end", ({ evil }) => `${evil.origin}/a\r\nX: y`),
  address("our own server", ({ origin }) => `${origin}/nothing.ics`, /./),
  file(
    "a redirect to a private address",
    response => response.writeHead(302, { location: "http://127.0.0.9/" }).end(),
    { status: 422, says: /public/ },
  ),
  file(
    "a gzip bomb of 30 MB",
    response =>
      response
        .writeHead(200, { "content-type": "text/calendar", "content-encoding": "gzip" })
        .end(gzipSync(Buffer.alloc(30 * 1024 * 1024, " "))),
    { status: 422 },
  ),
  file("nothing in it", "", { status: 422 }),
  file("bytes of anything", Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)), { status: 422 }),
  file(
    "HTML in every text",
    calendar(
      vevent(
        "DESCRIPTION:<script>alert(1)</script>",
        "LOCATION:<img src=x onerror=alert(1)>",
        "URL:javascript:alert(1)",
        "CATEGORIES:<b>,</b>",
      ),
    ),
  ),
  file("a rule for every second", calendar(vevent("RRULE:FREQ=SECONDLY"))),
  file("a rule that never comes", calendar(vevent("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))),
  file(
    "a rule of every part at once",
    calendar(
      vevent(
        `RRULE:FREQ=DAILY;BYSETPOS=${Array.from({ length: 366 }, (_, i) => i + 1).join()};BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=${Array.from({ length: 24 }, (_, i) => i).join()};BYMINUTE=${Array.from({ length: 60 }, (_, i) => i).join()}`,
      ),
    ),
  ),
  file("a rule until the year 9999", calendar(vevent("RRULE:FREQ=DAILY;UNTIL=99991231T000000Z"))),
  file("an interval of a billion", calendar(vevent("RRULE:FREQ=DAILY;INTERVAL=1000000000;COUNT=1000000000"))),
  file(
    "5,000 dates",
    calendar(
      vevent(
        `RDATE:${Array.from({ length: 5000 }, (_, i) => `2032${String(1 + (i % 12)).padStart(2, "0")}${String(1 + (i % 28)).padStart(2, "0")}T${String(i % 24).padStart(2, "0")}0000Z`).join()}`,
      ),
    ),
  ),
  file("a date that is none", calendar(vevent().replace("DTSTART:20320101T100000Z", "DTSTART:99999999T999999Z"))),
  file("a duration of a million years", calendar(vevent("DURATION:P365000000D"))),
  file(
    "a time zone that is made to be costly",
    calendar(
      "BEGIN:VTIMEZONE",
      "TZID:X",
      ...Array.from(
        { length: 200 },
        () =>
          "BEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD",
      ),
      "END:VTIMEZONE",
      vevent().replace("DTSTART:", "DTSTART;TZID=X:").replace("00Z", "00"),
    ),
  ),
  file("components 5,000 deep", `BEGIN:VCALENDAR\r\n${"BEGIN:X\r\n".repeat(5000)}`),
  file("a line of 300,000 characters", calendar(vevent(`DESCRIPTION:${"x".repeat(300_000)}`))),
  file("a value folded after every character", calendar(vevent(`DESCRIPTION:${"x\r\n ".repeat(50_000)}`))),
  file("parameters without an end", calendar(vevent(`X-A;${"a=b;".repeat(50_000)}c=d:e`))),
  file("__proto__ and constructor", calendar(vevent("__PROTO__:x", "CONSTRUCTOR:y", "X-__PROTO__;__PROTO__=z:w"))),
  file(
    "a page whose JSON-LD is nested",
    `<script type="application/ld+json">${"[".repeat(50_000)}${"]".repeat(50_000)}</script>`,
    { type: "text/html", status: 422 },
  ),
  file(
    "a billion laughs in a schedule",
    `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(100)}"><!ENTITY c "${"&b;".repeat(100)}"><!ENTITY d "${"&c;".repeat(100)}">]><schedule><conference><title>&d;</title></conference></schedule>`,
    { type: "application/xml", status: 200 },
  ),
  file(
    "an entity of a file in a schedule",
    `<?xml version="1.0"?><!DOCTYPE s [<!ENTITY f SYSTEM "file:///etc/passwd">]><schedule><conference><title>&f;</title></conference></schedule>`,
    { type: "application/xml", status: 200 },
  ),
]
