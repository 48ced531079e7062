import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { listCalendars } from "../../src/store/actors.ts"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { putObject, readObject } from "../../src/store/objects.ts"
import { prepared } from "../../src/store/prepared.ts"
import { createDatabase } from "../support/postgres.ts"

let database: Awaited<ReturnType<typeof createDatabase>>
let db: Db

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  // one connection: its plans are the ones that are looked at
  db = openDatabase(database.url, 1).db
})
afterAll(async () => {
  await db.destroy()
  await database.drop()
})

const between = prepared((db, least: number, most: number) =>
  db
    .selectNoFrom([
      sql<number>`${least}::int`.as("least"),
      sql<string>`${"kept"}::text`.as("word"),
      sql<number>`${most}::int`.as("most"),
    ])
    .where(sql<boolean>`${most}::int >= ${least}::int`),
)

const plans = async () =>
  (
    await sql<{ statement: string; times: number }>`
      select statement, (generic_plans + custom_plans)::int as times from pg_prepared_statements`.execute(db)
  ).rows

describe("a prepared query", () => {
  test("answers each time for the parameters of that time, wherever they stand in it", async () => {
    expect(await between(db, 1, 2)).toEqual([{ least: 1, word: "kept", most: 2 }])
    expect(await between(db, 7, 7)).toEqual([{ least: 7, word: "kept", most: 7 }])
    expect(await between(db, 3, 2)).toEqual([])
  })

  test("is planned once a connection; others are not kept", async () => {
    const before = await plans()
    await readObject(db, "/events/none")
    await readObject(db, "/events/none either")
    await db.selectFrom("object").select("path").where("path", "=", "/x").execute()
    const added = (await plans()).filter(plan => !before.some(({ statement }) => statement === plan.statement))
    expect(added.map(({ times }) => times)).toEqual([2])
    expect(added[0]!.statement).toContain('from "object" where "path" = $1')
  })

  test("in a transaction sees what that wrote, and what others committed before", async () => {
    const object = { path: "/events/a", type: "Event", actorId: null, page: null, now: new Date() }
    await db.transaction().execute(async trx => {
      await putObject(trx, { ...object, body: "1" })
      expect((await readObject(trx, object.path))!.body).toBe("1")
    })
    const other = openDatabase(database.url, 1).db
    await putObject(other, { ...object, body: "2" })
    await other.destroy()
    expect((await readObject(db, object.path))!.body).toBe("2")
  })

  test("goes on when a newer version adds columns to its tables", async () => {
    await readObject(db, "/events/a")
    await listCalendars(db)
    await sql`alter table object add column later text not null default 'x'; alter table actor add column later text`.execute(
      db,
    )
    expect(Object.keys((await readObject(db, "/events/a"))!)).not.toContain("later")
    expect(await listCalendars(db)).toEqual([])
  })

  test("fails alone: the next answer of the connection is right", async () => {
    await expect(between(db, "many" as never, 2)).rejects.toThrow('invalid input syntax for type integer: "many"')
    expect(await between(db, 1, 2)).toEqual([{ least: 1, word: "kept", most: 2 }])
  })
})
