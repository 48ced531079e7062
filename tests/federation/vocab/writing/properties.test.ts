import fc from "fast-check"
import { expect, test } from "vitest"
import { eventObject } from "../../../../federation/vocab/writing/event.ts"
import { gancioForm } from "../../../../federation/vocab/writing/gancio.ts"
import { coordinate } from "../../../../federation/vocab/writing/place.ts"
import { ACCESSIBILITY } from "../../../../src/domain/accessibility.ts"
import { EVENT_STATUSES, type WholeEvent } from "../../../../src/domain/event.ts"
import { problemsOfWhen, type When } from "../../../../src/domain/time.ts"
import { plain, shorten, wireName } from "../../../../src/text/markdown/plain-line.ts"
import { wireHtml } from "../../../../src/text/markdown/wire-html.ts"
import { refuseGancio } from "../../../support/receivers/gancio.ts"
import { refuseMastodon } from "../../../support/receivers/mastodon.ts"
import { refuseMobilizon } from "../../../support/receivers/mobilizon.ts"
import { breachesOf } from "../../../support/receivers/profile.ts"
import { activityObject } from "../../../support/wire-activities.ts"
import { image, ORIGIN, PUBLISHED, place, uuid, wholeEvent } from "../../../support/wire-events.ts"

/** Any text at all: half pairs, control characters, tags, other scripts. */
const text = (maxLength: number) => fc.string({ unit: "binary", maxLength })
const filled = (maxLength: number) => text(maxLength).filter(value => plain(value) !== "")
const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: null })
const web = fc.webUrl({ validSchemes: ["https"] })

const when: fc.Arbitrary<When> = fc
  .record({
    at: fc.date({ min: new Date("1950-01-01"), max: new Date("2190-01-01"), noInvalidDate: true }),
    minutes: maybe(fc.integer({ min: 0, max: 20_000 })),
    allDay: fc.boolean(),
    timeZone: fc.constantFrom(
      "Europe/Paris",
      "Indian/Reunion",
      "America/St_Johns",
      "Pacific/Apia",
      "Africa/Cairo",
      "UTC",
    ),
  })
  .map(({ at, minutes, allDay, timeZone }) => {
    const form = (date: Date) => date.toISOString().slice(0, allDay ? 10 : 16)
    const end = minutes === null ? null : form(new Date(at.getTime() + minutes * 60_000))
    return { start: form(at), end, allDay, timeZone }
  })
  .filter(value => problemsOfWhen(value).length === 0)

const somewhere = fc.record({
  name: filled(40),
  street: maybe(text(20)),
  locality: maybe(text(20)),
  country: maybe(fc.constantFrom("FR", "RE")),
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.integer({ min: -180, max: 180 }),
  version: fc.integer({ min: 1, max: 99 }),
})

const event: fc.Arbitrary<WholeEvent> = fc
  .record({
    title: text(210),
    summary: text(500),
    description: text(400),
    status: fc.constantFrom(...EVENT_STATUSES),
    full: fc.boolean(),
    when,
    previous: maybe(when),
    timesAre: maybe(fc.constant("illustrative" as const)),
    onlineUrl: maybe(web),
    url: maybe(web),
    access: maybe(text(50)),
    price: maybe(text(50).map(words => ({ words }))),
    accessibility: fc.subarray([...ACCESSIBILITY]),
    organisers: fc.array(text(20), { maxLength: 3 }),
    tags: fc.array(text(20), { maxLength: 5 }),
    image: maybe(text(30).map(alt => image({ alt, blurhash: null, focalPoint: null, credit: alt }))),
    places: fc.array(
      somewhere.map(over => place(over)),
      { maxLength: 3 },
    ),
    language: fc.constantFrom("fr", "en", "pt-BR"),
    updatedAt: maybe(fc.integer({ min: 0, max: 1e9 }).map(after => new Date(PUBLISHED.getTime() + after))),
  })
  .map(over => wholeEvent(over))

test("any event keeps to the profile and is taken by all, in every form", () => {
  fc.assert(
    fc.property(event, fc.constantFrom("Create", "Update"), (whole, type) => {
      const object = eventObject(ORIGIN, whole)
      expect(breachesOf(object)).toEqual([])
      expect(refuseMastodon(object)).toEqual([])
      expect(refuseMobilizon(object)).toEqual([])
      // what is stored is what is parsed again
      expect(JSON.parse(JSON.stringify(object))).toEqual(object)
      const parts = { id: uuid(1), type, actor: whole.calendar, object, published: PUBLISHED }
      for (const variant of ["gancio", "gancio-instance"] as const) {
        const form = gancioForm(ORIGIN, activityObject(ORIGIN, parts), variant)!
        expect(refuseGancio(form)).toEqual([])
        expect(breachesOf(form)).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
})

test("a coordinate prints with decimals, within 11 cm of itself", () => {
  fc.assert(
    fc.property(fc.double({ min: -180, max: 180, noNaN: true }), degrees => {
      expect(JSON.stringify(coordinate(degrees))).toMatch(/^-?\d+\.\d{1,6}$/)
      expect(Math.abs(coordinate(degrees) - degrees)).toBeLessThan(1.6e-6)
    }),
  )
})

test("a name has 3 to 200 characters, whatever the title", () => {
  fc.assert(
    fc.property(text(400), text(10), (title, owner) => {
      const name = wireName(title, owner)
      expect([...name].length).toBeGreaterThanOrEqual(3)
      expect([...name].length).toBeLessThanOrEqual(200)
      expect(name).not.toMatch(/[<>\p{Cc}]/u)
    }),
  )
})

test("shortening keeps within its limit and leaves short text alone", () => {
  fc.assert(
    fc.property(text(100), fc.integer({ min: 5, max: 60 }), (long, limit) => {
      const short = shorten(long, limit)
      expect([...short].length).toBeLessThanOrEqual(limit)
      if ([...long].length <= limit) expect(short).toBe(long)
    }),
  )
})

test("no Markdown becomes a tag that is not allowed, nor a link of another scheme", () => {
  const piece = fc.constantFrom(
    "<script>",
    "<img src=x onerror=y>",
    "[a](javascript:x)",
    "[b](/e/x)",
    "# h\n",
    "\n- ",
    "**",
    "`",
    "![i](https://x.example/y)",
    "|a|\n|-|\n",
    "<a href='data:x'>",
    "a",
    "\n\n",
  )
  const allowed = /^<\/?(p|br|a|strong|em|ul|ol|li|blockquote|code|pre)( href="(https?:|mailto:)[^"]*")?( \/)?>$/
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
      for (const [tag] of wireHtml(pieces.join(""), ORIGIN).matchAll(/<[^>]*>/g)) expect(tag).toMatch(allowed)
    }),
    { numRuns: 500 },
  )
})
