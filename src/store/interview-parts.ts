import type { Calendar } from "../domain/calendar.ts"
import type { Interview, WholeInterview } from "../domain/interview.ts"
import { listCalendars } from "./actors.ts"
import type { Db } from "./db.ts"

export async function withCalendars(db: Db, interviews: readonly Interview[]): Promise<WholeInterview[]> {
  if (interviews.length === 0) return []
  const calendarOf = new Map<string, Calendar>((await listCalendars(db)).map(calendar => [calendar.id, calendar]))
  return interviews.map(interview => ({ ...interview, calendar: calendarOf.get(interview.calendarId)! }))
}
