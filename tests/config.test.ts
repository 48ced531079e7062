import { expect, test } from "vitest"
import { readConfig } from "../src/config.ts"

test("TILE_URL is the background of the map; without it pages have none", () => {
  expect(readConfig({}).tileUrl).toBeNull()
  expect(readConfig({ TILE_URL: "https://tiles.example/{z}/{x}/{y}.png?key=a" }).tileUrl).toBe(
    "https://tiles.example/{z}/{x}/{y}.png?key=a",
  )
})

test.each([
  ["tiles.example/{z}/{x}/{y}.png", "must begin with https:// or http://"],
  ["https://tiles.example/{z}/{x}.png", "must hold {z}, {x} and {y}, as https://tiles.example/{z}/{x}/{y}.png"],
  ["https://{s}.tiles.example/{z}/{x}/{y}.png", "may hold no other part than {z}, {x} and {y}"],
  ["https://tiles.example/{z}/{x}/{y}{r}.png", "may hold no other part than {z}, {x} and {y}"],
])("TILE_URL %s is refused in words", (url, reason) => {
  expect(() => readConfig({ TILE_URL: url })).toThrow(`TILE_URL: ${reason} (it is "${url}")`)
})
