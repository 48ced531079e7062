import { sql } from "kysely"
import type { JsonObject } from "../domain/json.ts"
import type { RemoteEvent } from "../domain/partner-event.ts"
import type { Db } from "./db.ts"
import { jsonb } from "./jsonb.ts"
import { columnsOfReading } from "./partner-readings.ts"

/** Who may change or delete an event: the partner that it came from, and the authors that it names. */
export interface PartnerEventOrigin {
  id: string
  remoteId: string
  /** the Create or Invite that brought it */
  activityId: string | null
  authors: string[]
}

export interface PartnerEventToStore {
  id: string
  remoteId: string
  /** as it was sent */
  document: JsonObject
  /** what was read from it, and by which version of the reader */
  event: RemoteEvent
  readingVersion: number
  activityId: string | null
  updatedAt: Date | null
}

export const readPartnerEventOrigin = async (db: Db, id: string): Promise<PartnerEventOrigin | null> =>
  (await db
    .selectFrom("partnerEvent")
    .select(["id", "remoteId", "activityId", "authors"])
    .where("id", "=", id)
    .executeTakeFirst()) ?? null

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

/** Stores the newest form; what was deleted never comes back. @returns whether anything changed */
export async function putPartnerEvent(db: Db, { id, document, event, ...rest }: PartnerEventToStore): Promise<boolean> {
  const row = { ...rest, ...columnsOfReading(event), document: jsonb(document), changedAt: sql<Date>`now()` }
  const stored = await db
    .insertInto("partnerEvent")
    .values({ id, ...row })
    .onConflict(conflict =>
      conflict
        .column("id")
        .doUpdateSet(row)
        .where("partnerEvent.deletedAt", "is", null)
        // Hubzilla dates no edits: the last one that arrives counts
        .where(
          sql<boolean>`(excluded.updated_at is null or partner_event.updated_at is null
            or excluded.updated_at >= partner_event.updated_at)`,
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
