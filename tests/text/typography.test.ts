import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { capital, french, typeset } from "../../src/text/typography.ts"
import { OPEN_DATA } from "../../src/text/words/open-data.ts"
import { WORDS } from "../../src/text/words/pages.ts"
import { VIEWS } from "../../src/text/words/views.ts"

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

/** Every string of a table, its functions called with something recognisable. */
function strings(words: unknown, path: string): [string, string][] {
  if (typeof words === "string") return [[path, words]]
  if (typeof words === "function") return strings(words("Un", 2, "Trois"), path)
  return Object.entries(words as object).flatMap(([key, word]) => strings(word, `${path}.${key}`))
}

describe("the words", () => {
  const fr = new Map(strings({ ...WORDS.fr, views: VIEWS.fr, data: OPEN_DATA.fr }, ""))
  const en = new Map(strings({ ...WORDS.en, views: VIEWS.en, data: OPEN_DATA.en }, ""))

  test("both languages have the same ones", () => expect([...en.keys()]).toEqual([...fr.keys()]))

  test("none is empty and few are shared", () => {
    expect([...fr, ...en].filter(([, word]) => word.trim() === "")).toEqual([])
    const same = [...fr].filter(([key, word]) => en.get(key) === word && /\p{L}{4}/u.test(word)).map(([, word]) => word)
    expect(new Set(same)).toEqual(
      new Set([
        ...["Archives", "Programme", "Format", "Pages", "Agenda", "Organisation"],
        // of the page of open data
        ...["bbox", "from, to", "latitude (WGS 84)", "licence", "longitude (WGS 84)", "organisations", "q, lieu, tag"],
      ]),
    )
  })

  test("never the words of protocols, nor those that blame or beg (experience.md, words)", () => {
    const never =
      /\b(acteur|instance|nœud|inbox|outbox|fédér\w*|activit\w*|objet|handle|URI|tombstone|fediverse|oups|veuillez|invalide|succès|cliquez|actor|node|federat\w*|invalid|success|oops|click here)\b/i
    expect([...fr, ...en].filter(([, word]) => never.test(word))).toEqual([])
  })
})
