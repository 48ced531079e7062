import { readFileSync } from "node:fs"
import { brotliDecompressSync, gunzipSync } from "node:zlib"
import { Hono } from "hono"
import { compress } from "hono/compress"
import ICAL from "ical.js"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { load } from "../../../src/actions/content/load.ts"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { moveEventOnline } from "../../../src/actions/events/move-online.ts"
import { rescheduleEvent } from "../../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { eventInput } from "../../../src/input/event.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { feedsApp } from "../../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../../src/web/site/feeds/version-cache.ts"
import { type Answer, askOver } from "../../support/ask.ts"
import { listen } from "../../support/listen.ts"
import { openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T12:00:00Z")
const DAY = 24 * 3600 * 1000
const later = (days: number) => new Date(START.getTime() + days * DAY)

let testSite: Awaited<ReturnType<typeof openSite>>
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  testSite = await openSite(START)
  await load(
    testSite.db,
    testSite.site,
    OPERATOR,
    JSON.parse(readFileSync(new URL("../../../examples/communs.json", import.meta.url), "utf8")),
  )
  const app = new Hono()
  // as the whole site has it
  app.use(compress())
  app.route(
    "/",
    feedsApp({
      versionCache: createFeedVersionCache(),
      db: testSite.db,
      origin: testSite.site.origin,
      now: testSite.site.now,
    }),
  )
  server = await listen(app)
})
afterAll(async () => {
  await server?.close()
  await testSite?.close()
})

const ask = (path: string, headers?: Record<string, string>, method?: string) =>
  askOver(server.url, path, headers, method)

const calendarOf = ({ text }: Answer) => new ICAL.Component(ICAL.parse(text) as unknown[])
const eventsOf = (answer: Answer) => calendarOf(answer).getAllSubcomponents("vevent")
const titlesOf = (answer: Answer) => eventsOf(answer).map(event => event.getFirstPropertyValue("summary"))
const zonesOf = (answer: Answer) =>
  calendarOf(answer)
    .getAllSubcomponents("vtimezone")
    .map(zone => zone.getFirstPropertyValue("tzid"))

/** An event of the agenda calendar, published. */
const publish = (given: Record<string, unknown>) =>
  createEvent(
    testSite.db,
    testSite.site,
    OPERATOR,
    parseInput(eventInput, { calendar: "agenda", publish: true, ...given }),
  )

/** Does something at another time, and asks at that time. */
async function at<T>(now: Date, what: () => Promise<T>): Promise<T> {
  testSite.setClock(now)
  try {
    return await what()
  } finally {
    testSite.setClock(START)
  }
}

