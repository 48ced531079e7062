import { readFile } from "node:fs/promises"
import { text } from "node:stream/consumers"
import { CommandError } from "./command.ts"

/** A JSON file, or standard input for `-`. @throws {CommandError} naming the line where the text stops being JSON */
export async function readJson(path: string): Promise<{ value: unknown; source: string }> {
  const source =
    path === "-"
      ? await text(process.stdin)
      : await readFile(path, "utf8").catch(error => {
          throw new CommandError(`${path}: ${error.code === "ENOENT" ? "there is no such file" : error.message}`)
        })
  try {
    return { value: JSON.parse(source.replace(/^\uFEFF/, "")), source }
  } catch (error) {
    const { message } = error as SyntaxError
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? source.length)
    throw new CommandError(`${path}, line ${lineAt(source, position)}: not JSON (${message})`)
  }
}

const lineAt = (source: string, position: number): number => source.slice(0, position).split("\n").length

/**
 * The line on which a field such as `events[3].start` stands in a JSON text, or the nearest thing that holds it; null when the
 * field is not in the text at all.
 */
export function lineOfField(source: string, field: string): number | null {
  const path = [...field.matchAll(/([^.[\]]+)/g)].map(match => (/^\d+$/.test(match[1]!) ? Number(match[1]) : match[1]!))
  let best: number | null = null
  const scanner = scan(source)
  const stack: (string | number)[] = []
  for (const token of scanner) {
    stack.length = token.depth
    if (token.depth > 0) stack[token.depth - 1] = token.key!
    if (stack.length <= path.length && stack.every((part, index) => part === path[index]))
      best = lineAt(source, token.at)
    if (stack.length === path.length && stack.every((part, index) => part === path[index])) return best
  }
  return best
}

/** Each value of a JSON text with its depth and its key in what holds it. The text has been parsed: it is well-formed. */
function* scan(source: string): Generator<{ depth: number; key: string | number | null; at: number }> {
  const open: { array: boolean; index: number; key: string | null }[] = []
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g
  let expectKey = false
  const keyOf = () => {
    const top = open.at(-1)
    return top ? (top.array ? top.index : top.key) : null
  }
  for (const match of source.matchAll(tokens)) {
    const [word] = match
    const top = open.at(-1)
    if (word === "," && top) {
      top.index += 1
      expectKey = !top.array
    } else if (word === "}" || word === "]") {
      open.pop()
      expectKey = false
    } else if (word === ":") {
      expectKey = false
    } else if (expectKey && top) {
      top.key = JSON.parse(word) as string
    } else if (word !== ",") {
      yield { depth: open.length, key: keyOf(), at: match.index }
      if (word === "{" || word === "[") {
        open.push({ array: word === "[", index: 0, key: null })
        expectKey = word === "{"
      }
    }
  }
}
