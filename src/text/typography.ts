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
export const typeset = (text: string, language: string): string =>
  language.toLowerCase().startsWith("fr") ? french(text) : text

/** Every string of a table of words, and whatever its functions return, set in French. */
export function frenchWords<T>(words: T): T {
  if (typeof words === "string") return french(words) as T
  if (typeof words === "function")
    return ((...given: unknown[]) => frenchWords((words as (...given: unknown[]) => unknown)(...given))) as T
  if (Array.isArray(words)) return words.map(frenchWords) as T
  if (words && typeof words === "object") {
    return Object.fromEntries(Object.entries(words).map(([key, word]) => [key, frenchWords(word)])) as T
  }
  return words
}

export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1)
