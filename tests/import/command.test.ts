import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { type Beffroi, eventually, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"

/** `beffroi import …` on the database of a running server, whose worker reads what is due. */
let database: Awaited<ReturnType<typeof createDatabase>>
let site: Beffroi
let origin: string
const fixture = fileURLToPath(new URL("../fixtures/ics/odd.ics", import.meta.url))
const entry = (n: number, title: string) =>
  `BEGIN:VEVENT\r\nUID:n${n}\r\nDTSTART:203212${n + 10}T090000\r\nSUMMARY:${title}\r\nEND:VEVENT\r\n`
let body = `BEGIN:VCALENDAR\r\nX-WR-CALNAME:Ailleurs\r\n${entry(1, "Premier")}${entry(2, "Second")}END:VCALENDAR\r\n`
const server = createServer((_, response) => response.writeHead(200, { "content-type": "text/calendar" }).end(body))

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  site = await startBeffroi({ databaseUrl: database.url })
  await site.command("load", "examples/communs.json")
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  await site?.stop()
  server.close()
  await database?.drop()
})

test("a file: first what it would bring, line by line, then brought; a second time it changes nothing", async () => {
  const words = ["import", fixture, "--calendar", "agenda", "--drafts"]
  const dry = await site.command(...words, "--dry-run")
  expect(dry).toContain("refused  \tline 157\t\tQuand ?\tit has no DTSTART")
  expect(dry.trimEnd().split("\n").at(-1)).toMatch(/^\d+ created, 5 refused \(nothing was written\)$/)
  const done = (await site.command(...words)).trimEnd().split("\n").at(-1)!
  expect(done).toMatch(/^\d+ created, 5 refused$/)
  const again = (await site.command(...words)).trimEnd().split("\n").at(-1)
  expect(again).toBe(done.replace("created", "unchanged"))
  expect((await readFile(fixture)).length).toBeGreaterThan(0)
})

// several commands, each a process of its own: 14 s measured, more on a busy machine
test("an address: subscribed, listed, read again when asked, removed", { timeout: 120_000 }, async () => {
  const printed = await site.command("import", origin, "--calendar", "agenda", "--tag-map", "a=b")
  const id = /subscribed as (\S+):/.exec(printed)![1]!
  const page = (slug: string) =>
    fetch(`${site.origin}/fr/e/${slug}`, { redirect: "follow", headers: { accept: "text/html" } })
  await eventually(async () => (await page("premier")).status === 200)
  expect((await (await page("premier")).text()).replace(/<[^>]+>/g, " ")).toMatch(/Repris de\s+Ailleurs/)
  const listed = () => site.command("import", "list")
  await eventually(async () => /\tread /.test(await listed()))
  expect((await listed()).split("\t").slice(0, 2)).toEqual([id, "@agenda"])
  body = body.replace("Second", "Deuxième")
  expect(await site.command("import", "refresh", id.slice(0, 8))).toContain("1 changed, 1 unchanged")
  expect(await site.command("import", "remove", id)).toContain("what came from it stays")
  expect(await listed()).toBe("")
  expect((await page("premier")).status).toBe(200)
})

test("wrong words are told, and nothing happens", async () => {
  await expect(site.command("import", origin)).rejects.toThrow("--calendar: says into which calendar: it is needed")
  await expect(site.command("import", "/nowhere.ics", "--calendar", "agenda")).rejects.toThrow("there is no such file")
  await expect(site.command("import", "refresh", "00000000")).rejects.toThrow('the source "00000000" does not exist')
  await expect(site.command("import", origin, "--calendar", "agenda", "--tag-map", "x")).rejects.toThrow(
    '"x" is not theirs=ours',
  )
})
