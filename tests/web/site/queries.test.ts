import { expect, test } from "vitest"
import { choiceOf, queryOf } from "../../../src/web/site/queries.ts"

const NOTHING = { place: null, week: false, online: false, calendar: null, year: null, q: "", page: 1 }

test("an address without a choice", () => {
  expect(choiceOf({})).toEqual(NOTHING)
  expect(queryOf(choiceOf({}))).toBe("")
})

test("a parameter that cannot be read counts as absent", () => {
  expect(
    choiceOf({
      page: "-1",
      annee: "20x3",
      calendrier: "../etc",
      quand: "demain",
      "en-ligne": "1",
      q: "\u0000",
      lieu: " ",
    }),
  ).toEqual(NOTHING)
  expect(choiceOf({ page: "99999", annee: "9999" })).toEqual(NOTHING)
  expect(choiceOf({ q: `a\u0000b${"c".repeat(300)}` }).q).toBe(`a b${"c".repeat(97)}`)
})

test("a choice is read back from its query; another page keeps it, another choice starts at page 1", () => {
  const query = {
    q: "communs & co",
    lieu: "Saint-Étienne",
    quand: "semaine",
    "en-ligne": "oui",
    calendrier: "agenda",
    annee: "2023",
    page: "3",
  }
  const choice = choiceOf(query)
  expect(choiceOf(Object.fromEntries(new URLSearchParams(queryOf(choice, { page: 3 }))))).toEqual(choice)
  expect(queryOf(choice, { year: null })).toBe(
    "?q=communs+%26+co&lieu=Saint-%C3%89tienne&quand=semaine&en-ligne=oui&calendrier=agenda",
  )
})
