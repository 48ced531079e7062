/** Objects and lists within each other; the deepest activity seen from seven servers has 7. */
const MAX_DEPTH = 60
/** Members of all objects; an activity with its event has 200. 60,000 take 80 ms to parse, sort and print. */
const MAX_MEMBERS = 10_000

/**
 * Why a JSON text from another server is not parsed; null when it may be. Its depth and members are counted before it is parsed,
 * because recursive code would overflow the stack on a deep tree. PostgreSQL does not store NUL characters.
 */
export function problemOfText(text: string): string | null {
  const { depth, members } = shapeOf(text)
  if (depth > MAX_DEPTH) return `is nested deeper than ${MAX_DEPTH}`
  if (members > MAX_MEMBERS) return `has more than ${MAX_MEMBERS} members`
  if (text.includes("\u0000") || /(?<!\\)(?:\\\\)*\\u0000/.test(text)) return "holds a NUL character"
  return null
}

const QUOTE = 34
const BACKSLASH = 92
const COLON = 58
const OPEN = new Set([91, 123])
const CLOSE = new Set([93, 125])

/** The depth of brackets and the number of members, in one pass over the text that skips strings. */
function shapeOf(text: string): { depth: number; members: number } {
  let depth = 0
  let deepest = 0
  let members = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (quoted) {
      if (code === BACKSLASH) i++
      else if (code === QUOTE) quoted = false
    } else if (code === QUOTE) quoted = true
    else if (code === COLON) members++
    else if (OPEN.has(code)) deepest = Math.max(deepest, ++depth)
    else if (CLOSE.has(code)) depth--
  }
  return { depth: deepest, members }
}
