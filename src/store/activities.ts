import { sql } from "kysely"
import type { Db } from "./db.ts"

/** An activity as it was recorded. */
export interface RecordedActivity {
  id: string
  type: string
  actorId: string
  /** of the actor */
  handle: string
  objectPath: string | null
  publishedAt: Date
  /** the bytes that were sent; null when the activity was sent to nobody */
  body: string | null
  /** the object's bytes of now when they are not those that were sent, or null */
  current: string | null
}

/** Columns of a {@link RecordedActivity} of a query that joins `outbox` with its actor as `author` and with `object`. */
export const recorded = sql`
  outbox.id, outbox.type, outbox.actor_id as "actorId", author.handle, outbox.object_path as "objectPath",
  outbox.published_at as "publishedAt", outbox.body,
  case when outbox.body is null or (outbox.type in ('Create', 'Update') and object.version <> outbox.object_version)
    then object.body end as current`

/** An activity at its id. */
export interface SentActivity extends RecordedActivity {
  /** whether the outbox lists it: such an activity is public */
  listed: boolean
  /** when what it is about was deleted, or null */
  gone: Date | null
}

export async function readActivity(db: Db, id: string): Promise<SentActivity | null> {
  const { rows } = await sql<SentActivity>`
    select ${recorded}, outbox.listed, case when object.gone then object.updated_at end as gone
    from outbox join actor author on author.id = outbox.actor_id left join object on object.path = outbox.object_path
    where outbox.id = ${id}
  `.execute(db)
  return rows[0] ?? null
}
