import type { Session } from "../domain/programme.ts"
import type { Db } from "./db.ts"

const COLUMNS = [
  "id", "eventId", "slug", "position", "uid", "title", "summary", "startLocal", "endLocal", "allDay", "timeZone", "room",
  "track", "format", "speakers", "documents", "sequence", "changedAt",
] as const

/** A programme in its order: by time where times are known, then as the editor placed them. */
export async function listSessions(db: Db, eventId: string): Promise<Session[]> {
  const rows = await db
    .selectFrom("session")
    .select(COLUMNS)
    .where("eventId", "=", eventId)
    .orderBy("startsAt", order => order.asc().nullsLast())
    .orderBy("position")
    .execute()
  return rows.map(({ startLocal, endLocal, allDay, timeZone, ...row }) => ({
    ...row,
    when: startLocal === null ? null : { start: startLocal, end: endLocal, allDay, timeZone: timeZone! },
  }))
}
