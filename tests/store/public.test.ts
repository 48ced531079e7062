import { readdir, readFile } from "node:fs/promises"
import { join, normalize } from "node:path"
import { fileURLToPath } from "node:url"
import { sql } from "kysely"
import { describe, expect, inject, test } from "vitest"
import { openDatabase } from "../../src/store/db.ts"
import { createDatabase } from "../support/postgres.ts"

const ROOT = fileURLToPath(new URL("../../", import.meta.url))
/** Folders that answer everybody, and so read what is public; drafts reach them through actions alone. */
const READERS = ["src/web", "src/feeds", "src/dav", "src/api", "federation"]

async function textsOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(join(ROOT, folder), { recursive: true })).filter(name => name.endsWith(".ts"))
  const texts = names.map(async name => [join(folder, name), await readFile(join(ROOT, folder, name), "utf8")] as const)
  return new Map(await Promise.all(texts))
}

/** Whether a module reads the tables themselves, where drafts and deleted rows are. */
const readsTables = (text: string): boolean =>
  /(?:selectFrom|Join)\("(?:event|interview)(?: as \w+)?"/.test(text) ||
  /\b(?:from|join) (?:event|interview)\b(?! set)/.test(text)

const store = await textsOf("src/store")
const anyState = [...store].filter(([path, text]) => readsTables(text) || path.includes("/editorial/"))

describe("what is public", () => {
  test("is decided by the views alone: no module of the store names the state", () => {
    expect([...store].filter(([, text]) => /['"]published['"]/.test(text)).map(([path]) => path)).toEqual([])
  })

  test("the readers of public things read no table of events or interviews", () => {
    expect(anyState.map(([path]) => path).filter(path => path.includes("/public/"))).toEqual([])
    // the test sees them
    expect(anyState.map(([path]) => path)).toEqual(
      expect.arrayContaining(["src/store/events.ts", "src/store/interviews.ts", "src/store/imported-events.ts"]),
    )
  })

  test("folders that answer everybody import no reader of other states", async () => {
    const wrong: string[] = []
    for (const folder of READERS)
      for (const [path, text] of await textsOf(folder))
        for (const [, name] of text.matchAll(/from "(\.[^"]+)"/g)) {
          const target = normalize(join(path, "..", name!))
          if (anyState.some(([module]) => module === target)) wrong.push(`${path} imports ${target}`)
        }
    expect(wrong).toEqual([])
  })

  test("a view has every column of its table but the account that wrote it", async () => {
    const database = await createDatabase(inject("postgres"))
    const { db } = openDatabase(database.url, 1)
    const columnsOf = async (name: string) => {
      const { rows } = await sql<{ column: string }>`
        select column_name as column from information_schema.columns
        where table_schema = current_schema and table_name = ${name} order by column_name`.execute(db)
      return rows.map(({ column }) => column)
    }
    for (const noun of ["event", "session", "news", "interview"]) {
      expect(await columnsOf(`public_${noun}`)).toEqual(
        (await columnsOf(noun)).filter(column => column !== "author_id"),
      )
      expect(await columnsOf(noun)).toContain("id")
    }
    await db.destroy()
    await database.drop()
  })
})
