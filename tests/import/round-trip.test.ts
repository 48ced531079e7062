import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { WholeEvent } from "../../src/domain/event.ts"
import { instantsOf, problemsOfWhen, type When } from "../../src/domain/time.ts"
import { calendarFeed } from "../../src/feeds/ical/feed.ts"
import { createTexts } from "../../src/feeds/ical/texts.ts"
import { textsOf } from "../../src/import/fields.ts"
import { readCalendarFile } from "../../src/import/ical/calendar.ts"
import { cleaned, paragraphsOf } from "../../src/import/words/markdown.ts"
import { plainText } from "../../src/text/markdown/plain-text.ts"
import { CALENDAR, days, ORIGIN, SALLE, textOf, timed, wholeEvent } from "../feeds/whole-event.ts"

/** What our calendars export comes in again without loss. */
const texts = createTexts({ origin: ORIGIN })
const HEAD = {
  name: CALENDAR.name,
  description: "",
  language: "fr",
  timeZone: CALENDAR.timeZone,
  source: `${ORIGIN}/@agenda.ics`,
  page: `${ORIGIN}/@agenda`,
  kind: "agenda",
} as const

async function again(...events: WholeEvent[]) {
  const feed = calendarFeed(
    HEAD,
    events.map(event => textOf(event, texts.event(event))),
  )
  const context = { calendar: CALENDAR, tagMap: new Map<string, string>(), now: new Date("2026-11-21T10:00:00Z") }
  return readCalendarFile(feed, context)
}

/** An end that is the start says nothing, in any form. */
const whenWritten = ({ start, end, ...when }: When): When => ({ ...when, start, end: end === start ? null : end })

/** Title, text, dates and zone, state, venues, tags, addresses. */
function expectSame(event: WholeEvent, { entries, refused }: Awaited<ReturnType<typeof again>>) {
  expect(refused).toEqual([])
  expect(entries.length).toBe(1)
  const [{ uid, status, full, fields }] = entries as [(typeof entries)[0]]
  expect([uid, status, full]).toEqual([event.uid, event.status, event.full && event.status === "scheduled"])
  expect(fields.title).toBe(event.title)
  expect(fields.when).toEqual(whenWritten(event.when))
  expect(instantsOf(fields.when).startsAt).toEqual(event.startsAt)
  const before = paragraphsOf([event.summary, plainText(event.description)].filter(Boolean).join("\n\n"))
  const after = paragraphsOf([fields.summary, plainText(fields.description)].filter(Boolean).join("\n\n"))
  expect(after).toEqual(before)
  expect(fields.places).toEqual(event.places.map(({ id: _, version: __, ...place }) => place))
  expect(fields.tags).toEqual(event.tags)
  expect([fields.url, fields.onlineUrl]).toEqual([event.url, event.onlineUrl])
}

