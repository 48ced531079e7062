import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith"
import ICAL from "ical.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { validateXML } from "xmllint-wasm"
import { deleteFollowing } from "../../../src/store/following.ts"
import { markPartnerEventDeleted } from "../../../src/store/partner-events.ts"
import { listPartners } from "../../../src/store/partners.ts"
import { openFormats } from "../../support/formats.ts"
import { EVERYBODY, followed, receiveEvent } from "../../support/partners.ts"
import { ORIGIN } from "../../support/site.ts"

const THEATRE = "https://theatre.example/@theatre"
const PATH = "/partenaires/theatre@theatre.example"
const UUID = "b8c4b8a2-7c0c-4f3b-9d50-3f6f7a2b9c1d"

let site: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  site = await openFormats()
  await followed(site, THEATRE, { handle: "theatre", name: 'Théâtre, de la "Ville"' })
  await receiveEvent(site, THEATRE, {
    id: "https://theatre.example/events/1",
    name: "Concert",
    uuid: UUID,
    startTime: "2026-12-01T19:30:00Z",
    endTime: "2026-12-01T21:00:00Z",
    timezone: "Europe/Rome",
    inLanguage: "it",
    url: "https://theatre.example/concert",
    content: '<p>Musica <a href="https://example.org/">qui</a></p><script>alert(1)</script><p>e ancora</p>',
    location: { type: "Place", name: "Sala, grande", address: "Via Roma 1", latitude: 45.07, longitude: 7.68 },
    tag: [{ type: "Hashtag", name: "#musica" }],
  })
  await receiveEvent(site, THEATRE, {
    id: "https://theatre.example/events/2",
    name: "Journées du théâtre",
    startTime: "2026-12-05T00:00:00+01:00",
    endTime: "2026-12-06T23:59:59+01:00",
    status: "CANCELLED",
  })
})
afterAll(() => site?.close())

const eventsOf = async (path = `${PATH}.ics`) =>
  new ICAL.Component(ICAL.parse(await site.read(path)) as unknown[]).getAllSubcomponents("vevent")
const titlesOf = async (path?: string) => (await eventsOf(path)).map(event => event.getFirstPropertyValue("summary"))
const page = async (path: string) => {
  const response = await site.app.request(path)
  return { status: response.status, text: await response.text() }
}

