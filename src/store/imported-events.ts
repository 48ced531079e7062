import { type Selectable, sql } from "kysely"
import type { ImportedEntry, Source } from "../domain/source.ts"
import type { Db, Trx } from "./db.ts"
import { insertRows } from "./rows.ts"
import type { ImportedEventTable } from "./schema/sources.ts"

/**
 * What was brought in from a source; and from sources of the same calendar that were removed since, where the source has the same
 * UIDs: a calendar that moved to another address continues.
 * @param source null before there is one
 */
export async function readImportedEntries(
  db: Db,
  { source, calendarId, uids }: { source: Source | null; calendarId: string; uids: readonly string[] },
): Promise<ImportedEntry[]> {
  const rows = await db
    .selectFrom("importedEvent")
    .innerJoin("source", "source.id", "importedEvent.sourceId")
    .leftJoin("event", "event.id", "importedEvent.eventId")
    .select([
      "importedEvent.uid",
      "importedEvent.recurrenceId",
      "importedEvent.digest",
      "importedEvent.state",
      "event.id",
      "event.title",
      "event.state as publication",
      "event.status",
      "event.startLocal",
      "event.overAt",
    ])
    .where(eb =>
      eb.or([
        eb("importedEvent.sourceId", "=", source?.id ?? null),
        eb.and([
          eb("source.calendarId", "=", calendarId),
          eb("source.removedAt", "is not", null),
          sql<boolean>`imported_event.uid = any(${uids}::text[])`,
        ]),
      ]),
    )
    .execute()
  return rows.map(({ id, title, publication, status, startLocal, overAt, ...row }) => ({
    ...row,
    event:
      id === null
        ? null
        : { id, title: title!, state: publication!, status: status!, start: startLocal!, overAt: overAt! },
  }))
}

/** What removed sources of the calendar brought in under these UIDs is this source's from now on. */
export async function adoptEntries(
  trx: Trx,
  { sourceId, calendarId, uids }: { sourceId: string; calendarId: string; uids: readonly string[] },
): Promise<void> {
  await sql`
    update imported_event set source_id = ${sourceId}
    from source
    where source.id = imported_event.source_id and source.calendar_id = ${calendarId} and source.removed_at is not null
      and source.id <> ${sourceId} and imported_event.uid = any(${uids}::text[])
  `.execute(trx)
}

/** Of these UIDs, those that events have already, from whatever source: no UID is imported twice. */
export async function takenUids(db: Db, uids: readonly string[]): Promise<Map<string, "here" | "deleted">> {
  const rows = await db
    .selectFrom("event")
    .select(["uid", "state"])
    .where(sql<boolean>`uid = any(${uids}::text[])`)
    .execute()
  return new Map(rows.map(({ uid, state }) => [uid, state === "deleted" ? "deleted" : "here"]))
}

/** The series to which the events of a source belong, by UID. */
export async function seriesOf(db: Db, sourceId: string, uids: readonly string[]): Promise<Map<string, string>> {
  if (uids.length === 0) return new Map()
  const rows = await db
    .selectFrom("importedEvent")
    .innerJoin("event", "event.id", "importedEvent.eventId")
    .select(["importedEvent.uid", "event.seriesId"])
    .where("importedEvent.sourceId", "=", sourceId)
    .where("importedEvent.uid", "in", uids)
    .where("event.seriesId", "is not", null)
    .execute()
  return new Map(rows.map(({ uid, seriesId }) => [uid, seriesId!]))
}

export type ImportedRow = Selectable<ImportedEventTable>

export const insertImported = (trx: Trx, rows: readonly ImportedRow[]): Promise<void> =>
  insertRows(trx, "importedEvent", rows)

interface Key {
  sourceId: string
  uid: string
  recurrenceId: string
}

export async function readImported(db: Db, key: Key): Promise<ImportedRow | null> {
  return (
    (await db
      .selectFrom("importedEvent")
      .selectAll()
      .where("sourceId", "=", key.sourceId)
      .where("uid", "=", key.uid)
      .where("recurrenceId", "=", key.recurrenceId)
      .executeTakeFirst()) ?? null
  )
}

/** Also its key: an occurrence may stand somewhere else in its series than before. */
export async function updateImported(
  trx: Trx,
  { sourceId, uid, recurrenceId }: Key,
  { fields, ...change }: Partial<Omit<ImportedRow, "sourceId" | "uid" | "eventId">>,
): Promise<void> {
  await trx
    .updateTable("importedEvent")
    .set({ ...change, ...(fields !== undefined && { fields: JSON.stringify(fields) }) })
    .where("sourceId", "=", sourceId)
    .where("uid", "=", uid)
    .where("recurrenceId", "=", recurrenceId)
    .execute()
}
