import { createHash } from "node:crypto"
import { type Compilable, CompiledQuery, type Kysely, type PostgresPool, type PostgresPoolClient } from "kysely"
import type pg from "pg"
import type { Database } from "./schema/database.ts"

/**
 * Queries that pages and objects ask all the time: their text is made once a process, and each connection parses and plans them once.
 * Judged by `npm run bench -- serving`. A row by its key takes PostgreSQL 0.03 ms instead of 0.08, and this process 0.03 instead of
 * 0.05; the calendars with their publishers (two joins) take 0.26 ms in all instead of 0.5.
 */

/** The names under which connections keep the plans, by text: one for each query that {@link prepared} made. */
const statementNames = new Map<string, string>()

/** Stands for a parameter while the text is made. */
class Placeholder {
  readonly index: number
  constructor(index: number) {
    this.index = index
  }
}

/**
 * For lookups by key and small tables only: the plan is the same whatever the parameters are. A query names its columns, never `*`:
 * a column that a newer version adds would make every kept plan fail ("cached plan must not change result type") until the connection
 * ends.
 * @param build the query, with parameters as values and never as conditions of how it is built
 */
export function prepared<Row, P extends unknown[]>(
  build: (db: Kysely<Database>, ...parameters: P) => Compilable<Row>,
): (db: Kysely<Database>, ...parameters: P) => Promise<Row[]> {
  let statement: { text: string; parameters: readonly unknown[] } | undefined
  return async (db, ...given) => {
    statement ??= compile(db, build, given.length)
    const parameters = statement.parameters.map(value => (value instanceof Placeholder ? given[value.index] : value))
    return (await db.executeQuery<Row>(CompiledQuery.raw(statement.text, parameters))).rows
  }
}

function compile<P extends unknown[]>(
  db: Kysely<Database>,
  build: (db: Kysely<Database>, ...parameters: P) => Compilable,
  count: number,
) {
  const placeholders = Array.from({ length: count }, (_, index) => new Placeholder(index)) as unknown as P
  const { sql: text, parameters } = build(db, ...placeholders).compile()
  statementNames.set(text, `beffroi_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`)
  return { text, parameters }
}

/**
 * The pool as Kysely's dialect takes it, whose connections run prepared queries under their names: `pg` keeps the plan of a query
 * that has a name, and Kysely gives none.
 */
export function withNamedStatements(pool: pg.Pool): PostgresPool {
  // Kysely recognises a connection by its object
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    async connect() {
      const client = await pool.connect()
      const named = clients.get(client) ?? namedClient(client)
      clients.set(client, named)
      return named
    },
    end: () => pool.end(),
    options: pool.options,
  }
}

/** Streaming by cursors is not set up (`pg-cursor`), so a query is always a text. */
function namedClient(client: pg.PoolClient): PostgresPoolClient {
  const query = (text: string, values: unknown[]) => {
    const name = statementNames.get(text)
    return name === undefined ? client.query(text, values) : client.query({ name, text, values })
  }
  return { query: query as unknown as PostgresPoolClient["query"], release: destroy => client.release(destroy) }
}
