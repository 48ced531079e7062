import { escape as escapeText, foldLines } from "ical-generator"

/**
 * Lines of iCalendar (RFC 5545) that are safe whatever a stranger typed. ical-generator 11 escapes neither line breaks in
 * the names and UIDs it prints nor quotes the way old readers take them, and escapes the commas of URIs.
 */

/**
 * Text without what ends a line somewhere: Python's `splitlines`, on which several readers are built, also breaks at
 * U+0085, U+2028, U+2029, vertical tab and form feed. Other control characters and halves of surrogate pairs go too.
 */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, "\n")
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g, "")
    .trim()
}

/** On one line: SUMMARY with a line break is cut or refused by several calendars. */
export const oneLine = (text: string): string => cleanText(text).replace(/\s*[\n\t]\s*/g, " ")

/** `NAME:text`, escaped. */
export const textLine = (name: string, text: string): string => `${name}:${escapeText(cleanText(text), false)}`

/** `NAME:uri`, as it is: commas and semicolons of a URI are not escaped. Null when it is no web address. */
export function uriLine(name: string, address: string): string | null {
  const url = URL.parse(address)
  return url && /^https?:$/.test(url.protocol) ? `${name}:${url.href}` : null
}

/** `"…"`: a quote inside becomes an apostrophe, since few readers know the carets of RFC 6868. */
export const quoted = (text: string): string => `"${oneLine(text).replaceAll('"', "'")}"`

/** Up to here ical-generator leaves a line whole, after having looked at each character of it. */
const WHOLE_OCTETS = 74

/** At most 75 octets a line, cut between characters, each with its CRLF. Absent lines are left out. */
export function foldedLines(lines: (string | null)[]): string {
  let text = ""
  for (const line of lines) {
    if (line === null || line === "") continue
    text += `${Buffer.byteLength(line) <= WHOLE_OCTETS ? line : foldLines(line)}\r\n`
  }
  return text
}
