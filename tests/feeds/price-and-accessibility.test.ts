import { describe, expect, test } from "vitest"
import { eventContent } from "../../federation/vocab/writing/event-content.ts"
import { ACCESSIBILITY } from "../../src/domain/accessibility.ts"
import type { WholeEvent } from "../../src/domain/event.ts"
import type { Price } from "../../src/domain/price.ts"
import { agendaXml } from "../../src/feeds/data/agenda-xml.ts"
import { eventsCsv } from "../../src/feeds/data/csv.ts"
import { eventFacts } from "../../src/feeds/data/facts.ts"
import { featureCollection } from "../../src/feeds/data/geojson.ts"
import { openAgenda } from "../../src/feeds/data/open-agenda.ts"
import { eventEntry } from "../../src/feeds/entries/entry.ts"
import { eventText } from "../../src/feeds/ical/event.ts"
import { calendarFeed } from "../../src/feeds/ical/feed.ts"
import { eventDocument, eventJsonLd } from "../../src/feeds/schema-org.ts"
import { read } from "../../src/import/read.ts"
import { accessibilityOf } from "../../src/import/words/accessibility.ts"
import { priceOf } from "../../src/import/words/price.ts"
import { wireMarkdown } from "../../src/text/markdown/wire-html.ts"
import { CALENDAR, LISTING, ORIGIN, SALLE, textOf, wholeEvent } from "./whole-event.ts"

const AMOUNT: Price = { amount: 12.5, currency: "EUR" }
const PRICES: [string, Price][] = [
  ["free", { free: true }],
  ["an amount", AMOUNT],
  ["a whole amount in another currency", { amount: 20, currency: "CHF" }],
  ["words", { words: "Prix libre, à partir de 2 €" }],
]
const ALL = [...ACCESSIBILITY]
const eventOf = (over: Partial<WholeEvent>) => wholeEvent({ places: [SALLE], ...over })
const unfolded = (ical: string) => ical.replaceAll("\r\n ", "")

describe("in each format", () => {
  test.each<[string, Partial<WholeEvent>, string[]]>([
    ["an amount in French", { price: AMOUNT }, ["Tarif : 12,50\u00a0€"]],
    ["the same in English", { price: AMOUNT, language: "en" }, ["Price: 12.50\u00a0€"]],
    ["free", { price: { free: true } }, ["Tarif : Gratuit"]],
    ["words", { price: { words: "Prix libre" }, language: "en" }, ["Price: Prix libre"]],
    [
      "accessibility",
      { accessibility: ["wheelchair", "hearing-loop"] },
      ["Accessibilité : accès en fauteuil roulant, boucle magnétique"],
    ],
    [
      "both",
      { price: { free: true }, accessibility: ["quiet-room"], language: "en" },
      ["Price: Free", "Accessibility: quiet room"],
    ],
    ["neither", {}, []],
  ])("a line of calendars, feeds and posts: %s", (_, over, lines) => {
    const event = eventOf(over)
    const ical = unfolded(eventText(event, ORIGIN))
    const description = /^DESCRIPTION:(.*)$/m.exec(ical)![1]!.replaceAll("\\n", "\n").replaceAll("\\,", ",")
    const isFact = (line: string) => /^(Tarif|Price|Accessibilit[éy]) ?:/.test(line)
    expect(description.trim().split("\n").filter(isFact)).toEqual(lines)
    const items = (html: string) => [...html.matchAll(/<li>(.*?)<\/li>/g)].map(match => match[1]!).filter(isFact)
    expect(items(eventEntry(event, ORIGIN).html)).toEqual(lines)
    expect(
      items(eventContent(ORIGIN, event, { date: { long: "", short: "" }, description: wireMarkdown("") })),
    ).toEqual(lines)
  })

  test.each<[string, Partial<WholeEvent>, object]>([
    ["free", { price: { free: true } }, { offers: { price: 0 }, isAccessibleForFree: true }],
    ["an amount", { price: AMOUNT }, { offers: { price: 12.5, priceCurrency: "EUR" }, isAccessibleForFree: false }],
    ["an amount of nothing", { price: { amount: 0, currency: "EUR" } }, { isAccessibleForFree: true }],
    ["words", { price: { words: "Prix libre" } }, { offers: { description: "Prix libre" }, isAccessibleForFree: null }],
    [
      "no place left",
      { price: AMOUNT, full: true },
      { offers: { price: 12.5, priceCurrency: "EUR", availability: "https://schema.org/SoldOut" } },
    ],
    [
      "accessibility",
      { accessibility: ["hearing-loop", "captions"] },
      { offers: null, accessibilityFeature: ["hearingLoop", "captions"] },
    ],
  ])("schema.org: %s", (_, over, expected) => {
    expect(eventDocument(eventOf(over), ORIGIN)).toMatchObject(expected)
  })

  test.each(PRICES)("the words of the API in GeoJSON and JSON Feed: %s", (_, price) => {
    const event = eventOf({ price, accessibility: ALL })
    expect(featureCollection(LISTING, [event]).features[0]!.properties).toMatchObject({ price, accessibility: ALL })
    expect(eventFacts(event, LISTING)).toMatchObject({ price, accessibility: ALL })
  })

  test("elements of our XML", () => {
    const elements = (price: Price | null) =>
      [...agendaXml(LISTING, [eventOf({ price })], []).matchAll(/<price.*/g)].map(([line]) => line)
    expect(PRICES.map(([, price]) => elements(price))).toEqual([
      ['<price free="true"/>'],
      ['<price currency="EUR">12.50</price>'],
      ['<price currency="CHF">20</price>'],
      ["<price>Prix libre, à partir de 2 €</price>"],
    ])
    expect(elements(null)).toEqual([])
  })

  test("conditions and kinds of impairment of OpenAgenda", () => {
    const objectOf = (over: Partial<WholeEvent>) => JSON.parse(openAgenda(LISTING, [eventOf(over)])).events[0]
    expect(objectOf({ price: AMOUNT, access: "Porte B", accessibility: ["wheelchair", "captions"] })).toMatchObject({
      conditions: { fr: "12,50\u00a0€ · Porte B" },
      accessibility: { mi: true, hi: true, vi: false, pi: false, ii: false },
    })
    expect(objectOf({})).not.toHaveProperty("accessibility")
  })
})

