import { chmod, mkdtemp, readFile, rm } from "node:fs/promises"
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
