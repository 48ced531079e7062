import { sql } from "kysely"
import type { Db } from "./db.ts"

/** An activity at its id. */
export interface SentActivity {
  type: string
  body: string
  /** the object's bytes of now when they are not those that were sent, or null */
  current: string | null
  /** whether the outbox lists it: such an activity is public */
  listed: boolean
  /** when what it is about was deleted, or null */
  gone: Date | null
}

export async function readActivity(db: Db, id: string): Promise<SentActivity | null> {
  const { rows } = await sql<SentActivity>`
    select outbox.type, outbox.body, outbox.listed,
      case when outbox.type in ('Create', 'Update') and object.version <> outbox.object_version then object.body end as current,
      case when object.gone then object.updated_at end as gone
    from outbox left join object on object.path = outbox.object_path
    where outbox.id = ${id}
  `.execute(db)
  return rows[0] ?? null
}
