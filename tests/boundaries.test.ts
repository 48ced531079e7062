import { readdir, readFile } from "node:fs/promises"
import { dirname, join, normalize, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const ROOT = fileURLToPath(new URL("../", import.meta.url))

/** Who may import whom, besides packages and itself. Rooms that are not named here may not exist. */
const MAY: Record<string, string[]> = {
  "src/domain": [],
  "src/store": ["src/domain"],
  "src/feeds": ["src/domain"],
  "src/actions": ["src/domain", "src/store"],
  "src/import": ["src/domain", "src/store", "src/actions"],
  "src/web": ["src/domain", "src/store", "src/actions", "src/feeds"],
  "src/api": ["src/domain", "src/store", "src/actions", "src/feeds"],
  "src/dav": ["src/domain", "src/store", "src/feeds"],
  "src/worker": ["src/domain", "src/store", "src/actions", "src/import"],
  "src/outgoing": [],
  "src/commands": ["src/domain", "src/store", "src/actions", "src/import"],
  federation: ["src/domain", "src/store", "src/actions"],
  migrations: [],
}
/** The files beside the rooms: the composition root may import everything, the rest nothing of ours but each other. */
const COMPOSITION = ["src/app.ts", "src/main.ts", "src/serve.ts", "src/cli.ts"]
/** Packages that a room may import; every other room may import any. */
const PACKAGES: Record<string, string[]> = { "src/domain": [], migrations: ["kysely"] }

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

const roomOf = (path: string): string | null => {
  const [first, second] = path.split("/")
  return first === "src" ? (path.split("/").length > 2 ? `src/${second}` : null) : first!
}

const files = await sources()
const targetOf = (file: File, name: string) =>
  name.startsWith(".") ? relative(ROOT, join(ROOT, dirname(file.path), name)) : null

describe("import boundaries", () => {
  test("every room is known and imports only what it may", () => {
    const wrong: string[] = []
    for (const file of files) {
      const room = roomOf(file.path)
      if (room !== null && !(room in MAY)) wrong.push(`${file.path}: the room ${room} is not known`)
      for (const name of file.imports) {
        const target = targetOf(file, name)
        if (target === null) {
          const allowed = room !== null && PACKAGES[room]
          if (allowed && !allowed.includes(name)) wrong.push(`${file.path} imports the package ${name}`)
          continue
        }
        const targetRoom = roomOf(target)
        if (COMPOSITION.includes(file.path) || targetRoom === room) continue
        // a door stands beside its room: src/outgoing.ts and src/outgoing/
        if (room === null && targetRoom === file.path.replace(/\.ts$/, "")) continue
        if (room !== null && targetRoom !== null && MAY[room]?.includes(targetRoom)) continue
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

  test("no room for everything", () => {
    const names = files
      .map(file => file.path)
      .filter(path => /(^|\/)(utils?|common|services?|helpers?)(\/|\.ts$)/.test(path))
    expect(names).toEqual([])
  })
})