describe("a calendar over HTTP", () => {
  test("has the headers that clients and caches need", async () => {
    const { status, headers, bytes, text } = await ask("/@agenda.ics")
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      "content-type": "text/calendar; charset=utf-8",
      "content-disposition": 'inline; filename="agenda.ics"',
      "content-length": String(bytes.length),
      "cache-control": "public, max-age=300",
      vary: "Accept-Encoding",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "ETag,Last-Modified,Link",
      "last-modified": START.toUTCString(),
      "x-content-type-options": "nosniff",
    })
    expect(headers.etag).toMatch(/^"[\w-]{27}"$/)
    expect(text.startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")).toBe(true)
    expect(text.endsWith("END:VEVENT\r\nEND:VCALENDAR\r\n")).toBe(true)
  })

  test("has the properties that calendar programs show", async () => {
    const answer = await ask("/@agenda.ics")
    const head = answer.text.replaceAll("\r\n ", "").split("BEGIN:VTIMEZONE")[0]!.split("\r\n")
    expect(head).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Beffroi//Beffroi//FR",
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "NAME:Agenda des communs numériques",
      "X-WR-CALNAME:Agenda des communs numériques",
      "DESCRIPTION:Auditions\\, séances\\, tables rondes et ateliers ouverts à toutes et tous.",
      "X-WR-CALDESC:Auditions\\, séances\\, tables rondes et ateliers ouverts à toutes et tous.",
      "X-WR-TIMEZONE:Europe/Paris",
      "SOURCE;VALUE=URI:https://communs.example/@agenda.ics",
      "URL:https://communs.example/@agenda",
      "COLOR:teal",
      "X-APPLE-CALENDAR-COLOR:#0b5b53",
      "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
      "X-PUBLISHED-TTL:PT1H",
      "",
    ])
    expect(calendarOf(answer).getFirstProperty("uid")).toBeNull()
  })

  test.each(["text/html", "application/activity+json", "application/json", "*/*", ""])(
    "is a calendar when asked for %j",
    async accept => {
      const plain = await ask("/@agenda.ics")
      const answer = await ask("/@agenda.ics", { Accept: accept })
      expect([answer.status, answer.headers["content-type"], answer.text]).toEqual([
        200,
        "text/calendar; charset=utf-8",
        plain.text,
      ])
    },
  )

  test("answers HEAD like GET, without the body", async () => {
    const { date: _, connection: __, ...get } = (await ask("/tout.ics")).headers
    const head = await ask("/tout.ics", {}, "HEAD")
    expect(head.status).toBe(200)
    expect(head.headers).toMatchObject(get)
    expect(head.bytes).toHaveLength(0)
  })

  test("is the same bytes while nothing changes, whatever the hour", async () => {
    const first = await ask("/tout.ics")
    const second = await at(new Date(START.getTime() + 3600_000), () => ask("/tout.ics"))
    expect(second.text).toBe(first.text)
    expect(second.headers.etag).toBe(first.headers.etag)
    expect(second.headers["last-modified"]).toBe(first.headers["last-modified"])
  })

  test.each([
    ["br", "br", brotliDecompressSync],
    ["gzip", "gzip", gunzipSync],
    ["gzip, deflate, br, zstd", "br", brotliDecompressSync],
    ["br;q=0, gzip;q=0.5", "gzip", gunzipSync],
  ])("Accept-Encoding %s gets %s, with a strong tag of its own", async (accepted, encoding, decompress) => {
    const plain = await ask("/tout.ics")
    const packed = await ask("/tout.ics", { "Accept-Encoding": accepted })
    expect(packed.headers["content-encoding"]).toBe(encoding)
    expect(decompress(packed.bytes).toString()).toBe(plain.text)
    expect(packed.headers["content-length"]).toBe(String(packed.bytes.length))
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 2)
    expect(packed.headers.etag).toBe(plain.headers.etag!.replace(/"$/, `-${encoding}"`))
    expect(packed.headers.vary).toBe("Accept-Encoding")
  })

  test.each(["identity", "br;q=0, gzip;q=0", ""])("Accept-Encoding %j: uncompressed", async accepted => {
    expect((await ask("/tout.ics", { "Accept-Encoding": accepted })).headers["content-encoding"]).toBeUndefined()
  })

  test("304 for a reader that has the current version", async () => {
    const { headers } = await ask("/@agenda.ics")
    const tag = headers.etag!
    const conditions: Record<string, string>[] = [
      { "If-None-Match": tag },
      { "If-None-Match": `W/${tag}` },
      { "If-None-Match": `"other", ${tag}` },
      { "If-None-Match": "*" },
      { "If-None-Match": tag.replace(/"$/, '-br"'), "Accept-Encoding": "br" },
      { "If-Modified-Since": headers["last-modified"]! },
      { "If-None-Match": tag, "If-Modified-Since": new Date(0).toUTCString() },
    ]
    for (const condition of conditions) {
      const answer = await ask("/@agenda.ics", condition)
      expect([answer.status, answer.bytes.length], JSON.stringify(condition)).toEqual([304, 0])
      expect(answer.headers).toMatchObject({
        "last-modified": headers["last-modified"],
        vary: "Accept-Encoding",
        "access-control-allow-origin": "*",
      })
      expect(answer.headers.etag).toBe(condition["Accept-Encoding"] ? tag.replace(/"$/, '-br"') : tag)
    }
    const stale: Record<string, string>[] = [
      { "If-None-Match": '"other"' },
      { "If-None-Match": '"other"', "If-Modified-Since": headers["last-modified"]! },
      { "If-Modified-Since": new Date(START.getTime() - 1000).toUTCString() },
      { "If-Modified-Since": "yesterday" },
    ]
    for (const condition of stale)
      expect((await ask("/@agenda.ics", condition)).status, JSON.stringify(condition)).toBe(200)
  })

  test("scripts of any site may read it (CORS); other methods are refused", async () => {
    const preflight = await ask(
      "/tout.ics",
      {
        Origin: "https://a.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "If-None-Match",
      },
      "OPTIONS",
    )
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,HEAD,OPTIONS",
      "access-control-allow-headers": "If-None-Match",
    })
    for (const method of ["POST", "PUT", "DELETE"]) {
      const answer = await ask("/@agenda.ics", {}, method)
      expect([answer.status, answer.headers.allow, answer.headers["content-type"]]).toEqual([
        405,
        "GET, HEAD, OPTIONS",
        "application/problem+json",
      ])
    }
  })
})

describe("what a calendar holds", () => {
  test("the coming events of the demonstration, in their zones, all year's occurrences related", async () => {
    const answer = await ask("/tout.ics")
    expect(titlesOf(answer)).toEqual([
      "Séance plénière ouverte au public",
      "Audition : interopérabilité et réseaux fédérés",
      "Atelier de contribution à Wikipédia",
      "Numérique en Commun[s] : édition locale",
      "Atelier de contribution à Wikipédia",
      "Rencontre ultramarine des communs",
      ...Array(4).fill("Atelier de contribution à Wikipédia"),
    ])
    expect(zonesOf(answer)).toEqual(["Europe/Paris", "Indian/Reunion"])
    const workshops = eventsOf(answer).filter(
      event => event.getFirstPropertyValue("summary") === "Atelier de contribution à Wikipédia",
    )
    const uids = workshops.map(event => event.getFirstPropertyValue("uid"))
    expect(new Set(uids).size).toBe(6)
    const related = workshops.map(event => event.getFirstProperty("related-to"))
    expect(related.map(property => property?.getFirstParameter("reltype"))).toEqual([
      undefined,
      ...Array(5).fill("SIBLING"),
    ])
    expect(related.map(property => property?.getFirstValue())).toEqual([undefined, ...Array(5).fill(uids[0])])
  })

  test("only its own events; only the zones that they name", async () => {
    expect(titlesOf(await ask("/@evenements.ics"))).toEqual([
      "Numérique en Commun[s] : édition locale",
      "Rencontre ultramarine des communs",
    ])
    expect(zonesOf(await ask("/@evenements.ics"))).toEqual(["Indian/Reunion"])
    expect(zonesOf(await ask("/@agenda.ics"))).toEqual(["Europe/Paris"])
  })

  test("a zone when it is empty, or when it holds whole days alone", async () => {
    const empty = await ask("/@entretiens.ics")
    expect([empty.status, titlesOf(empty), zonesOf(empty)]).toEqual([200, [], ["Europe/Paris"]])
    const days = await ask("/@evenements.ics?from=2018-01-01&to=2018-12-31")
    expect([titlesOf(days), zonesOf(days)]).toEqual([["NEC+Ultra", "Numérique en Commun[s] 2018"], ["Europe/Paris"]])
  })

  test("a tag, whatever its case and accents in the address", async () => {
    const titles = ["Atelier de contribution à Wikipédia"]
    for (const address of ["/tags/wikip%C3%A9dia.ics", "/tags/Wikip%C3%A9dia.ics"]) {
      const answer = await ask(address)
      expect([...new Set(titlesOf(answer))]).toEqual(titles)
      expect(answer.headers["content-disposition"]).toBe('inline; filename="wikipedia.ics"')
    }
    expect(calendarOf(await ask("/tags/outre-mer.ics")).getFirstPropertyValue("url")).toBe(
      "https://communs.example/tags/outre-mer",
    )
  })

  test("a tag without events is an empty calendar, so that a subscription to it stays valid", async () => {
    const answer = await ask("/tags/jamais.ics")
    expect([answer.status, titlesOf(answer), zonesOf(answer)]).toEqual([200, [], ["Europe/Paris"]])
  })

  test("one event with its sessions, each in its room, each belonging to it", async () => {
    const answer = await ask("/e/nec-lille-2023.ics")
    expect(answer.headers["content-disposition"]).toBe('inline; filename="nec-lille-2023.ics"')
    const [event, ...sessions] = eventsOf(answer)
    expect(event!.getFirstPropertyValue("summary")).toBe(
      "NEC Hauts-de-France : les communs au service d'un numérique pour tous",
    )
    expect(
      sessions.map(session => [
        session.getFirstPropertyValue("dtstart")!.toString(),
        session.getFirstPropertyValue("location"),
      ]),
    ).toEqual([
      ["2023-11-07T09:30:00", "Auditorium, Nouveau Siècle, Lille"],
      ["2023-11-07T10:45:00", "Salle 1, Nouveau Siècle, Lille"],
      ["2023-11-07T10:45:00", "Salle 2, Nouveau Siècle, Lille"],
      ["2023-11-07T14:00:00", "Salle 1, Nouveau Siècle, Lille"],
      ["2023-11-07T14:00:00", "Salle 2, Nouveau Siècle, Lille"],
      ["2023-11-07T15:30:00", "Auditorium, Nouveau Siècle, Lille"],
    ])
    const parents = sessions.map(session => session.getFirstProperty("related-to")!.toICALString())
    expect(new Set(parents)).toEqual(new Set([`RELATED-TO;RELTYPE=PARENT:${event!.getFirstPropertyValue("uid")}`]))
    expect(new Set(eventsOf(answer).map(e => e.getFirstPropertyValue("uid"))).size).toBe(7)
  })

  test("sessions without a time have no entry", async () => {
    expect(titlesOf(await ask("/e/nec-nantes-2018.ics"))).toEqual(["Numérique en Commun[s] 2018"])
  })
})

describe("which dates", () => {
  test("30 days back and 18 months ahead, unless others are asked for", async () => {
    const local = (days: number) => later(days).toISOString().slice(0, 10)
    const near = [-32, -29, 540, 555]
    for (const days of near) await publish({ title: `À ${days} jours`, start: local(days) })
    const titles = titlesOf(await ask("/@agenda.ics")).filter(title => /^À -?\d+ jours$/.test(String(title)))
    expect(titles).toEqual(["À -29 jours", "À 540 jours"])
    const all = titlesOf(await ask(`/@agenda.ics?from=${local(-40)}&to=${local(560)}`)).filter(title =>
      /^À -?\d+ jours$/.test(String(title)),
    )
    expect(all).toEqual(near.map(days => `À ${days} jours`))
  })

  test("both days that are given belong to it, in the calendar's zone", async () => {
    expect(titlesOf(await ask("/@agenda.ics?from=2023-05-10&to=2023-05-31"))).toEqual([
      "Vers un État partenaire des communs numériques",
      "Communs numériques : vers un modèle numérique européen souverain et durable ?",
    ])
    expect(titlesOf(await ask("/@agenda.ics?from=2023-05-11&to=2023-05-30"))).toEqual([])
  })

  test.each([
    ["from=hier", "from", '"hier" is not a date such as 2026-12-01'],
    ["from=2026-02-30", "from", '"2026-02-30" is not a date such as 2026-12-01'],
    ["from=2026-1-1", "from", '"2026-1-1" is not a date such as 2026-12-01'],
    ["from=2026-12-01T10:00:00Z", "from", '"2026-12-01T10:00:00Z" is not a date such as 2026-12-01'],
    ["to=9999-12-31", "to", '"9999-12-31" is not a date such as 2026-12-01'],
    ["to=%00", "to", '"\u0000" is not a date such as 2026-12-01'],
    ["from=", "from", '"" is not a date such as 2026-12-01'],
    ["from=2026-12-02&to=2026-12-01", "to", "2026-12-01 is before from, 2026-12-02"],
    ["to=2020-01-01", "to", "2020-01-01 is more than 30 days ago: give from too"],
    ["from=2026-12-01&from=2026-12-02", "from", "is given twice"],
  ])("?%s is refused in words", async (query, field, reason) => {
    const answer = await ask(`/tout.ics?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.headers).toMatchObject({
      "content-type": "application/problem+json",
      "access-control-allow-origin": "*",
    })
    expect(JSON.parse(answer.text)).toEqual({
      type: "about:blank",
      title: "This address cannot be read",
      status: 400,
      detail: `${field}: ${reason}`,
      errors: [{ field, reason }],
    })
  })

  test("at most 700 events, the earliest of the dates", async () => {
    const event = await publish({
      title: "Modèle",
      start: "2026-12-24T10:00",
      end: "2026-12-24T11:00",
      tags: ["foule"],
    })
    await testSite.db.transaction().execute(async trx => {
      await sql`create temp table crowd on commit drop as select * from event where id = ${event.id}`.execute(trx)
      await sql`insert into event select c.* from generate_series(1, 719) n
        cross join lateral jsonb_populate_record(null::event, to_jsonb((select crowd from crowd)) || jsonb_build_object(
          'id', gen_random_uuid(), 'uid', 'foule-' || n, 'slug', 'foule-' || n,
          'ical', replace((select ical from crowd), ${event.uid}, 'foule-' || n),
          'starts_at', (select starts_at from crowd) + n * interval '1 minute',
          'over_at', (select over_at from crowd) + n * interval '1 minute')) c`.execute(trx)
    })
    const answer = await ask("/tags/foule.ics")
    const uids = eventsOf(answer).map(event => event.getFirstPropertyValue("uid"))
    expect(uids).toEqual([event.uid, ...Array.from({ length: 699 }, (_, n) => `foule-${n + 1}`)])
    expect(answer.bytes.length).toBeLessThan(1_000_000)
    await sql`delete from event where uid like 'foule-%'`.execute(testSite.db)
  })
})

