import { type Insertable, sql, type Updateable } from "kysely"
import type { Image } from "../domain/image.ts"
import type { When } from "../domain/time.ts"
import type { Db, Trx } from "./db.ts"
import { findOrCreatePlaces, type PlaceInput } from "./places.ts"
import type { EventTable } from "./schema.ts"

/** Writes of an event's own rows; what they mean is decided by the actions. */
type Write<T> = Omit<T, "previous" | "image"> & { previous?: When | null; image?: Image | null }

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

export async function insertEvents(trx: Trx, rows: readonly Write<Insertable<EventTable>>[]): Promise<void> {
  const values = rows.map(({ previous, image, ...row }) => ({ ...row, previous: json(previous), image: json(image) }))
  await trx.insertInto("event").values(values).execute()
}

export const updateEventRow = (trx: Trx, id: string, row: Write<Updateable<EventTable>>): Promise<void> =>
  updateEventRows(trx, [id], row)

export async function updateEventRows(
  trx: Trx,
  ids: readonly string[],
  { previous, image, ...row }: Write<Updateable<EventTable>>,
): Promise<void> {
  await trx
    .updateTable("event")
    .set({
      ...row,
      ...(previous !== undefined && { previous: json(previous) }),
      ...(image !== undefined && { image: json(image) }),
    })
    .where("id", "in", ids)
    .execute()
}

/** Others wait until this transaction ends; null when there is no such event. */
export async function lockEvent(trx: Trx, id: string): Promise<{ id: string } | null> {
  return (await trx.selectFrom("event").select("id").where("id", "=", id).forUpdate().executeTakeFirst()) ?? null
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

/** Puts the venues of events in order, making those that are new; `replace` takes away those they had. */
export async function setPlaces(
  trx: Trx,
  venues: readonly { eventId: string; places: readonly PlaceInput[] }[],
  { replace }: { replace: boolean },
): Promise<void> {
  if (replace)
    await trx
      .deleteFrom("eventPlace")
      .where(
        "eventId",
        "in",
        venues.map(({ eventId }) => eventId),
      )
      .execute()
  const found = await findOrCreatePlaces(
    trx,
    venues.flatMap(({ places }) => places),
  )
  let next = 0
  const rows = venues.flatMap(({ eventId, places }) =>
    places.map((_, position) => ({ eventId, placeId: found[next++]!.id, position })),
  )
  if (rows.length > 0) await trx.insertInto("eventPlace").values(rows).execute()
}

/** The calendar texts of events, each rendered anew. */
export async function setEventTexts(trx: Trx, texts: readonly { id: string; ical: string }[]): Promise<void> {
  const ids = texts.map(({ id }) => id)
  await sql`
    update event set ical = text.ical from unnest(${ids}::uuid[], ${texts.map(({ ical }) => ical)}::text[]) text (id, ical)
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
