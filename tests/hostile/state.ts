import { sql } from "kysely"
import type { Db } from "../../src/store/db.ts"

/** Everything that is at most remembered of what came in, and what was learnt of others. */
const BOOKKEEPING = new Set(["inbox_activity", "kv", "kysely_migration", "kysely_migration_lock"])

/** One line a table: how many rows, and a digest of all they hold. When a token was last used is no content. */
export async function stateOf(db: Db): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public' order by 1
  `.execute(db)
  const wanted = tables.map(({ name }) => name).filter(name => !BOOKKEEPING.has(name))
  const parts = wanted.map(
    name => sql`
      select ${name}::text as name, count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as state
      from (select (to_jsonb(t) - 'last_used_at')::text as row from ${sql.table(name)} as t) as rows`,
  )
  const { rows } = await sql<{ name: string; state: string }>`${sql.join(parts, sql` union all `)}`.execute(db)
  return new Map(rows.map(({ name, state }) => [name, state]))
}
