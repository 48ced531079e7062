import { execFile } from "node:child_process"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createEvent } from "../../src/actions/events/create.ts"
import type { CommandContext } from "../../src/commands/command.ts"
import { exportCommand } from "../../src/commands/export.ts"
import { loadCommand } from "../../src/commands/load.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { eventInput } from "../../src/input/event.ts"
import { parseInput } from "../../src/input/parse.ts"
import { exported } from "../../src/web/site/feeds/export.ts"
import { ORIGIN, openSite, SECRET_KEY } from "../support/site.ts"

type Site = Awaited<ReturnType<typeof openSite>>

const NOW = new Date("2026-11-21T12:00:00Z")

let from: Site
let to: Site
let folder: string
beforeAll(async () => {
  ;[from, to, folder] = await Promise.all([openSite(NOW), openSite(NOW), mkdtemp(join(tmpdir(), "beffroi-export-"))])
  await run(from, loadCommand, "examples/communs.json")
})
afterAll(() => Promise.all([from?.close(), to?.close(), folder && rm(folder, { recursive: true })]))

const at = (name: string) => join(folder, name)

/** What a command prints. */
async function run({ db, site }: Site, command: typeof exportCommand, ...words: string[]): Promise<string> {
  return (await running({ db, site }, command, words)).join("\n")
}
async function running(
  given: Partial<CommandContext>,
  command: typeof exportCommand,
  words: string[],
): Promise<string[]> {
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const server = { exported, signal: new AbortController().signal, print, ...given }
  await command.run(server as unknown as CommandContext, words)
  return lines
}

describe("beffroi export", () => {
  test("writes a file that load makes the same site of", async () => {
    const printed = await run(from, exportCommand, at("site.json"))
    const text = await readFile(at("site.json"), "utf8")
    const { events, interviews, calendars } = JSON.parse(text)
    const count = events.length + interviews.length
    expect(printed).toMatch(new RegExp(`^${at("site.json")}: ${count} events and interviews, \\d\\.\\d MB$`))
    expect(await run(to, loadCommand, at("site.json"))).toBe(
      `${count + calendars.length} created, 0 changed, 0 as they were`,
    )
    await run(to, exportCommand, at("again.json"))
    expect(await readFile(at("again.json"), "utf8")).toBe(text)
  })

  test("gives the same on standard output, alone, as a program of its own", { timeout: 60_000 }, async () => {
    const env = { ...process.env, DATABASE_URL: from.url, ORIGIN, SECRET_KEY }
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["src/cli.ts", "export", "-"], {
      env,
      maxBuffer: 1 << 26,
    })
    expect([stdout === (await readFile(at("site.json"), "utf8")), stderr]).toEqual([true, ""])
  })

  test("holds one moment, whatever is published meanwhile", async () => {
    const { db, site } = from
    let published = false
    async function* slowly(...given: Parameters<typeof exported>): AsyncGenerator<string> {
      for await (const piece of exported(...given)) {
        yield piece
        if (published) continue
        published = true
        const event = {
          calendar: "agenda",
          title: "Pendant l'export",
          slug: "pendant",
          start: "2036-12-31",
          publish: true,
        }
        await createEvent(db, site, OPERATOR, parseInput(eventInput, event))
      }
    }
    await running({ db, site, exported: slowly }, exportCommand, [at("moment.json")])
    expect(await readFile(at("moment.json"), "utf8")).toBe(await readFile(at("site.json"), "utf8"))
  })

  test("leaves a file that is there, but for --force", async () => {
    await writeFile(at("there.json"), "precious")
    await expect(run(from, exportCommand, at("there.json"))).rejects.toThrow(
      `${at("there.json")} is there already and was left as it is: --force replaces it`,
    )
    expect(await readFile(at("there.json"), "utf8")).toBe("precious")
    await run(from, exportCommand, "--force", at("there.json"))
    expect(JSON.parse(await readFile(at("there.json"), "utf8")).events.at(-1).slug).toBe("pendant")
  })

  test("what breaks off leaves what was there before, and nothing else", async () => {
    const { db, site } = from
    const stop = new AbortController()
    async function* broken(): AsyncGenerator<string> {
      yield "half"
      stop.abort(new Error("stopped; nothing was changed"))
      yield " of it"
    }
    const before = await readdir(folder)
    await writeFile(at("there.json"), "precious")
    const server = { db, site, exported: broken, signal: stop.signal }
    await expect(running(server, exportCommand, ["--force", at("there.json")])).rejects.toThrow(
      "stopped; nothing was changed",
    )
    expect([await readFile(at("there.json"), "utf8"), await readdir(folder)]).toEqual(["precious", before])
  })

  test("says what is wrong in words", async () => {
    const refused = (...words: string[]) => expect(run(from, exportCommand, ...words)).rejects
    await refused(at("nowhere/site.json")).toThrow(`${at("nowhere/site.json")}: there is no such folder`)
    await refused("--force", folder).toThrow(`${folder}: it is a folder`)
    for (const words of [[], ["a", "b"], ["--all"]]) await refused(...words).toThrow("export takes one file")
  })
})
