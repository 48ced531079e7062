import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import pg from "pg"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type EmbeddedDatabase, startEmbedded } from "../../src/store/embedded.ts"

let folder: string
let database: EmbeddedDatabase
const start = () => startEmbedded(folder, () => {})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "beffroi-embedded-"))
  await chmod(folder, 0o755)
  database = await start()
})
afterAll(async () => {
  await database?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function ask(statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

test("a second process joins the one that runs", async () => {
  expect(await start()).toMatchObject({ url: database.url, started: false })
})

test("killed with -9, it starts again at once, at the same address, with what was committed", async () => {
  await ask("create table kept (n int)")
  await ask("insert into kept values (1)")
  const [pid] = (await readFile(join(folder, "postgresql", "postmaster.pid"), "utf8")).split("\n")
  process.kill(Number(pid), "SIGKILL")
  const again = await start()
  expect(again).toMatchObject({ url: database.url, started: true })
  database = again
  expect(await ask("select n from kept")).toEqual([{ n: 1 }])
})

test("killed with -9, it starts again though another process of its user has got its number since", async () => {
  const file = join(folder, "postgresql", "postmaster.pid")
  const [pid, ...rest] = (await readFile(file, "utf8")).split("\n")
  process.kill(Number(pid), "SIGKILL")
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"]))
  const user = process.getuid?.() === 0 ? { uid: id("-u"), gid: id("-g") } : {}
  const stranger = spawn("sleep", ["60"], { ...user, stdio: "ignore" })
  await writeFile(file, [stranger.pid, ...rest].join("\n"))
  const again = await start()
  expect(again).toMatchObject({ url: database.url, started: true })
  database = again
  expect([await ask("select n from kept"), stranger.exitCode]).toEqual([[{ n: 1 }], null])
  stranger.kill("SIGKILL")
  await once(stranger, "exit")
})

test("revived it is at the same address, or as it was when it never died", async () => {
  expect(await database.revive()).toBe(false)
  const [pid] = (await readFile(join(folder, "postgresql", "postmaster.pid"), "utf8")).split("\n")
  process.kill(Number(pid), "SIGKILL")
  expect(await database.revive()).toBe(true)
  expect(await ask("select n from kept")).toEqual([{ n: 1 }])
})