describe("what changes", () => {
  test("a change arrives: its text, SEQUENCE, LAST-MODIFIED, the tag and the date of the calendar", async () => {
    const event = await publish({
      title: "Réunion mobile",
      start: "2026-12-10T14:00",
      end: "2026-12-10T16:00",
      tags: ["mobile"],
    })
    const before = await ask("/tags/mobile.ics")
    const conditional = { "If-None-Match": before.headers.etag!, "If-Modified-Since": before.headers["last-modified"]! }
    const moved = new Date(START.getTime() + 60_000)
    await at(moved, () =>
      rescheduleEvent(testSite.db, testSite.site, OPERATOR, event.id, { start: "2026-12-17T14:00", reason: "Grève." }),
    )
    const after = await at(moved, () => ask("/tags/mobile.ics", conditional))
    expect(after.status).toBe(200)
    expect(after.headers["last-modified"]).toBe(moved.toUTCString())
    const [entry] = eventsOf(after)
    expect({
      summary: entry!.getFirstPropertyValue("summary"),
      start: entry!.getFirstPropertyValue("dtstart")!.toString(),
      end: entry!.getFirstPropertyValue("dtend")!.toString(),
      sequence: entry!.getFirstPropertyValue("sequence"),
      stamp: entry!.getFirstPropertyValue("dtstamp")!.toString(),
      changed: entry!.getFirstPropertyValue("last-modified")!.toString(),
    }).toEqual({
      summary: "REPORTÉ · Réunion mobile",
      start: "2026-12-17T14:00:00",
      end: "2026-12-17T16:00:00",
      sequence: 1,
      stamp: "2026-11-21T12:01:00Z",
      changed: "2026-11-21T12:01:00Z",
    })
    expect(String(entry!.getFirstPropertyValue("description"))).toContain(
      "Grève.\n\nDate précédente : jeudi 10 décembre 2026, de 14 h à 16 h",
    )
  })

  test("a correction changes the text and not SEQUENCE; a move online says where to join", async () => {
    const event = await publish({
      title: "Réunion corigée",
      start: "2026-12-11T14:00",
      tags: ["correction"],
      place: { name: "Salle", locality: "Nantes" },
    })
    await updateEvent(testSite.db, testSite.site, OPERATOR, event.id, { title: "Réunion corrigée" })
    const [corrected] = eventsOf(await ask("/tags/correction.ics"))
    expect([corrected!.getFirstPropertyValue("summary"), corrected!.getFirstPropertyValue("sequence")]).toEqual([
      "Réunion corrigée",
      0,
    ])
    await moveEventOnline(testSite.db, testSite.site, OPERATOR, event.id, "https://visio.example.org/a,b")
    const [online] = eventsOf(await ask("/tags/correction.ics"))
    expect(["summary", "location", "conference", "sequence"].map(name => online!.getFirstPropertyValue(name))).toEqual([
      "EN LIGNE · Réunion corrigée",
      "https://visio.example.org/a,b",
      "https://visio.example.org/a,b",
      1,
    ])
  })

  test("a cancelled event stays, with its sessions, until 30 days after its date", async () => {
    const event = await publish({
      title: "Réunion annulée",
      start: "2026-12-01T09:00",
      end: "2026-12-01T10:00",
      tags: ["annulation"],
      programme: [{ slug: "un", title: "Premier point", start: "2026-12-01T09:00" }],
    })
    await cancelEvent(testSite.db, testSite.site, OPERATOR, event.id, "Salle fermée.")
    const states = (answer: Answer) =>
      eventsOf(answer).map(event => [event.getFirstPropertyValue("summary"), event.getFirstPropertyValue("status")])
    const cancelled = ["ANNULÉ · Réunion annulée", "CANCELLED"]
    expect(states(await ask("/tags/annulation.ics"))).toEqual([cancelled])
    expect(states(await ask(`/e/${event.slug}.ics`))).toEqual([cancelled, ["ANNULÉ · Premier point", "CANCELLED"]])
    const whole = "/tags/annulation.ics?from=2026-01-01&to=2027-12-31"
    const last = new Date(event.overAt.getTime() + 30 * DAY)
    expect(states(await at(new Date(last.getTime() - 1000), () => ask(whole)))).toEqual([cancelled])
    const { headers, ...gone } = await at(last, () => ask(whole))
    expect(states({ headers, ...gone })).toEqual([])
    // who asks by date alone learns that it left
    expect(headers["last-modified"]).toBe(last.toUTCString())
  })

  test("the moving window is a change: If-Modified-Since alone shows an event that enters or leaves it", async () => {
    const calendar = {
      handle: "fenetre",
      kind: "agenda",
      name: "Fenêtre",
      language: "fr",
      timeZone: "Europe/Paris",
      summary: "",
    }
    await load(testSite.db, testSite.site, OPERATOR, { calendars: [calendar] })
    await publish({ calendar: "fenetre", title: "Bientôt passée", start: "2026-10-25T09:00", end: "2026-10-25T10:00" })
    const path = "/@fenetre.ics"
    const before = await ask(path)
    expect(titlesOf(before)).toEqual(["Bientôt passée"])
    const leaving = new Date(Date.parse("2026-10-25T09:00:00Z") + 30 * DAY)
    const unchanged = await at(new Date(leaving.getTime() - 1000), () =>
      ask(path, { "If-Modified-Since": before.headers["last-modified"]! }),
    )
    expect(unchanged.status).toBe(304)
    const left = await at(leaving, () => ask(path, { "If-Modified-Since": before.headers["last-modified"]! }))
    expect([left.status, titlesOf(left), left.headers["last-modified"]]).toEqual([200, [], leaving.toUTCString()])

    await publish({ calendar: "fenetre", title: "Lointaine", start: "2028-06-25T09:00" })
    const entering = new Date(Date.parse("2028-06-25T07:00:00Z") - 548 * DAY + 1000)
    const entered = await at(entering, () => ask(path, { "If-Modified-Since": left.headers["last-modified"]! }))
    expect([entered.status, titlesOf(entered)]).toEqual([200, ["Lointaine"]])
  })

  test("a deleted event leaves its calendars at once, and its own calendar is gone", async () => {
    const event = await publish({ title: "Réunion de trop", start: "2026-12-12T14:00", tags: ["de trop"] })
    const before = await ask("/tags/de%20trop.ics")
    expect(titlesOf(before)).toEqual(["Réunion de trop"])
    const moment = new Date(START.getTime() + 120_000)
    await at(moment, () => deleteEvent(testSite.db, testSite.site, OPERATOR, event.id))
    const after = await at(moment, () =>
      ask("/tags/de%20trop.ics", { "If-Modified-Since": before.headers["last-modified"]! }),
    )
    expect([after.status, titlesOf(after)]).toEqual([200, []])
    const own = await ask(`/e/${event.slug}.ics`)
    expect([own.status, own.headers["content-type"], JSON.parse(own.text).title]).toEqual([
      410,
      "application/problem+json",
      "This event was deleted",
    ])
  })
})

