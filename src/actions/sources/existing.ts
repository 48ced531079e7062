import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Calendar } from "../../domain/calendar.ts"
import { invalid, notFound } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { Source } from "../../domain/source.ts"
import { readCalendar } from "../../store/actors.ts"
import type { Db } from "../../store/db.ts"
import { readSource } from "../../store/sources.ts"

/** @throws {DomainError} `not-found`, also for what was removed */
export async function existingSource(db: Db, id: string): Promise<Source> {
  const source = await readSource(db, id)
  if (!source || source.removedAt || source.url === null) throw notFound("source")
  return source
}

/** A calendar that holds events. @throws {DomainError} `invalid` */
export async function agendaCalendar(db: Db, name: string): Promise<Calendar> {
  const calendar = await readCalendar(db, name)
  if (!calendar) throw invalid([fieldProblem("calendar", "no-calendar", { handle: name })])
  if (calendar.calendarKind === "interviews")
    throw invalid([fieldProblem("calendar", "calendar-of-interviews", { handle: name })])
  return calendar
}

/** A calendar of events into which they may import. @throws {DomainError} `invalid`, `forbidden` */
export async function importCalendar(db: Db, by: By, name: string): Promise<Calendar> {
  const calendar = await agendaCalendar(db, name)
  authorize(by, "source:import", { calendarId: calendar.id })
  return calendar
}
