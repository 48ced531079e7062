import { describe, expect, test } from "vitest"
import { tongueOf } from "../../src/text/tongue.ts"
import { type Dictionary, pageWordsOf, wordsOf } from "../../src/text/words/index.ts"

/** The patterns of dates are tested with the dates. */
const withoutDates = ({ dates: _, ...words }: Dictionary) => words

/** Every string of a dictionary, its functions called with values that can be told apart. */
function strings(words: unknown, path: string): [string, string][] {
  if (typeof words === "string") return [[path, words]]
  if (typeof words === "function") return strings(words("Un", 2, "Trois"), path)
  return Object.entries(words as object).flatMap(([key, word]) => strings(word, `${path}.${key}`))
}

describe("the words", () => {
  const of = (words: Dictionary) => new Map(strings(withoutDates(words), ""))
  const fr = of(pageWordsOf("fr"))
  const en = of(pageWordsOf("en"))

  test("both languages have the same ones", () => expect([...en.keys()].sort()).toEqual([...fr.keys()].sort()))

  test("none is empty and few are shared", () => {
    expect([...fr, ...en].filter(([, word]) => word.trim() === "")).toEqual([])
    const same = [...fr].filter(([key, word]) => en.get(key) === word && /\p{L}{4}/u.test(word)).map(([, word]) => word)
    expect(new Set(same)).toEqual(
      new Set([
        ...["Archives", "Date", "Format", "Image", "JSON", "Organisation", "Pages", "Programme", "Agenda", "Source"],
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

  test("what is sent has straight apostrophes and ordinary spaces, what pages show has none that is straight", () => {
    const sent = ["fr", "en"].flatMap(language => [...of(wordsOf(language))])
    expect(sent.filter(([, word]) => /[\u00a0\u202f’]/.test(word))).toEqual([])
    expect([...fr, ...en].filter(([, word]) => /\p{L}'/u.test(word))).toEqual([])
  })

  test("English page words leave the names among their parameters as they are", () => {
    expect(pageWordsOf("en").facts.mapOf("L'Atelier")).toBe("L'Atelier on OpenStreetMap")
    expect(pageWordsOf("en").facts.site).toBe("The organiser’s page")
    expect(wordsOf("en").facts.site).toBe("The organiser's page")
  })

  test.each([
    ["fr", "fr"],
    ["fr-CH", "fr"],
    ["FR", "fr"],
    ["en-GB", "en"],
    ["de", "en"],
  ])("%s is answered in %s", (language, tongue) => {
    expect(tongueOf(language)).toBe(tongue)
    expect(wordsOf(language)).toBe(wordsOf(tongue))
  })
})
