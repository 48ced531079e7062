import { isObject, type JsonObject } from "../../src/domain/json.ts"
import { Refusal } from "./refusal.ts"

/** Of objects and lists in each other; the deepest that was seen has 7. */
const MAX_DEPTH = 60
/** Members of objects; an activity with an event in it has 200. 60,000 cost 80 ms to parse, sort and write again. */
const MAX_MEMBERS = 10_000

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false })

/**
 * The JSON object of a body. Depth and members are counted before anything is parsed, since what walks a parsed tree would overflow its
 * stack; a NUL, which PostgreSQL cannot keep, is refused rather than tried for ever.
 * @throws {Refusal} 400
 */
export function parseObject(body: Uint8Array): JsonObject {
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    throw new Refusal(400, "the body is not UTF-8")
  }
  const reason = problemOfText(text)
  if (reason) throw new Refusal(400, `the body ${reason}`)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Refusal(400, "the body is not JSON")
  }
  if (!isObject(value)) throw new Refusal(400, "the body must be a JSON object")
  return value
}

/** Why a text is not even parsed; null when it may be. */
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

/** How deep brackets go and how many names there are, outside of strings, read once from left to right. */
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
