import { type Selectable, sql, type Updateable } from "kysely"
import type { Place, PlaceFields } from "../domain/place.ts"
import type { Db, Trx } from "./db.ts"
import { findOrCreatePlaces } from "./places.ts"
import { insertRows } from "./rows.ts"
import type { EventTable } from "./schema/events.ts"

/** Writes of an event's own rows; what they mean is decided by the actions. */

export const insertEvents = (trx: Trx, rows: readonly Selectable<EventTable>[]): Promise<void> =>
  insertRows(trx, "event", rows)

export const updateEventRow = (trx: Trx, id: string, row: Updateable<EventTable>): Promise<void> =>
  updateEventRows(trx, [id], row)

export async function updateEventRows(trx: Trx, ids: readonly string[], row: Updateable<EventTable>): Promise<void> {
  await trx.updateTable("event").set(row).where("id", "in", ids).execute()
}

/** Others wait until this transaction ends; null when there is no such event. */
export async function lockEvent(trx: Trx, id: string): Promise<{ id: string; authorId: string | null } | null> {
  const row = await trx
    .selectFrom("event")
    .select(["id", "authorId"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

export const slugTaken = async (db: Db, table: "event" | "interview", slug: string): Promise<boolean> =>
  (await db.selectFrom(table).select("id").where("slug", "=", slug).executeTakeFirst()) !== undefined

export const uidTaken = async (db: Db, uid: string): Promise<boolean> =>
  (await db.selectFrom("event").select("id").where("uid", "=", uid).executeTakeFirst()) !== undefined

/** Takes a draft away; an interview that named it stands alone again. */
export async function deleteEventRow(trx: Trx, id: string): Promise<void> {
  await trx.updateTable("interview").set({ eventId: null }).where("eventId", "=", id).execute()
  await trx.deleteFrom("event").where("id", "=", id).execute()
}

/** Puts the venues of events that have none yet in order. */
export const insertVenues = (
  trx: Trx,
  venues: readonly { eventId: string; places: readonly Pick<Place, "id">[] }[],
): Promise<void> =>
  insertRows(
    trx,
    "eventPlace",
    venues.flatMap(({ eventId, places }) =>
      places.map(({ id: placeId }, position) => ({ eventId, placeId, position })),
    ),
  )

/** Gives an event these venues instead of those it had, making those that are new. */
export async function replaceVenues(trx: Trx, eventId: string, places: readonly PlaceFields[]): Promise<void> {
  await trx.deleteFrom("eventPlace").where("eventId", "=", eventId).execute()
  await insertVenues(trx, [{ eventId, places: await findOrCreatePlaces(trx, places) }])
}

/** Replaces the calendar texts of events. */
export async function setEventTexts(trx: Trx, texts: readonly { id: string; ical: string }[]): Promise<void> {
  const ids = texts.map(({ id }) => id)
  await sql`
    update event set ical = text.ical
    from unnest(${ids}::uuid[], ${texts.map(({ ical }) => ical)}::text[]) text (id, ical)
    where event.id = text.id
  `.execute(trx)
}

/** Of these slugs, and of what begins with one of `stems` and a hyphen, those that events have. */
export async function takenSlugs(
  trx: Trx,
  slugs: readonly string[],
  stems: readonly string[] = [],
): Promise<Set<string>> {
  const rows = await trx
    .selectFrom("event")
    .select("slug")
    .where(eb =>
      eb.or([
        eb("slug", "=", sql<string>`any(${slugs}::text[])`),
        ...stems.map(stem => eb("slug", "like", `${stem.replace(/[\\%_]/g, "\\$&")}-%`)),
      ]),
    )
    .execute()
  return new Set(rows.map(({ slug }) => slug))
}
