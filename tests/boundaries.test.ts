import { readdir, readFile } from "node:fs/promises"
import { dirname, join, normalize, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const ROOT = fileURLToPath(new URL("../", import.meta.url))

/** Which folder may import which, besides packages and itself. A folder that is not named here may not exist. */
const MAY: Record<string, string[]> = {
  "src/domain": [],
  "src/outgoing": [],
  "src/text": ["src/domain"],
  "src/store": ["src/domain", "src/text"],
  "src/input": ["src/domain", "src/text"],
  "src/http": ["src/domain", "src/text"],
  "src/feeds": ["src/domain", "src/text"],
  "src/access": ["src/domain", "src/store", "src/text", "src/outgoing"],
  "src/media": ["src/domain", "src/store", "src/text", "src/outgoing"],
  "src/mail": ["src/domain", "src/store", "src/text", "src/outgoing"],
  "src/actions": ["src/domain", "src/text", "src/store", "src/access", "src/input"],
  "src/import": ["src/domain", "src/text", "src/store", "src/actions", "src/input", "src/outgoing"],
  "src/web": ["src/domain", "src/store", "src/web/components", "src/web/middleware", "src/web/site", "src/web/desk"],
  "src/web/components": ["src/domain", "src/text", "src/feeds", "src/http"],
  "src/web/middleware": ["src/domain", "src/text", "src/store", "src/http", "src/web/components"],
  "src/web/site": [
    "src/domain",
    "src/text",
    "src/store",
    "src/actions",
    "src/feeds",
    "src/http",
    "src/web/components",
    "src/web/middleware",
  ],
  "src/web/desk": [
    "src/domain",
    "src/text",
    "src/store",
    "src/actions",
    "src/access",
    "src/input",
    "src/feeds",
    "src/http",
    "src/web/components",
    "src/web/middleware",
  ],
  "src/api": ["src/domain", "src/text", "src/store", "src/actions", "src/access", "src/input", "src/feeds", "src/http"],
  "src/dav": ["src/domain", "src/text", "src/store", "src/actions", "src/access", "src/input", "src/feeds", "src/http"],
  "src/worker": ["src/domain", "src/store", "src/actions", "src/import"],
  "src/commands": ["src/domain", "src/text", "src/store", "src/actions", "src/access", "src/input", "src/import"],
  federation: ["src/domain", "src/text", "src/store", "src/actions", "src/outgoing", "src/http"],
  migrations: [],
}
/**
 * Which folder of federation may import which other one, besides what federation may import. A folder imports only those that stand
 * above it here, so that there is one direction. `federation/index.ts` may import all of them, and none imports it.
 */
const FEDERATION: Record<string, string[]> = {
  contexts: [],
  "vocab/reading": [],
  signatures: ["contexts", "vocab/reading"],
  "vocab/writing": ["signatures"],
  remote: ["vocab/reading", "vocab/writing", "signatures"],
  synchronization: ["vocab/reading"],
  serving: ["vocab/writing", "remote", "signatures"],
  inbox: ["vocab/reading", "remote", "synchronization"],
  receiving: ["vocab/reading", "signatures", "remote", "synchronization", "inbox"],
  delivery: ["signatures", "remote", "synchronization"],
}
/** The files beside the folders: the composition root may import everything, the rest nothing of ours but each other. */
const COMPOSITION = ["src/app.ts", "src/main.ts", "src/serve.ts", "src/cli.ts"]
/** Packages that a folder may import; every other folder may import any. */
const PACKAGES: Record<string, string[]> = { "src/domain": [], migrations: ["kysely"] }
/** Imports from before the folders were cut anew, still to be untied. Each must exist: the list only shrinks. */
const PENDING: string[] = []

interface File {
  path: string
  imports: string[]
}

async function sources(): Promise<File[]> {
  const files: File[] = []
  for (const folder of ["src", "federation", "migrations"]) {
    for (const entry of await readdir(join(ROOT, folder), { recursive: true })) {
      const path = normalize(join(folder, entry))
      if (!path.endsWith(".ts")) continue
      const text = await readFile(join(ROOT, path), "utf8")
      const imports = [
        ...text.matchAll(
          /(?:^|\n)\s*(?:import|export)\b[^"'\n;]*?(?:\{[^}]*\}[^"'\n;]*?)?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g,
        ),
      ]
      files.push({ path, imports: imports.map(match => (match[1] ?? match[2] ?? match[3])!) })
    }
  }
  return files
}

/** The folder that the table names; null for the files beside them. */
const folderOf = (path: string): string | null => {
  const [first, second, third, ...rest] = path.split("/")
  if (first !== "src") return first!
  if (third === undefined) return null
  return second === "web" && rest.length > 0 ? `src/web/${third}` : `src/${second}`
}

/** The folder within federation (two levels in `vocab/`); null for other files, and for the one beside its folders. */
const federationFolderOf = (path: string): string | null =>
  /^federation\/(vocab\/[^/]+|[^/]+)\/./.exec(path)?.[1] ?? null

const files = await sources()
const targetOf = (file: File, name: string) =>
  name.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file.path), name)) : null