describe("what we export comes in again", () => {
  test.each<[string, Partial<WholeEvent>]>([
    ["nothing but a title", {}],
    ["cancelled", { status: "cancelled" }],
    ["postponed", { status: "postponed" }],
    [
      "rescheduled, with its old date",
      { status: "rescheduled", previous: timed("2026-11-30T14:00", null), summary: "Un mot." },
    ],
    ["full", { full: true }],
    [
      "moved online, with its venue",
      { status: "moved-online", places: [SALLE], onlineUrl: "https://visio.example/a?b=c,d;e" },
    ],
    [
      "in English",
      { language: "en", status: "cancelled", title: "Plenary", organisers: ["A", "B"], access: "Doors at 8" },
    ],
    [
      "several venues",
      { places: [SALLE, { ...SALLE, id: "x", name: 'Halle, "B"; C', street: null, latitude: null, longitude: null }] },
    ],
    [
      "a venue without an address",
      { places: [{ ...SALLE, name: "Chez Noé", street: null, postalCode: null, locality: null, country: null }] },
    ],
    [
      "everything",
      {
        summary: "Ordre du jour publié une semaine avant.",
        description:
          "Avec **débat** et [note](https://notes.example/a,b).\n\n- un\n- deux\n\n1. trois\n\n> cité\n\n`code_ici`",
        places: [SALLE],
        onlineUrl: "https://visio.example/salle,1;a",
        url: "https://dinum.example/",
        organisers: ["DINUM", "La MedNum"],
        access: "Boucle magnétique",
        tags: ["communs", "État, numérique", "c;d\\e"],
      },
    ],
    ["a title that looks like a state", { title: "ANNULÉS · les spectacles de mai" }],
    ["an emoji and right to left", { title: "👩🏽‍🚀 مرحبا بالعالم", summary: "שלום עולם 🎉" }],
  ])("%s", async (_, given) => {
    const event = wholeEvent(given)
    expectSame(event, await again(event))
  })

  test("organisers, access, indicative hours and the words of an image", async () => {
    const image = { url: "https://images.example/a.jpg", alt: "Une salle pleine" }
    const full = {
      ...image,
      mediaType: "image/jpeg",
      credit: null,
      licence: null,
      width: null,
      height: null,
      blurhash: null,
      focalPoint: null,
    }
    const event = wholeEvent({
      organisers: ["DINUM", "La MedNum"],
      access: "Boucle magnétique",
      timesAre: "illustrative",
      image: full,
    })
    const { entries } = await again(event)
    const { organisers, access, timesAre, image: read } = entries[0]!.fields
    expect({ organisers, access, timesAre, image: read }).toEqual({
      organisers: ["DINUM", "La MedNum"],
      access: "Boucle magnétique",
      timesAre: "illustrative",
      image: full,
    })
  })

  test("every zone that the runtime knows, in winter and in summer, on both changes of hour", async () => {
    const whens = Intl.supportedValuesOf("timeZone")
      .concat("UTC", "Europe/Kiev", "Asia/Calcutta")
      .flatMap(zone => [
        timed("2026-01-15T09:00", "2026-01-15T10:30", zone),
        timed("2026-07-15T09:00", null, zone),
        timed("2026-03-29T01:30", "2026-03-29T04:00", zone),
        timed("2026-10-25T02:30", "2026-10-25T04:00", zone),
        days("2026-03-28", "2026-03-29", zone),
      ])
      .filter(when => problemsOfWhen(when).length === 0)
    expect(whens.length).toBeGreaterThan(2000)
    const events = whens.map((when, n) => wholeEvent({ uid: `${n}@communs.example`, when, ...instantsOf(when) }))
    const { entries, refused } = await again(...events)
    expect(refused).toEqual([])
    expect(entries.map(({ fields }) => fields.when)).toEqual(whens.map(whenWritten))
  })
})

const line = (max: number) =>
  fc.string({ unit: "grapheme", minLength: 3, maxLength: max }).map(text =>
    cleaned(text)
      .replace(/[\n\t]/g, " ")
      .replace(/ +/g, " ")
      .replace(/[<>]/g, "‹")
      .trim(),
  )
