import { type Selectable, sql } from "kysely"
import type { Db } from "./db.ts"
import { jsonb } from "./jsonb.ts"
import type { Database } from "./schema/database.ts"

/** An event of a partner that we follow, as it was sent. */
export type PartnerEvent = Selectable<Database["partnerEvent"]>

export interface PartnerEventToStore {
  id: string
  remoteId: string
  name: string
  document: Record<string, unknown>
  activityId: string | null
  startsAt: Date | null
  endsAt: Date | null
  updatedAt: Date | null
}

export const readPartnerEvent = async (db: Db, id: string): Promise<PartnerEvent | null> =>
  (await db.selectFrom("partnerEvent").selectAll().where("id", "=", id).executeTakeFirst()) ?? null

/** The event that an activity brought: Hubzilla's Delete names the Invite. */
export const partnerEventOfActivity = async (db: Db, activityId: string, remoteId: string): Promise<string | null> =>
  (
    await db
      .selectFrom("partnerEvent")
      .select("id")
      .where("remoteId", "=", remoteId)
      .where("activityId", "=", activityId)
      .executeTakeFirst()
  )?.id ?? null

/** Keeps the newest form; what was deleted never comes back. @returns whether anything changed */
export async function putPartnerEvent(db: Db, event: PartnerEventToStore): Promise<boolean> {
  const { id, document, ...rest } = event
  const row = { ...rest, document: jsonb(document), changedAt: sql<Date>`now()` }
  const stored = await db
    .insertInto("partnerEvent")
    .values({ id, ...row })
    .onConflict(conflict =>
      conflict
        .column("id")
        .doUpdateSet(row)
        .where("partnerEvent.deletedAt", "is", null)
        // one that says nothing of its edits (Hubzilla) is taken as it comes
        .where(
          sql<boolean>`(excluded.updated_at is null or partner_event.updated_at is null or excluded.updated_at >= partner_event.updated_at)`,
        ),
    )
    .returning("id")
    .executeTakeFirst()
  return stored !== undefined
}

/** @returns whether it was there */
export async function markPartnerEventDeleted(db: Db, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("partnerEvent")
    .set({ deletedAt: now })
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function markPartnerEventsDeleted(db: Db, remoteId: string, now: Date): Promise<void> {
  await db
    .updateTable("partnerEvent")
    .set({ deletedAt: now })
    .where("remoteId", "=", remoteId)
    .where("deletedAt", "is", null)
    .execute()
}