describe("import boundaries", () => {
  test("every folder is in the table and imports only what it may", () => {
    const wrong: string[] = []
    for (const file of files) {
      const folder = folderOf(file.path)
      if (folder !== null && !(folder in MAY)) wrong.push(`${file.path}: the folder ${folder} is not in the table`)
      for (const name of file.imports) {
        const target = targetOf(file, name)
        if (target === null) {
          const allowed = folder !== null && PACKAGES[folder]
          if (allowed && !allowed.includes(name)) wrong.push(`${file.path} imports the package ${name}`)
          continue
        }
        const targetFolder = folderOf(target)
        if (COMPOSITION.includes(file.path) || targetFolder === folder) continue
        if (folder !== null && targetFolder !== null && MAY[folder]?.includes(targetFolder)) continue
        wrong.push(`${file.path} imports ${target}`)
      }
    }
    expect([...new Set(wrong)].sort()).toEqual([...PENDING].sort())
  })

  test("federation's folders import in one direction", () => {
    const folders = Object.keys(FEDERATION)
    for (const [i, folder] of folders.entries())
      expect(FEDERATION[folder]!.filter(imported => !folders.slice(0, i).includes(imported))).toEqual([])
    const wrong: string[] = []
    for (const file of files) {
      const folder = federationFolderOf(file.path)
      if (folder === null) continue
      if (!(folder in FEDERATION)) wrong.push(`${file.path}: the folder ${folder} is not in the table`)
      for (const name of file.imports) {
        const target = targetOf(file, name)
        if (!target?.startsWith("federation/")) continue
        const targetFolder = federationFolderOf(target)
        if (targetFolder === folder || FEDERATION[folder]?.includes(targetFolder ?? "")) continue
        wrong.push(`${file.path} imports ${target}`)
      }
    }
    expect(wrong).toEqual([])
  })

  test("no circle", () => {
    const graph = new Map(
      files.map(file => [file.path, file.imports.map(name => targetOf(file, name)).filter(target => target !== null)]),
    )
    const done = new Set<string>()
    const circles: string[] = []
    const visit = (path: string, trail: string[]) => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(" → "))
      if (done.has(path) || trail.includes(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    for (const path of graph.keys()) visit(path, [])
    expect(circles).toEqual([])
  })

  test("the test sees imports: the composition root imports federation, and many files import something", () => {
    const app = files.find(file => file.path === "src/app.ts")
    expect(app?.imports.some(name => name.includes("/federation/"))).toBe(true)
    expect(files.filter(file => file.imports.length > 0).length).toBeGreaterThan(files.length / 2)
  })

  test("no folder for everything", () => {
    const names = files
      .map(file => file.path)
      .filter(path => /(^|\/)(utils?|common|services?|helpers?)(\/|\.ts$)/.test(path))
    expect(names).toEqual([])
  })
})
