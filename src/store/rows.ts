import { type Selectable, sql } from "kysely"
import type { Db } from "./db.ts"
import { jsonb } from "./jsonb.ts"
import type { Database } from "./schema/database.ts"

/**
 * Many rows in one statement, as one parameter: as values, 100 events would be 3,400 parameters.
 * @param rows all with the same columns; what is JSON in the table is given as it is
 */
export async function insertRows<T extends keyof Database & string, Row extends Partial<Selectable<Database[T]>>>(
  db: Db,
  table: T,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  const names = Object.keys(rows[0]!) as (keyof Row & string)[]
  const columns = sql.join(names.map(name => sql.ref(name)))
  const named = names.map(name => [name, snakeCase(name)] as const)
  const written = rows.map(row => {
    const columns: Record<string, unknown> = {}
    for (const [name, column] of named) columns[column] = row[name]
    return columns
  })
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${jsonb(written)}::json)
  `.execute(db)
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
