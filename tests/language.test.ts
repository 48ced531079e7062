import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { parseAst } from "vitest/node"

const ROOT = fileURLToPath(new URL("../", import.meta.url))

/** Words that said who did something rather than what a thing is, and images. No name holds one as a part. */
const RETIRED = [
  ...["known", "found", "said", "kept", "told"],
  ...["house", "bell", "knock", "knocks", "knocked", "knocking", "parcel", "parcels", "lane", "lanes", "farewell"],
]
/** Terms of ActivityStreams, of HTTP and of RFC 8615. */
const ALLOWED = new Set(["alsoKnownAs", "notFound", "isNotFound", "NotFound", "wellKnown", "wellKnownCaldav"])

interface Source {
  path: string
  text: string
  nodes: Node[]
}

/** A node of ESTree with TypeScript. */
interface Node {
  type: string
  name?: unknown
  id?: { name?: unknown } | null
}

async function sourcesOf(...folders: string[]): Promise<Source[]> {
  const sources: Source[] = []
  for (const folder of folders) {
    for (const entry of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!entry.endsWith(".ts") || entry.endsWith(".d.ts")) continue
      const path = join(folder, entry)
      const text = await readFile(join(ROOT, path), "utf8")
      sources.push({ path, text, nodes: nodesOf(parseAst(text, { lang: "ts" })) })
    }
  }
  return sources
}

function nodesOf(root: unknown): Node[] {
  const nodes: Node[] = []
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return
    if ("type" in value && typeof value.type === "string") nodes.push(value as Node)
    for (const child of Object.values(value)) visit(child)
  }
  visit(root)
  return nodes
}

const partsOf = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)

const code = await sourcesOf("src", "federation")
const tests = await sourcesOf("tests")

describe("the language of the code", () => {
  test("no name holds a retired word", () => {
    const wrong = [...code, ...tests].flatMap(({ path, nodes }) => {
      const names = nodes
        .filter(({ type }) => type === "Identifier" || type === "PrivateIdentifier")
        .map(({ name }) => String(name))
      const retired = names.filter(name => !ALLOWED.has(name) && partsOf(name).some(part => RETIRED.includes(part)))
      return [...new Set(retired)].map(name => `${path}: ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test("a type has one definition", () => {
    const defined = new Map<string, string[]>()
    for (const { path, nodes } of code) {
      for (const { type, id } of nodes) {
        if (!/^(TSInterfaceDeclaration|TSTypeAliasDeclaration|TSEnumDeclaration|ClassDeclaration)$/.test(type)) continue
        const name = String(id?.name)
        defined.set(name, [...(defined.get(name) ?? []), path])
      }
    }
    const twice = [...defined].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths}`)
    expect(twice).toEqual([])
  })

  test("files are small: none reaches 300 lines, half of them stay below 80", () => {
    const lines = code.map(({ path, text }) => ({ path, count: text.split("\n").length - 1 }))
    expect(lines.filter(({ count }) => count >= 300)).toEqual([])
    const median = lines.map(({ count }) => count).sort((a, b) => a - b)[Math.floor(lines.length / 2)]!
    expect(median).toBeLessThan(80)
  })
})
