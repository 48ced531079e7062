import { isUtf8 } from "node:buffer"

/** A line of the file as it was before it was folded, with the number of its first part. */
export interface Line {
  number: number
  text: string
}

const WINDOWS = new TextDecoder("windows-1252")

/**
 * The unfolded lines of an iCalendar file (RFC 5545, 3.1). Bytes are joined before they are read: programs fold in the middle of a
 * character. A line ends in CRLF, LF or CR. What is no UTF-8 is read as windows-1252, line by line.
 */
export function* linesOf(bytes: Buffer): Generator<Line> {
  const text = withoutMark(bytes).toString("latin1")
  let line: { number: number; parts: string } | null = null
  let number = 0
  let at = 0
  while (at < text.length) {
    number += 1
    const end = endOfLine(text, at)
    const first = text.charCodeAt(at)
    if ((first === SPACE || first === TAB) && line !== null) line.parts += text.slice(at + 1, end)
    else {
      if (line !== null && line.parts !== "") yield { number: line.number, text: decoded(line.parts) }
      line = { number, parts: text.slice(at, end) }
    }
    at = end + (text.startsWith("\r\n", end) ? 2 : 1)
  }
  if (line !== null && line.parts !== "") yield { number: line.number, text: decoded(line.parts) }
}

const SPACE = 32
const TAB = 9
const ASCII = /^[\x00-\x7f]*$/

function endOfLine(text: string, from: number): number {
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) break
  }
  return at
}

function decoded(latin1: string): string {
  if (ASCII.test(latin1)) return latin1
  const bytes = Buffer.from(latin1, "latin1")
  return isUtf8(bytes) ? bytes.toString("utf8") : WINDOWS.decode(bytes)
}

/** Without a byte order mark; UTF-16, which it tells, becomes UTF-8. */
function withoutMark(bytes: Buffer): Buffer {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return Buffer.from(new TextDecoder("utf-16le").decode(bytes))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(new TextDecoder("utf-16be").decode(bytes))
  return bytes
}
