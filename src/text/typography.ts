import { tongueOf } from "./tongue.ts"

/**
 * French typography, added when a page is rendered and never stored or sent: no-break spaces before `: ; ? ! »` and after
 * `«`, in `14 h 30` and `1 204`, and curly apostrophes. A text that has them already comes out as it is.
 */
export const french = (text: string): string =>
  text
    .replace(/(?<=\p{L})'/gu, "’")
    .replace(/ (?=[:;?!»%€](?:[\s.,)]|$))/g, "\u00a0")
    .replace(/« /g, "«\u00a0")
    .replace(/(?<=\d) h\b(?: (?=\d\d\b))?/g, hours => (hours.length > 2 ? "\u00a0h\u00a0" : "\u00a0h"))
    .replace(/(?<![\d/.-])(\d{1,3}) (?=\d{3}(?!\d))/g, "$1\u202f")

/** A text as its own language sets it. */
export const typeset = (text: string, language: string): string => (tongueOf(language) === "fr" ? french(text) : text)

/** Every string of the French dictionary, and whatever its functions return, as pages set it. */
export function frenchWords<T>(words: T): T {
  if (typeof words === "function")
    return ((...values: unknown[]) => frenchWords((words as (...values: unknown[]) => unknown)(...values))) as T
  return eachString(words, french, frenchWords)
}

/**
 * Every string of the English dictionary with curly apostrophes. Its functions are left as they are, since names among their
 * parameters are set in a language of their own: none of their sentences has an apostrophe.
 */
export const englishWords = <T>(words: T): T =>
  eachString(words, text => text.replace(/(?<=\p{L})'/gu, "’"), englishWords)

function eachString<T>(words: T, set: (text: string) => string, again: <U>(words: U) => U): T {
  if (typeof words === "string") return set(words) as T
  if (Array.isArray(words)) return words.map(again) as T
  if (words && typeof words === "object")
    return Object.fromEntries(Object.entries(words).map(([key, word]) => [key, again(word)])) as T
  return words
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
