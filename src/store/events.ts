import type { WholeEvent } from "../domain/event.ts"
import type { Db } from "./db.ts"
import { EVENT_COLUMNS } from "./event-columns.ts"
import { wholeEvents } from "./event-parts.ts"
import { prepared } from "./prepared.ts"

const byId = prepared((db, id: string) => db.selectFrom("event").select(EVENT_COLUMNS).where("event.id", "=", id))
const bySlug = prepared((db, slug: string) =>
  db.selectFrom("event").select(EVENT_COLUMNS).where("event.slug", "=", slug),
)

/** One event with all that belongs to it, in any state: for actions. What is shown to everybody is read from `public/`. */
export async function readEvent(db: Db, by: { id: string } | { slug: string }): Promise<WholeEvent | null> {
  const rows = await ("id" in by ? byId(db, by.id) : bySlug(db, by.slug))
  return (await wholeEvents(db, rows))[0] ?? null
}

/** Many at once, in any state, in the order of their ids: as many queries as for one. Unknown ids are passed over. */
export async function readEvents(db: Db, ids: readonly string[]): Promise<WholeEvent[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom("event").select(EVENT_COLUMNS).where("event.id", "in", ids).execute()
  const rowOf = new Map(rows.map(row => [row.id, row]))
  return wholeEvents(
    db,
    ids.map(id => rowOf.get(id)).filter(row => row !== undefined),
  )
}
