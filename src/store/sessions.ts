import { sql } from "kysely"
import type { Session } from "../domain/programme.ts"
import { instantsOf, type When } from "../domain/time.ts"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"
import { insertRows } from "./rows.ts"

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

/** Makes the programme of an event exactly these sessions. */
export async function replaceSessions(db: Db, eventId: string, sessions: readonly Session[]): Promise<void> {
  await db.deleteFrom("session").where("eventId", "=", eventId).execute()
  await insertSessions(db, sessions)
}

/** @param sessions of events that have none yet, with their calendar texts where they are rendered already */
export const insertSessions = (db: Db, sessions: readonly (Session & { ical?: string | null })[]): Promise<void> =>
  insertRows(
    db,
    "session",
    sessions.map(({ when, ical = null, ...row }) => ({
      ...row,
      startLocal: when?.start ?? null,
      endLocal: when?.end ?? null,
      allDay: when?.allDay ?? false,
      timeZone: when?.timeZone ?? null,
      startsAt: null,
      endsAt: null,
      ...(when && startAndEnd(when)),
      ical,
    })),
  )

function startAndEnd(when: When): { startsAt: Date; endsAt: Date | null } {
  const { startsAt, endsAt } = instantsOf(when)
  return { startsAt, endsAt }
}

export async function setSessionText(db: Db, id: string, ical: string): Promise<void> {
  await db.updateTable("session").set({ ical }).where("id", "=", id).execute()
}
