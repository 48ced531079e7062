import { sql } from "kysely"
import type { Db } from "../../../src/store/db.ts"
import { rounded } from "../support/figure.ts"
import type { Answer } from "./answer.ts"

const LEAST_BYTES = 1024 * 1024

/** Of every table that has a megabyte, what it holds and what each of its indexes takes. */
export async function sizes(db: Db): Promise<Answer[]> {
  await sql`analyze`.execute(db)
  const { rows } = await sql<{
    name: string
    rows: number
    bytes: number
    heap: number
    indexes: Record<string, number>
  }>`
    select relname as name, reltuples::float8 as rows, pg_total_relation_size(oid)::float8 as bytes, pg_table_size(oid)::float8 as heap,
      (
        select coalesce(jsonb_object_agg(indexrelid::regclass, pg_relation_size(indexrelid)), '{}') from pg_index where indrelid = pg_class.oid
      ) as indexes
    from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_total_relation_size(oid) > ${LEAST_BYTES}
    order by bytes desc
  `.execute(db)
  return rows.map(({ name, rows, bytes, heap, indexes }) => ({
    figure: `size of ${name}`,
    value: bytes,
    unit: "bytes",
    with: { rows, "bytes a row": rounded(bytes / rows), table: heap, ...indexes },
  }))
}