describe("read again", () => {
  const context = { calendar: CALENDAR, tagMap: new Map<string, string>(), now: new Date("2026-11-21T10:00:00Z") }
  async function readAgain(text: string | Buffer) {
    const { entries, refused } = await read(Buffer.from(text), context)
    expect(refused).toEqual([])
    return entries.map(({ fields: { price, accessibility } }) => ({ price, accessibility }))
  }

  test.each(PRICES)("from our table, JSON-LD and calendar: %s", async (_, price) => {
    const event = eventOf({ price, accessibility: ALL })
    const same = [{ price, accessibility: ALL }]
    expect(await readAgain(eventsCsv(LISTING, [event]))).toEqual(same)
    expect(await readAgain(eventJsonLd(event, ORIGIN))).toEqual(same)
    const head = { ...LISTING, kind: "agenda" as const, source: `${ORIGIN}/@agenda.ics` }
    for (const language of ["fr", "en"]) {
      const text = eventText({ ...event, language }, ORIGIN)
      expect(await readAgain(calendarFeed(head, [textOf(event, text)]))).toEqual(same)
    }
  })

  test("from OpenAgenda: conditions that are a price are one, other conditions are how to get in", async () => {
    const eventWith = (more: object) =>
      JSON.stringify({
        events: [{ uid: 1, title: { fr: "Un atelier" }, timings: [{ begin: "2026-12-01T10:00:00+01:00" }], ...more }],
      })
    expect(
      await readAgain(eventWith({ conditions: { fr: "Entrée libre" }, accessibility: { mi: true, hi: true } })),
    ).toEqual([{ price: { free: true }, accessibility: ["wheelchair"] }])
    const [entry] = (await read(Buffer.from(eventWith({ conditions: { fr: "Sur inscription" } })), context)).entries
    expect([entry!.fields.price, entry!.fields.access]).toEqual([null, "Sur inscription"])
  })

  test.each<[string, object, Price | null]>([
    ["one offer", { offers: [{ price: "8.00", priceCurrency: "EUR" }] }, { amount: 8, currency: "EUR" }],
    [
      "several",
      {
        offers: [
          { price: 12, priceCurrency: "EUR" },
          { price: "8", priceCurrency: "EUR" },
        ],
      },
      { words: "8–12 EUR" },
    ],
    ["a range", { offers: { lowPrice: 5, highPrice: 9, priceCurrency: "EUR" } }, { words: "5–9 EUR" }],
    ["nothing to pay", { offers: { price: "0", priceCurrency: "EUR" } }, { amount: 0, currency: "EUR" }],
    ["said to be free", { isAccessibleForFree: "True" }, { free: true }],
    ["nothing", {}, null],
  ])("offers of schema.org: %s", async (_, more, price) => {
    const event = { "@type": "Event", name: "Un concert", startDate: "2026-12-01T20:00", ...more }
    expect((await readAgain(JSON.stringify(event))).map(entry => entry.price)).toEqual([price])
  })
})

test.each<[string, Price | null]>([
  ["", null],
  ["Gratuit", { free: true }],
  ["entrée libre", { free: true }],
  ["12,50 €", AMOUNT],
  ["12.5 eur", AMOUNT],
  ["7 euros", { amount: 7, currency: "EUR" }],
  ["12 xyz", { words: "12 xyz" }],
  ["12", { words: "12" }],
  ["de 5 à 12 €", { words: "de 5 à 12 €" }],
  ["x".repeat(300), { words: `${"x".repeat(199)}…` }],
])("a price that people write: %s", (text, price) => {
  expect(priceOf(text)).toEqual(price)
})

test("accessibility by our names, schema.org's and those that are shown; what is none of them is passed over", () => {
  expect(accessibilityOf(["Boucle magnétique", "signLanguage", "quiet-room", "Captions", "parking", ""])).toEqual([
    "hearing-loop",
    "sign-language",
    "quiet-room",
    "captions",
  ])
})
