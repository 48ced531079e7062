import { readdir } from "node:fs/promises"
import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from "kysely"
import { type Migration, Migrator } from "kysely/migration"
import pg from "pg"
import { withNamedStatements } from "./prepared.ts"
import type { Database } from "./schema/database.ts"

/** The database or a transaction in it: the first argument of every function of the store. */
export type Db = Kysely<Database>
export type Trx = Transaction<Database>

const INT8 = 20

/** Counts and identities stay far below 2^53: int8 is read as a number. The rest is pg's own. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary"
      ? Number
      : pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
}

/** Runs in the caller's transaction when there is one, else in its own: an action can be part of a larger one. */
export const transact = <T>(db: Db, run: (trx: Trx) => Promise<T>): Promise<T> =>
  db.isTransaction ? run(db as Trx) : db.transaction().execute(run)

interface OpenDatabase {
  db: Db
  pool: pg.Pool
}

/** A server that accepts the connection and does not answer counts as unreachable: callers answer 503 instead of hanging. */
const CONNECT_MS = 10_000

/** @param size connections of the pool; a web and a worker in one process share them */
export function openDatabase(url: string, size = 10): OpenDatabase {
  const pool = new pg.Pool({ connectionString: url, max: size, types, connectionTimeoutMillis: CONNECT_MS })
  // A connection that breaks (PostgreSQL restarted) fails its next query and is replaced. Without a listener the error ends the process,
  // whether the connection is idle in the pool or between two statements of a transaction.
  pool.on("error", () => {})
  pool.on("connect", client => {
    client.on("error", () => {})
  })
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: withNamedStatements(pool) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool }
}

const MIGRATIONS = new URL("../../migrations/", import.meta.url)

/** Brings the database forward to the newest migration; there is no way back. Returns the names of those that ran. */
export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({
    db,
    provider: {
      async getMigrations() {
        const migrations: Record<string, Migration> = {}
        const files = (await readdir(MIGRATIONS)).filter(name => /^\d{4}_\w+\.ts$/.test(name)).sort()
        for (const file of files) migrations[file.slice(0, -3)] = await import(new URL(file, MIGRATIONS).href)
        return migrations
      },
    },
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  return results.filter(r => r.status === "Success").map(r => r.migrationName)
}
