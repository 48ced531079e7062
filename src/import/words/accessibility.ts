import { ACCESSIBILITY, type Accessibility } from "../../domain/accessibility.ts"
import { DICTIONARIES } from "../../text/words/index.ts"

/** Letters alone, so that `hearing-loop`, `hearingLoop` and `Hearing loop` are one name. */
const lettersOf = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z]/g, "")

const NAMES = new Map<string, Accessibility>(
  ACCESSIBILITY.flatMap(name =>
    [name, ...DICTIONARIES.map(({ facts }) => facts.provided[name])].map(text => [lettersOf(text), name] as const),
  ),
)

/** What these words name of the accessibility that is known here: our names, schema.org's, or those that are shown. */
export const accessibilityOf = (texts: readonly string[]): Accessibility[] =>
  texts.map(text => NAMES.get(lettersOf(text))).filter(name => name !== undefined)