describe("what is not public", () => {
  test("a draft is in no calendar, and its own address answers like one that never existed", async () => {
    const draft = await publish({
      title: "Brouillon secret",
      start: "2026-12-13T14:00",
      tags: ["brouillon"],
      publish: false,
    })
    for (const path of ["/tout.ics", "/@agenda.ics", "/tags/brouillon.ics"])
      expect((await ask(path)).text).not.toContain("Brouillon secret")
    const [own, never] = [await ask(`/e/${draft.slug}.ics`), await ask("/e/jamais-vu.ics")]
    const visible = ({ status, text, headers: { date: _, ...headers } }: Answer) => ({ status, text, headers })
    expect(own.status).toBe(404)
    expect(visible(own)).toEqual(visible(never))
  })

  test.each([
    ["/@personne.ics", 404],
    ["/@instance.ics", 404],
    ["/@AGENDA.ics", 404],
    ["/e/jamais.ics", 404],
    ["/e/..%2Ftout.ics", 404],
    ["/tags/a%00b.ics", 404],
    ["/tags/%F0%9F%8F%9B.ics", 200],
    ["/tags/%ZZ.ics", 404],
    [`/tags/${"x".repeat(2000)}.ics`, 404],
    ["/autre.ics", 404],
  ])("%s answers %i", async (path, status) => {
    expect((await ask(path)).status).toBe(status)
  })
})
