import type { Db } from "../db.ts"
import { type EventSelection, narrowEvents } from "../event-selection.ts"
import { publicEventQuery } from "./events.ts"

/** A calendar text as it was rendered when its event last changed, with the zone of its times. */
interface StoredText {
  ical: string
  timeZone: string
  allDay: boolean
}

/** Which texts a calendar holds. */
interface TextSelection extends EventSelection {
  /** a cancelled event stays until its date has been over since before this */
  cancelledSince: Date
  limit: number
}

/** A text with the event or session that it is of, for the full profile; `sessionId` null: the event itself. */
export interface EventText extends StoredText {
  eventId: string
  sessionId: string | null
}

/** The texts of public events in the order of their dates: nothing is rendered, only these columns are read. */
export async function readEventTexts(
  db: Db,
  { cancelledSince, limit, ...selection }: TextSelection,
): Promise<EventText[]> {
  const rows = await narrowEvents(publicEventQuery(db).select(TEXT_COLUMNS), selection)
    .where(eb => eb.or([eb("event.status", "!=", "cancelled"), eb("event.overAt", ">", cancelledSince)]))
    .orderBy("event.startsAt", selection.order ?? "asc")
    .orderBy("event.id", selection.order ?? "asc")
    .limit(limit)
    .execute()
  return rows.flatMap(({ ical, ...text }) => (ical === null ? [] : [{ ical, ...text, sessionId: null }]))
}

const TEXT_COLUMNS = ["event.id as eventId", "event.ical", "event.timeZone", "event.allDay"] as const

/** The text of one session; null while it has no time. It is public when its event is. */
export async function readSessionText(db: Db, sessionId: string): Promise<EventText | null> {
  const row = await db
    .selectFrom("publicSession")
    .select(["eventId", "id as sessionId", "ical", "timeZone", "allDay"])
    .where("id", "=", sessionId)
    .where("startsAt", "is not", null)
    .executeTakeFirst()
  return row?.ical && row.timeZone ? { ...row, ical: row.ical, timeZone: row.timeZone } : null
}

/** The texts of one public event and of its sessions that have a time, in the order of the programme. */
export async function readProgrammeTexts(db: Db, eventId: string): Promise<EventText[]> {
  const [texts, sessions] = await Promise.all([
    narrowEvents(publicEventQuery(db).select(TEXT_COLUMNS), { ids: [eventId] }).execute(),
    db
      .selectFrom("publicSession")
      .select(["id as sessionId", "ical", "timeZone", "allDay"])
      .where("eventId", "=", eventId)
      .where("startsAt", "is not", null)
      .orderBy("startsAt")
      .orderBy("position")
      .execute(),
  ])
  const all = [...texts.map(text => ({ ...text, sessionId: null })), ...sessions.map(text => ({ ...text, eventId }))]
  return all.flatMap(({ ical, timeZone, ...text }) =>
    ical === null || timeZone === null ? [] : [{ ical, timeZone, ...text }],
  )
}
