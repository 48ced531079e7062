import { HANDLE, SLUG, UUID } from "../patterns.ts"

/** A variable part of an address. */
export interface Parameter<Name extends string, Value> {
  name: Name
  /** source of a regular expression without groups or anchors */
  pattern: string
  write(value: Value): string
  /** @throws for a malformed percent-encoding */
  read(text: string): Value
}

/** Anything up to the next slash. */
export const SEGMENT = "[^/]+"

const literally = <Name extends string>(name: Name, pattern: string): Parameter<Name, string> => ({
  name,
  pattern,
  write: value => value,
  read: text => text,
})

export const uuid = <Name extends string>(name: Name) => literally(name, UUID)
export const handle = <Name extends string>(name: Name) => literally(name, HANDLE)
export const slug = <Name extends string>(name: Name) => literally(name, SLUG)

/** One of these words. */
export const oneOf = <Name extends string, const Word extends string>(
  name: Name,
  words: readonly Word[],
): Parameter<Name, Word> => ({
  name,
  pattern: `(?:${words.join("|")})`,
  write: value => value,
  read: text => text as Word,
})

/** A whole number from 1 to 999999999. */
export const count = <Name extends string>(name: Name): Parameter<Name, number> => ({
  name,
  pattern: "[1-9][0-9]{0,8}",
  write: String,
  read: Number,
})

/** Any text, percent-encoded. */
export const text = <Name extends string>(
  name: Name,
  encode: (text: string) => string = encodeURIComponent,
): Parameter<Name, string> => ({
  name,
  pattern: SEGMENT,
  write: encode,
  read: decodeURIComponent,
})
