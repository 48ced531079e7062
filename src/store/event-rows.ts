import type { Insertable, Updateable } from "kysely"
import type { Image } from "../domain/image.ts"
import type { When } from "../domain/time.ts"
import type { Db, Trx } from "./db.ts"
import { findOrCreatePlace, type PlaceInput } from "./places.ts"
import type { EventTable } from "./schema.ts"

/** Writes of an event's own rows; what they mean is decided by the actions. */
type Write<T> = Omit<T, "previous" | "image"> & { previous?: When | null; image?: Image | null }

const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

export async function insertEvent(trx: Trx, { previous, image, ...row }: Write<Insertable<EventTable>>): Promise<void> {
  await trx
    .insertInto("event")
    .values({ ...row, previous: json(previous), image: json(image) })
    .execute()
}

export async function updateEventRow(
  trx: Trx,
  id: string,
  { previous, image, ...row }: Write<Updateable<EventTable>>,
): Promise<void> {
  await trx
    .updateTable("event")
    .set({
      ...row,
      ...(previous !== undefined && { previous: json(previous) }),
      ...(image !== undefined && { image: json(image) }),
    })
    .where("id", "=", id)
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

/** Puts the venues of an event in order, making those that are new. */
export async function setPlaces(trx: Trx, eventId: string, places: PlaceInput[]): Promise<void> {
  await trx.deleteFrom("eventPlace").where("eventId", "=", eventId).execute()
  for (const [position, input] of places.entries()) {
    const { place } = await findOrCreatePlace(trx, input)
    await trx.insertInto("eventPlace").values({ eventId, placeId: place.id, position }).execute()
  }
}
