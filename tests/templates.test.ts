import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const ROOT = fileURLToPath(new URL("../", import.meta.url))
const MAX_LENGTH = 120

/** A string, a comment, a regular expression (a slash where a value may begin), or one character. */
const TOKEN = new RegExp(
  [
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/,
    /\/\/[^\n]*|\/\*.*?\*\//,
    /(?<=(?:[(,=:[!&|?{};]|=>|return)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/,
    /./,
  ]
    .map(({ source }) => source)
    .join("|"),
  "sy",
)

/** The numbers, from 1, of the lines that template literals span. */
function templateLines(source: string): Set<number> {
  const lines = new Set<number>()
  /** `template` or, inside `${…}`, how many braces are open */
  const nesting: ("template" | number)[] = []
  let line = 1
  for (let at = 0; at < source.length; ) {
    const inside = nesting.at(-1)
    if (inside === "template") {
      lines.add(line)
      const text = source[at] === "\\" || source.startsWith("${", at) ? source.slice(at, at + 2) : source[at]!
      if (text === "`") nesting.pop()
      if (text === "${") nesting.push(0)
      if (text.includes("\n")) line++
      at += text.length
      continue
    }
    TOKEN.lastIndex = at
    const [token] = TOKEN.exec(source)!
    if (token === "`") {
      nesting.push("template")
      lines.add(line)
    }
    if (typeof inside === "number" && (token === "{" || token === "}")) {
      nesting.pop()
      if (token === "{" || inside > 0) nesting.push(token === "{" ? inside + 1 : inside - 1)
    }
    line += token.split("\n").length - 1
    at += token.length
  }
  return lines
}

async function longTemplateLines(): Promise<string[]> {
  const long: string[] = []
  for (const folder of ["src", "federation"]) {
    for (const entry of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!entry.endsWith(".ts")) continue
      const source = await readFile(join(ROOT, folder, entry), "utf8")
      const numbers = templateLines(source)
      for (const [index, line] of source.split("\n").entries())
        if (line.length > MAX_LENGTH && numbers.has(index + 1)) long.push(`${folder}/${entry}:${index + 1}`)
    }
  }
  return long.sort()
}

test("the lines of template literals are told from others", () => {
  const source = [
    "const a = `x",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    "${b.map(c => { return `${c}` })} y`",
    'const d = "`" // `',
    "const e = /`/.test(d)",
    "/* ` */ const f = `z`",
    "const g = 1",
  ].join("\n")
  expect([...templateLines(source)]).toEqual([1, 2, 5])
})

test("no line of a template literal is longer than 120 characters", async () => {
  expect(await longTemplateLines()).toEqual([])
})
