import { type Tongue, tongueOf } from "../tongue.ts"
import { englishWords, frenchWords } from "../typography.ts"
import { english } from "./en/index.ts"
import { type Dictionary, french } from "./fr/index.ts"

export type { Dictionary } from "./fr/index.ts"

const PLAIN: Record<Tongue, Dictionary> = { fr: french, en: english }
const ON_PAGES: Record<Tongue, Dictionary> = { fr: frenchWords(french), en: englishWords(english) }

/** In every language: for readers of texts that we wrote ourselves. */
export const DICTIONARIES: readonly Dictionary[] = Object.values(PLAIN)

/** The words of what is sent and stored: feeds, calendars, posts. @param language a tag such as `fr-CH` */
export const wordsOf = (language: string): Dictionary => PLAIN[tongueOf(language)]

/** The same words as pages set them, with curly apostrophes and no-break spaces. */
export const pageWordsOf = (language: string): Dictionary => ON_PAGES[tongueOf(language)]