describe("the calendar of a partner", () => {
  test("says what the origin said: UID, hours, zone, place, source and page", async () => {
    const [concert, days] = await eventsOf()
    const value = (name: string) => String(concert!.getFirstPropertyValue(name))
    expect(concert!.getFirstProperty("dtstart")!.getFirstParameter("tzid")).toBe("Europe/Rome")
    expect(
      ["uid", "dtstart", "dtend", "summary", "location", "url", "organizer", "status", "categories", "transp"].map(
        value,
      ),
    ).toEqual([
      UUID,
      "2026-12-01T20:30:00",
      "2026-12-01T22:00:00",
      "Concert",
      "Sala, grande, Via Roma 1",
      "https://theatre.example/concert",
      THEATRE,
      "CONFIRMED",
      "musica",
      "TRANSPARENT",
    ])
    expect(value("description")).toBe(
      'Musica qui (https://example.org/)\n\ne ancora\n\nSource: Théâtre, de la "Ville"\nhttps://theatre.example/concert',
    )
    expect([days!.getFirstPropertyValue("dtstart"), days!.getFirstPropertyValue("dtend")].map(String)).toEqual([
      "2026-12-05",
      "2026-12-07",
    ])
    expect([days!.getFirstPropertyValue("status"), days!.getFirstPropertyValue("summary")]).toEqual([
      "CANCELLED",
      "ANNULÉ · Journées du théâtre",
    ])
    expect(days!.getFirstPropertyValue("uid")).toBe("https://theatre.example/events/2")
  })

  test("is answered with 304 until an event changes, which its SEQUENCE and LAST-MODIFIED tell", async () => {
    const first = await site.ask(`${PATH}.ics`)
    expect([first.status, first.headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"])
    expect((await site.ask(`${PATH}.ics`, { "If-None-Match": first.headers.etag! })).status).toBe(304)
    const find = async () =>
      (await eventsOf()).find(event => event.getFirstPropertyValue("uid") === "https://theatre.example/events/3")!
    const event = { id: "https://theatre.example/events/3", name: "Atelier", startTime: "2026-12-03T10:00:00Z" }
    await receiveEvent(site, THEATRE, event)
    await site.db
      .updateTable("partnerEvent")
      .set({ receivedAt: new Date("2026-11-20T10:00:00Z"), changedAt: new Date("2026-11-20T10:00:00Z") })
      .where("id", "=", event.id)
      .execute()
    expect((await find()).getFirstPropertyValue("sequence")).toBe(0)
    const second = await site.ask(`${PATH}.ics`, { "If-None-Match": first.headers.etag! })
    expect(second.status).toBe(200)
    await receiveEvent(site, THEATRE, { ...event, startTime: "2026-12-03T11:00:00Z" })
    const moved = await find()
    expect(String(moved.getFirstPropertyValue("dtstart"))).toBe("2026-12-03T12:00:00")
    expect(Number(moved.getFirstPropertyValue("sequence"))).toBeGreaterThan(0)
    expect((await site.ask(`${PATH}.ics`, { "If-None-Match": second.headers.etag! })).status).toBe(200)
    await markPartnerEventDeleted(site.db, event.id, new Date())
    expect(await find()).toBeUndefined()
  })

  test("as jCal is the same", async () => {
    const jcal = new ICAL.Component(await site.json(`${PATH}.jcal`))
    expect(jcal.getAllSubcomponents("vevent").map(String)).toEqual((await eventsOf()).map(String))
  })

  test("chooses days, and says which it cannot read", async () => {
    expect(await titlesOf(`${PATH}.ics?from=2026-12-02&to=2026-12-31`)).toEqual(["ANNULÉ · Journées du théâtre"])
    const { status, text } = await site.ask(`${PATH}.ics?from=demain`)
    expect([status, JSON.parse(text).errors[0].field]).toEqual([400, "from"])
  })
})

describe("the feeds of a partner", () => {
  test("name the partner as author and bring neither our licence nor our ids", async () => {
    const json = parseJsonFeed(await site.read(`${PATH}.json`))
    expect(
      json
        .items!.map(({ id, url, title, authors }) => ({ id, url, title, authors }))
        .sort((a, b) => (a.id! < b.id! ? -1 : 1)),
    ).toEqual([
      {
        id: "https://theatre.example/events/1",
        url: "https://theatre.example/concert",
        title: "Concert",
        authors: [{ name: 'Théâtre, de la "Ville"', url: THEATRE }],
      },
      {
        id: "https://theatre.example/events/2",
        url: "https://theatre.example/events/2",
        title: "ANNULÉ · Journées du théâtre",
        authors: [{ name: 'Théâtre, de la "Ville"', url: THEATRE }],
      },
    ])
    for (const format of ["atom", "rss", "json"]) {
      const text = await site.read(`${PATH}.${format}`)
      expect(text).not.toMatch(/etalab|<script|&lt;script|alert\(1\)/i)
      expect(text).toContain(`${ORIGIN}${PATH}.${format}`)
    }
    const atom = parseAtomFeed(await site.read(`${PATH}.atom`))
    expect(atom.entries!.find(entry => entry.id!.endsWith("/1"))!.content!.value).toContain(
      '<a href="https://example.org/" rel="nofollow noopener noreferrer ugc">qui</a>',
    )
    expect(parseRssFeed(await site.read(`${PATH}.rss`)).items).toHaveLength(2)
  })

  test("are not of those that events of our own have, nor of strangers", async () => {
    for (const path of [`${PATH}.csv`, "/partenaires/autre@theatre.example.ics", "/partenaires/theatre.example.ics"])
      expect((await site.ask(path)).status).toBe(404)
  })
})

describe("what is shown of a partner", () => {
  const hostile = "https://hostile.example/@h"
  beforeAll(() => followed(site, hostile, { handle: "h", name: "H\r\nBEGIN:VEVENT" }))
  const show = (n: number, more: Record<string, unknown>) =>
    receiveEvent(site, hostile, {
      id: `https://hostile.example/events/${n}`,
      name: `Numéro ${n}`,
      startTime: "2026-12-01T10:00:00Z",
      ...more,
    })
  const shown = () => titlesOf("/partenaires/h@hostile.example.ics")

  test("is addressed to everybody, dated, of a bearable size and not deleted", async () => {
    await show(1, { to: ["https://hostile.example/followers"] })
    await show(2, { to: [], cc: EVERYBODY })
    await show(3, { to: "as:Public" })
    await show(4, { to: { id: EVERYBODY } })
    await show(5, { to: undefined })
    await show(6, { content: "x".repeat(70_000) })
    await receiveEvent(site, hostile, { id: "https://hostile.example/events/7", name: "Sans date" })
    await show(8, {})
    await markPartnerEventDeleted(site.db, "https://hostile.example/events/8", new Date())
    expect(await shown()).toEqual(["Numéro 2", "Numéro 3", "Numéro 5"])
  })

  test("cannot add lines, elements, scripts or addresses", async () => {
    const nasty = 'A\r\nEND:VEVENT\r\nATTENDEE:x\u2028]]><script>alert(1)</script>"<img src=x onerror=alert(1)>'
    await show(10, {
      name: nasty,
      uuid: "x\r\nATTENDEE:y",
      content: `<p onclick="x()">${nasty}</p><a href="javascript:alert(1)">x</a><iframe src="//evil.example"></iframe>`,
      location: { name: nasty, address: { streetAddress: nasty } },
      tag: [{ type: "Hashtag", name: nasty }],
      url: "javascript:alert(1)",
      timezone: "Europe/Paris\r\nATTENDEE:z",
      inLanguage: '"><script>',
    })
    const text = await site.read("/partenaires/h@hostile.example.ics")
    expect(
      text
        .replaceAll("\r\n ", "")
        .split("\r\n")
        .filter(line => /^ATTENDEE|javascript:|^DESCRIPTION.*onclick/i.test(line)),
    ).toEqual([])
    const [odd] = (await eventsOf("/partenaires/h@hostile.example.ics")).filter(
      event => event.getFirstPropertyValue("uid") === "https://hostile.example/events/10",
    )
    expect(odd!.getFirstPropertyValue("url")).toBe("https://hostile.example/events/10")
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    const files = await Promise.all(
      ["atom", "rss"].map(async format => ({
        fileName: `${format}.xml`,
        contents: await site.read(`/partenaires/h@hostile.example.${format}`),
      })),
    )
    expect((await validateXML({ xml: files, normalization: "format" })).errors).toEqual([])
    const { text: html } = await page("/fr/partenaires/h@hostile.example")
    expect(html).not.toMatch(/<script>alert|<img|onclick=|javascript:|onerror=alert\(1\)>/)
    expect(html).toContain('<a href="https://hostile.example/events/10" rel="nofollow noopener noreferrer ugc">')
  })

  test("of two that claim one UID, both stay apart", async () => {
    await show(20, { uuid: UUID })
    await show(21, { uuid: UUID })
    const uids = (await eventsOf("/partenaires/h@hostile.example.ics")).map(event => event.getFirstPropertyValue("uid"))
    expect([new Set(uids).size, uids.includes(UUID), uids.includes("https://hostile.example/events/21")]).toEqual([
      uids.length,
      true,
      true,
    ])
  })

  test("goes when its host is blocked, ours follow no more, or they refuse", async () => {
    const open = async (path: string) => [(await site.ask(`${path}.ics`)).status, (await page(`/fr${path}`)).status]
    const other = await followed(site, "https://sub.blocked.example/u", { handle: "u" })
    await receiveEvent(site, other, {
      id: "https://sub.blocked.example/e",
      name: "Bloqué",
      startTime: "2026-12-01T10:00:00Z",
    })
    // announced by one who is not blocked
    await receiveEvent(site, hostile, {
      id: "https://sub.blocked.example/f",
      name: "Relayé",
      startTime: "2026-12-01T10:00:00Z",
    })
    expect([await open("/partenaires/u@sub.blocked.example"), (await shown()).includes("Relayé")]).toEqual([
      [200, 200],
      true,
    ])
    await site.db.insertInto("host").values({ name: "Blocked.example.", blockedAt: new Date() }).execute()
    expect([await open("/partenaires/u@sub.blocked.example"), (await shown()).includes("Relayé")]).toEqual([
      [404, 404],
      false,
    ])
    expect((await page("/fr/partenaires")).text).not.toContain("blocked")

    await followed(site, "https://refused.example/u", { handle: "u", state: "rejected" })
    expect(await open("/partenaires/u@refused.example")).toEqual([404, 404])
    const { actorId } = await site.db
      .selectFrom("following")
      .select("actorId")
      .where("remoteId", "=", hostile)
      .executeTakeFirstOrThrow()
    await deleteFollowing(site.db, actorId, hostile)
    expect(await open("/partenaires/h@hostile.example")).toEqual([404, 404])
  })
})

describe("the pages of partners", () => {
  test("list whom we follow and what they announce, with the source named", async () => {
    const list = await page("/fr/partenaires")
    expect(list.status).toBe(200)
    expect(list.text).toContain(
      `<h2><a href="/fr${PATH}">Théâtre, de la &quot;Ville&quot;</a></h2>
  <p class="meta">theatre@theatre.example · 2 rendez-vous à venir</p>`,
    )
    const { status, text } = await page(`/en${PATH}`)
    expect(status).toBe(200)
    expect(text).toContain("which sends them to us from theatre.example")
    expect(text).toContain(
      '<a href="https://theatre.example/concert" rel="nofollow noopener noreferrer ugc" lang="it">Concert</a>',
    )
    expect(text).toContain('<meta name="robots" content="noindex">')
    expect(text).toContain(`href="webcal://communs.example${PATH}.ics"`)
    expect(text).toContain(
      `<link rel="alternate" type="text/calendar" title="Théâtre, de la &quot;Ville&quot;" href="${PATH}.ics">`,
    )
  })

  test("show what has not ended, by date, with its state in words", async () => {
    const { text } = await page(`/fr${PATH}`)
    expect([...text.matchAll(/<h3><a[^>]*>([^<]*)/g)].map(([, title]) => title)).toEqual([
      "Concert",
      "Journées du théâtre",
    ])
    expect(text).toContain('<span class="state bad">Annulé</span>')
  })

  test("of nobody are not there", async () => {
    for (const path of ["/fr/partenaires/x", "/fr/partenaires/%00", "/fr/partenaires/a%2Fb", "/partenaires/@.ics"])
      expect((await page(path)).status).toBe(404)
  })
})

test("a name that cannot stand in an address leaves the host alone", async () => {
  for (const [host, handle] of [
    ["dots.example", "../../x"],
    ["accents.example", "théâtre"],
    ["plain.example", "theatre"],
  ] as const)
    await followed(site, `https://${host}/actor`, { handle })
  const addresses = (await listPartners(site.db)).map(({ address }) => address)
  expect(addresses.filter(address => /(dots|accents|plain)\.example$/.test(address)).sort()).toEqual([
    "accents.example",
    "dots.example",
    "theatre@plain.example",
  ])
})
