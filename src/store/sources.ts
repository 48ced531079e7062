import { type Insertable, sql, type Updateable } from "kysely"
import { type Provenance, provenanceOf } from "../domain/provenance.ts"
import type { Source } from "../domain/source.ts"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"
import { at, claim, type Queue, release } from "./queue.ts"
import type { SourceTable } from "./schema/sources.ts"

const sources = (db: Db) =>
  db
    .selectFrom("source")
    .innerJoin("actor", "actor.id", "source.calendarId")
    .selectAll("source")
    .select("actor.handle as calendarHandle")

type SourceRow = Awaited<ReturnType<ReturnType<typeof sources>["executeTakeFirstOrThrow"]>>

const toSource = ({ leasedUntil: _, report, ...row }: SourceRow): Source => ({
  ...row,
  report: report as Source["report"],
})

export async function readSource(db: Db, id: string): Promise<Source | null> {
  const row = await sources(db).where("source.id", "=", id).executeTakeFirst()
  return row ? toSource(row) : null
}

/** The source of that address in a calendar, removed or not; with null the one that stands for imported files. */
export async function findSource(db: Db, calendarId: string, url: string | null): Promise<Source | null> {
  const row = await sources(db)
    .where("source.calendarId", "=", calendarId)
    .where("source.url", "is not distinct from", url)
    .executeTakeFirst()
  return row ? toSource(row) : null
}

/** Sources with an address that were not removed, oldest first; files are not among them. */
export const listSources = async (db: Db): Promise<Source[]> =>
  (
    await sources(db)
      .where("source.removedAt", "is", null)
      .where("source.url", "is not", null)
      .orderBy("source.createdAt")
      .orderBy("source.id")
      .execute()
  ).map(toSource)

/** A row whose JSON columns are values. */
type SourceWrite<T> = Omit<T, "tagMap" | "report"> & { tagMap?: Record<string, string>; report?: unknown }

export async function insertSource(
  db: Db,
  { tagMap = {}, report, ...row }: SourceWrite<Insertable<SourceTable>>,
): Promise<void> {
  await db
    .insertInto("source")
    .values({ ...row, tagMap: JSON.stringify(tagMap), report: report ? JSON.stringify(report) : null })
    .execute()
}

export async function updateSource(
  db: Db,
  id: string,
  { tagMap, report, ...row }: SourceWrite<Updateable<SourceTable>>,
): Promise<void> {
  await db
    .updateTable("source")
    .set({
      ...row,
      ...(tagMap && { tagMap: JSON.stringify(tagMap) }),
      ...(report !== undefined && { report: report === null ? null : JSON.stringify(report) }),
    })
    .where("id", "=", id)
    .execute()
}

const SOURCES: Queue = { table: "source", open: sql<boolean>`due.removed_at is null`, attempts: false }

/**
 * Takes the source that has been due for longest, or the given one whether it is due or not, for `leaseMs`.
 * @returns null when there is none, or another process reads it right now
 */
export async function claimSource(
  db: Db,
  { now, leaseMs, id }: { now: Date; leaseMs: number; id?: string },
): Promise<Source | null> {
  const [claimed] = await claim<{ id: string }>(db, SOURCES, {
    now: at(now),
    leaseSeconds: leaseMs / 1000,
    limit: 1,
    due: id === undefined ? sql`due.due_at <= ${at(now)}` : sql`due.id = ${id}`,
    order: sql`due.due_at`,
    locked: "skip",
    returning: sql`work.id`,
  })
  return claimed ? readSource(db, claimed.id) : null
}

/** Ends the lease of a source. */
export const releaseSource = (db: Db, id: string): Promise<void> => release(db, SOURCES, [id])

const sourcesByEvents = prepared((db, eventIds: readonly string[]) =>
  db
    .selectFrom("importedEvent")
    .innerJoin("source", "source.id", "importedEvent.sourceId")
    .select(["importedEvent.eventId", "importedEvent.page", "source.name", "source.page as sourcePage", "source.url"])
    .where("importedEvent.eventId", "=", sql<string>`any(${eventIds}::uuid[])`),
)

/** Where events were imported from, by event id; events written here, or from a file without a name, are not among them. */
export async function provenancesOf(db: Db, eventIds: readonly string[]): Promise<Map<string, Provenance>> {
  if (eventIds.length === 0) return new Map()
  const rows = await sourcesByEvents(db, eventIds)
  return new Map(
    rows.flatMap(({ eventId, page, name, sourcePage, url }) => {
      const provenance = provenanceOf({ name, page: sourcePage, url }, page)
      return provenance ? [[eventId!, provenance] as const] : []
    }),
  )
}
