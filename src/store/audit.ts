import { sql } from "kysely"
import type { Db } from "./db.ts"
import { jsonb } from "./jsonb.ts"

/** One thing that somebody did. */
export interface AuditEntry {
  at: Date
  byKind: string
  /** of an account, a token, a source; the IRI of a remote actor */
  byId: string | null
  byName: string
  action: string
  subjectKind: string
  /** null when it is about several: `details` says which */
  subjectId: string | null
  calendarId: string | null
  /** small; what the subject alone does not say */
  details: Record<string, unknown> | null
}

export interface StoredAuditEntry extends AuditEntry {
  id: number
}

export async function insertAuditEntry(trx: Db, { details, ...entry }: AuditEntry): Promise<void> {
  await trx
    .insertInto("audit")
    .values({ ...entry, details: details && jsonb(details) })
    .execute()
}

/** Newest first. @param selection `after` is the id of the last entry of the page before */
export const readAudit = (db: Db, { after, limit, action, subjectId }: AuditSelection): Promise<StoredAuditEntry[]> =>
  db
    .selectFrom("audit")
    .select(["id", "at", "byKind", "byId", "byName", "action", "subjectKind", "subjectId", "calendarId", "details"])
    .$if(after !== null, query => query.where("id", "<", after!))
    .$if(action !== undefined, query => query.where("action", "=", action!))
    .$if(subjectId !== undefined, query => query.where("subjectId", "=", subjectId!))
    .orderBy("id", "desc")
    .limit(limit)
    .execute()

export interface AuditSelection {
  after: number | null
  limit: number
  action?: string | undefined
  subjectId?: string | undefined
}

const PIECE = 10_000

/** @returns how many entries were deleted, a bounded number at a time */
export async function pruneAudit(db: Db, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from audit where id in (select id from audit where at < ${before} order by at limit ${PIECE})`.execute(db)
  return Number(numAffectedRows ?? 0)
}
