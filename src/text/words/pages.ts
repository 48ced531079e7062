import { frenchWords } from "../typography.ts"
import { en } from "./pages-en.ts"
import { fr, type Words } from "./pages-fr.ts"

export type { Words } from "./pages-fr.ts"
export type Tongue = "fr" | "en"

/** Every word of the pages that is not content. */
export const WORDS: Record<Tongue, Words> = { fr: frenchWords(fr), en }
