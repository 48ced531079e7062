import { sql } from "kysely"
import type pg from "pg"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { isOutage } from "../../src/store/outage.ts"
import { createDatabase } from "../support/postgres.ts"

let database: Awaited<ReturnType<typeof createDatabase>>
let db: Db
let other: Db
let pool: pg.Pool

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  const opened = openDatabase(database.url, 2)
  db = opened.db
  pool = opened.pool
  other = openDatabase(database.url, 1).db
})
afterAll(async () => {
  await db?.destroy()
  await other?.destroy()
  await database?.drop()
})

const pidOf = async (handle: Db) =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(handle)).rows[0]!.pid
const end = (pid: number) => sql`select pg_terminate_backend(${pid}, 2000)`.execute(other)

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
  const removed = new Promise(resolve => pool.once("remove", resolve))
  await end(pid)
  await removed
  expect(await pidOf(db)).not.toBe(pid)
})