const title = line(190).filter(text => text.length >= 3 && !/^\p{Lu}+( \p{Lu}+)? · /u.test(text))
const moment = fc
  .oneof(
    fc
      .tuple(
        fc.date({ min: new Date("2020-01-01"), max: new Date("2035-12-31"), noInvalidDate: true }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.constantFrom(
          "Europe/Paris",
          "Indian/Reunion",
          "Pacific/Noumea",
          "America/Martinique",
          "America/New_York",
          "Asia/Kolkata",
          "UTC",
        ),
      )
      .map(([date, minutes, zone]): When => {
        const start = Temporal.PlainDateTime.from(date.toISOString().slice(0, 16))
        return timed(
          start.toString({ smallestUnit: "minute" }),
          minutes === 0 ? null : start.add({ minutes }).toString({ smallestUnit: "minute" }),
          zone,
        )
      }),
    fc
      .tuple(
        fc.constantFrom("2024-02-28", "2024-02-29", "2026-01-31", "2026-12-30", "2028-02-29", "2026-03-28"),
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom("Europe/Paris", "Pacific/Noumea"),
      )
      .map(
        ([start, more, zone]): When =>
          days(start, more === 0 ? null : Temporal.PlainDate.from(start).add({ days: more }).toString(), zone),
      ),
  )
  .filter(when => problemsOfWhen(when).length === 0)

const place = fc.record({
  name: line(100).filter(text => text.length > 0),
  street: fc.option(fc.constantFrom("20 avenue de Ségur", "1, place du Beffroi", "rue « A » n° 3")),
  postalCode: fc.option(fc.constantFrom("75007", "98800")),
  locality: fc.option(fc.constantFrom("Paris", "Saint-Denis", "Nouméa")),
  region: fc.option(fc.constantFrom("Bretagne")),
  country: fc.option(fc.constantFrom("FR", "RE")),
  latitude: fc.constant(48.85),
  longitude: fc.constant(2.3),
})
/** What Markdown, HTML and addresses are made of, among words. */
const MARKS = [
  "*",
  "**",
  "_",
  "__",
  "`",
  "```",
  "[",
  "]",
  "(",
  ")",
  "#",
  "##",
  "-",
  "+",
  "1.",
  "12)",
  ">",
  "  ",
  "    ",
  "\t",
  "|",
  "~~",
  "===",
  "---",
]
  .concat([
    "\\",
    "!",
    "&amp;",
    "&",
    "<b>",
    "</p>",
    "<",
    ":",
    "mot",
    "Un",
    "é",
    "👩🏽‍🚀",
    "مرحبا",
    "snake_case",
    "\n",
    "\n",
    " ",
    " ",
  ])
  .concat(["https://a.example/x_y_z?b=*c*&d", "http://b.example/%C3%A9(1)", "_https://c.example/_a_", "a@b.example"])
const paragraph = fc.oneof(
  fc.array(fc.constantFrom(...MARKS), { maxLength: 25 }).map(parts => cleaned(parts.join("")).replace(/\n{2,}/g, "\n")),
  fc
    .array(fc.constantFrom(...MARKS), { maxLength: 25 })
    .map(parts => cleaned(parts.join(" ")).replace(/\n{2,}/g, "\n")),
  fc.string({ unit: "grapheme", maxLength: 400 }).map(text => cleaned(text).replace(/\n{2,}/g, "\n")),
)
const marked = fc
  .array(fc.constantFrom(...MARKS.filter(mark => !/[\n\t<>]/.test(mark))), { minLength: 3, maxLength: 12 })
  .map(parts => parts.join("").replace(/ +/g, " ").trim())

describe("whatever stands in it", () => {
  test("comes in again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          title: fc.oneof(
            title,
            marked.filter(text => text.length >= 3),
          ),
          when: moment,
          summary: line(400),
          places: fc.array(place, { maxLength: 3 }),
          status: fc.constantFrom("scheduled", "cancelled", "postponed", "rescheduled", "moved-online"),
          tags: fc.uniqueArray(
            line(40)
              .map(text => text.replace(/^#+\s*/, "").trim())
              .filter(Boolean),
            { maxLength: 5 },
          ),
          url: fc.option(
            fc.constantFrom("https://mairie.example/a?b=c&d=e,f;g", "https://xn--bcher-kva.example/%C3%A9"),
          ),
        }),
        async ({ places, ...given }) => {
          const event = wholeEvent({
            ...given,
            ...instantsOf(given.when),
            onlineUrl: given.status === "moved-online" ? "https://visio.example/x" : null,
            places: places.map((place, n) => ({ id: String(n), version: 1, ...place })),
          } as Partial<WholeEvent>)
          expectSame(event, await again(event))
        },
      ),
      { numRuns: 300 },
    )
  })

  test("a plain text stays that text, through Markdown and through a calendar", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(paragraph, { minLength: 1, maxLength: 4 }), async paragraphs => {
        const text = cleaned(paragraphs.join("\n\n"))
        const { summary, description } = textsOf(text)
        const shown = paragraphsOf([summary, plainText(description)].filter(Boolean).join("\n\n"))
        expect(shown).toEqual(paragraphsOf(text))
        const [entry] = (await again(wholeEvent({ summary, description }))).entries
        const { fields } = entry!
        expect(paragraphsOf([fields.summary, plainText(fields.description)].filter(Boolean).join("\n\n"))).toEqual(
          shown,
        )
      }),
      { numRuns: 1500 },
    )
  })
})
