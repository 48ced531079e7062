import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { slugOf } from "../../src/domain/calendar.ts"
import { refusedBy } from "../../src/domain/dialect.ts"
import { mediaTypeOf } from "../../src/domain/image.ts"
import { absolute, localPath, paths } from "../../src/domain/paths.ts"
import { isHandle, isSlug } from "../../src/domain/patterns.ts"
import { placeAddress, placeName, placesName } from "../../src/domain/place.ts"
import { place } from "../support/wire-events.ts"

describe("places in words", () => {
  const at = (
    name: string,
    locality: string | null = null,
    street: string | null = null,
    postalCode: string | null = null,
  ) => place({ name, locality, street, postalCode })

  test("one: its name, and its commune unless the name says it", () => {
    expect(placeName(at("Stereolux", "Nantes"))).toBe("Stereolux, Nantes")
    expect(placeName(at("Nantes", "Nantes"))).toBe("Nantes")
    expect(placeName(at("Mairie de Lille", "Lille"))).toBe("Mairie de Lille")
    expect(placeName(at("Quelque part"))).toBe("Quelque part")
  })

  test("its address in a line, of what is known", () => {
    expect(placeAddress(at("Ségur", "Paris", "20 avenue de Ségur", "75007"))).toBe("20 avenue de Ségur, 75007 Paris")
    expect(placeAddress(at("Ségur", "Paris"))).toBe("Paris")
    expect(placeAddress(at("Ségur"))).toBe("")
  })

  test("several in one town: the town once; in several: each with its own", () => {
    expect(placesName([at("Halle aux communs", "Marseille"), at("Friche numérique", "Marseille")], "fr")).toBe(
      "Halle aux communs et Friche numérique, Marseille",
    )
    expect(placesName([at("A", "Nantes"), at("B", "Nantes"), at("C", "Nantes")], "fr")).toBe("A, B et C, Nantes")
    expect(placesName([at("A", "Nantes"), at("B", "Rezé")], "fr")).toBe("A, Nantes et B, Rezé")
    expect(placesName([at("A", "Nantes"), at("B", "Nantes")], "en")).toBe("A and B, Nantes")
    expect(placesName([at("A"), at("B")], "fr")).toBe("A et B")
    expect(placesName([], "fr")).toBe("")
  })
})

describe("slugs and handles", () => {
  test.each([
    ["Séance plénière : l'été", "seance-pleniere-l-ete"],
    ["Numérique en Commun[s] 2018", "numerique-en-commun-s-2018"],
    ["Œuvre & cætera", "oeuvre-caetera"],
    ["北京", "rendez-vous"],
    ["---", "rendez-vous"],
  ])("%s", (title, slug) => expect(slugOf(title)).toBe(slug))

  test("any title makes a slug that is one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), title => {
        expect(isSlug(slugOf(title))).toBe(true)
        expect(slugOf(title).length).toBeLessThanOrEqual(60)
      }),
      { numRuns: 500 },
    )
  })

  test("handles are short and plain: they are addresses and file names", () => {
    expect(["agenda", "nec_2026", "a", "1"].map(isHandle)).toEqual([true, true, true, true])
    expect(["", "_a", "Agenda", "a-b", "a.b", "a/b", "é", "a".repeat(31), "a\n"].map(isHandle)).toEqual(
      Array(9).fill(false),
    )
    expect(["", "-a", "a-", "a--b", "A", "a_b", "a".repeat(81), "a\n"].map(isSlug)).toEqual(Array(8).fill(false))
  })
})

describe("addresses", () => {
  test("ids are made of ORIGIN and nothing else, and found again", () => {
    const origin = "https://communs.example"
    const id = "7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11"
    expect([
      paths.event(id),
      paths.place(id, 2),
      paths.replies(paths.news(id)),
      paths.actor("agenda"),
      paths.inbox("agenda"),
    ]).toEqual([`/events/${id}`, `/places/${id}/v2`, `/news/${id}/replies`, "/actors/agenda", "/actors/agenda/inbox"])
    expect(localPath(origin, absolute(origin, paths.event(id)))).toBe(paths.event(id))
    for (const other of [
      "https://communs.example.evil.example/events/x",
      "http://communs.example/events/x",
      "https://communs.example",
      "//communs.example/x",
    ])
      expect(localPath(origin, other)).toBeNull()
  })

  test("what people type goes into an address escaped", () => {
    expect(paths.tagPage("a/b?c#d é")).toBe("/tags/a%2Fb%3Fc%23d%20%C3%A9")
    expect(paths.follow("a&b")).toBe("/suivre?calendrier=a%26b")
  })
})

test("images are raster files by their name; SVG can hold scripts", () => {
  expect(["https://a.example/x.JPG?v=1", "https://a.example/x.webp", "/media/x.png"].map(mediaTypeOf)).toEqual([
    "image/jpeg",
    "image/webp",
    null,
  ])
  expect(
    [
      "https://a.example/x.svg",
      "https://a.example/x",
      "https://a.example/?x.png",
      "https://a.example/x.constructor",
      "no",
    ].map(mediaTypeOf),
  ).toEqual([null, null, null, null, null])
})

test("Gancio is sent events and the handshake, nothing else", () => {
  expect(
    [
      ["Create", "Event"],
      ["Update", "Event"],
      ["Delete", "Event"],
      ["Follow", null],
      ["Accept", "Follow"],
      ["Undo", "Follow"],
    ].map(([a, o]) => refusedBy(a!, o!)),
  ).toEqual(Array(6).fill([]))
  expect(
    [
      ["Create", "Note"],
      ["Update", "Group"],
      ["Create", "Article"],
      ["Announce", null],
      ["Delete", "Note"],
      ["Delete", null],
    ].map(([a, o]) => refusedBy(a!, o!)),
  ).toEqual(Array(6).fill(["gancio"]))
})
