import { sql } from "kysely"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { isOutage } from "../../src/store/outage.ts"
import { createDatabase } from "../support/postgres.ts"

let database: Awaited<ReturnType<typeof createDatabase>>
let db: Db
let other: Db

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  db = openDatabase(database.url, 2).db
  other = openDatabase(database.url, 1).db
})
afterAll(async () => {
  await db?.destroy()
  await other?.destroy()
  await database?.drop()
})

const pidOf = async (handle: Db) =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(handle)).rows[0]!.pid
const end = async (pid: number) => {
  await sql`select pg_terminate_backend(${pid}, 2000)`.execute(other)
  // its last words have arrived
  await new Promise(resolve => setTimeout(resolve, 100))
}

test("a connection that breaks between two statements of a transaction fails the transaction, not the process", async () => {
  const broken = await db
    .transaction()
    .execute(async trx => {
      await end(await pidOf(trx))
      await sql`select 1`.execute(trx)
    })
    .catch(error => error)
  expect(broken).toBeInstanceOf(Error)
  expect(isOutage(broken)).toBe(true)
  expect(await pidOf(db)).toBeGreaterThan(0)
})

test("an idle connection that breaks is replaced", async () => {
  const pid = await pidOf(db)
  await end(pid)
  expect(await pidOf(db)).not.toBe(pid)
})
