import type { ListedEvent, WholeEvent } from "../../domain/event.ts"
import type { Db } from "../db.ts"
import { EVENT_COLUMNS, toEvent } from "../event-columns.ts"
import { wholeEvents, withPlaces } from "../event-parts.ts"
import { type EventQuery, type EventSelection, narrowEvents } from "../event-selection.ts"
import { prepared } from "../prepared.ts"
import { type Deleted, readDeleted } from "./deleted.ts"

/** All public events, under the name `event`: the start of every query of them. */
export const publicEventQuery = (db: Db): EventQuery<object> => db.selectFrom("publicEvent as event")

/** By their start, soonest first unless the selection asks for the other order. */
export async function publicEvents(db: Db, selection: EventSelection): Promise<ListedEvent[]> {
  const direction = selection.order ?? "asc"
  let query = narrowEvents(publicEventQuery(db).select(EVENT_COLUMNS), selection)
    .orderBy("event.startsAt", direction)
    .orderBy("event.id", direction)
  if (selection.limit !== undefined) query = query.limit(selection.limit)
  if (selection.offset) query = query.offset(selection.offset)
  return withPlaces(db, (await query.execute()).map(toEvent))
}

export async function countPublicEvents(db: Db, selection: EventSelection): Promise<number> {
  const counted = narrowEvents(
    publicEventQuery(db).select(eb => eb.fn.countAll<number>().as("count")),
    selection,
  )
  return (await counted.executeTakeFirstOrThrow()).count
}

const byId = prepared((db, id: string) => publicEventQuery(db).select(EVENT_COLUMNS).where("event.id", "=", id))
const bySlug = prepared((db, slug: string) => publicEventQuery(db).select(EVENT_COLUMNS).where("event.slug", "=", slug))

/** One public event with all that belongs to it; null also for a draft and for what was deleted. */
export async function readPublicEvent(db: Db, by: { id: string } | { slug: string }): Promise<WholeEvent | null> {
  const rows = await ("id" in by ? byId(db, by.id) : bySlug(db, by.slug))
  return (await wholeEvents(db, rows))[0] ?? null
}

/** Whether and when an event that was public was deleted: its addresses answer 410. */
export const readDeletedEvent = (db: Db, by: { id: string } | { slug: string }): Promise<Deleted | null> =>
  readDeleted(db, "deletedEvent", by)
