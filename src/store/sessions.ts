import { sql } from "kysely"
import type { Session } from "../domain/programme.ts"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"

const COLUMNS = [
  "id",
  "eventId",
  "slug",
  "position",
  "uid",
  "title",
  "summary",
  "startLocal",
  "endLocal",
  "allDay",
  "timeZone",
  "room",
  "track",
  "format",
  "speakers",
  "documents",
  "sequence",
  "changedAt",
] as const

const byEvents = prepared((db, eventIds: readonly string[]) =>
  db
    .selectFrom("session")
    .select(COLUMNS)
    .where("eventId", "=", sql<string>`any(${eventIds}::uuid[])`)
    .orderBy("startsAt", order => order.asc().nullsLast())
    .orderBy("position"),
)

/** The programmes of many events, by event id; one query. */
export async function sessionsOf(db: Db, eventIds: string[]): Promise<Map<string, Session[]>> {
  if (eventIds.length === 0) return new Map()
  const rows = await byEvents(db, eventIds)
  const sessions = rows.map(({ startLocal, endLocal, allDay, timeZone, ...row }) => ({
    ...row,
    when: startLocal === null ? null : { start: startLocal, end: endLocal, allDay, timeZone: timeZone! },
  }))
  return Map.groupBy(sessions, session => session.eventId)
}

/** What a programme's row keeps from one edit to the next, found by slug. */
export interface SessionRow extends Omit<Session, "when"> {
  when: Session["when"]
  startsAt: Date | null
  endsAt: Date | null
}

/** Makes the programme of an event exactly these sessions. */
export async function replaceSessions(db: Db, eventId: string, sessions: SessionRow[]): Promise<void> {
  await db.deleteFrom("session").where("eventId", "=", eventId).execute()
  if (sessions.length === 0) return
  const rows = sessions.map(({ when, documents, ...row }) => ({
    ...row,
    startLocal: when?.start ?? null,
    endLocal: when?.end ?? null,
    allDay: when?.allDay ?? false,
    timeZone: when?.timeZone ?? null,
    documents: JSON.stringify(documents),
    ical: null,
  }))
  await db.insertInto("session").values(rows).execute()
}

export async function setSessionText(db: Db, id: string, ical: string): Promise<void> {
  await db.updateTable("session").set({ ical }).where("id", "=", id).execute()
}
