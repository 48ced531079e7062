import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { capital, french, typeset } from "../../src/text/typography.ts"

const N = "\u00a0"

describe("French typography", () => {
  test.each([
    ["l'été, aujourd'hui", "l’été, aujourd’hui"],
    ["Quoi ? Oui ! Ceci ; cela : « voilà »", `Quoi${N}? Oui${N}! Ceci${N}; cela${N}: «${N}voilà${N}»`],
    ["de 14 h à 17 h 30", `de 14${N}h à 17${N}h${N}30`],
    ["à 9 h.", `à 9${N}h.`],
    ["1 204 abonnés, 75007 Paris", "1\u202f204 abonnés, 75007 Paris"],
    ["12 000 000", "12\u202f000\u202f000"],
    ["80 %", `80${N}%`],
    ["https://example.org/?a=b:c", "https://example.org/?a=b:c"],
    ["9 hivers", "9 hivers"],
    ["'cité'", "'cité’"],
  ])("%s", (plain, set) => {
    expect(french(plain)).toBe(set)
  })

  test("what is set already stays as it is, and only spaces and apostrophes change", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab1 0'h:;?!»«%é.") }), text => {
        const once = french(text)
        expect(french(once)).toBe(once)
        expect(once.replace(/[\u00a0\u202f]/g, " ").replaceAll("’", "'")).toBe(text)
      }),
    )
  })

  test("other languages are left alone", () => {
    expect(typeset("it's : 5 h", "en")).toBe("it's : 5 h")
    expect(typeset("c'est : 5 h", "fr-CA")).toBe(`c’est${N}: 5${N}h`)
  })

  test("a line starts with a capital", () => expect(capital("été")).toBe("Été"))
})
