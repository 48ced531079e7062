import { sql } from "kysely"
import type { Db } from "./db.ts"
import { narrow, publicEventQuery, type Selection } from "./events.ts"

/** A calendar text as it was rendered when its event last changed, with the zone of its times. */
export interface StoredText {
  ical: string
  timeZone: string
  allDay: boolean
}

/** Which texts a calendar holds. */
export interface TextSelection extends Pick<Selection, "calendar" | "tag"> {
  from: Date
  to: Date
  /** a cancelled event stays until its date has been over since before this */
  cancelledSince: Date
  limit: number
}

/** The texts of public events in the order of their dates: nothing is rendered, only these columns are read. */
export async function readEventTexts(
  db: Db,
  { cancelledSince, limit, ...selection }: TextSelection,
): Promise<StoredText[]> {
  const rows = await narrow(publicEventQuery(db).select(["event.ical", "event.timeZone", "event.allDay"]), selection)
    .where(eb => eb.or([eb("event.status", "!=", "cancelled"), eb("event.overAt", ">", cancelledSince)]))
    .orderBy("event.startsAt")
    .orderBy("event.id")
    .limit(limit)
    .execute()
  return rows.flatMap(({ ical, ...zone }) => (ical === null ? [] : [{ ical, ...zone }]))
}

/** The texts of one public event and of its sessions that have a time, in the order of the programme. */
export async function readProgrammeTexts(db: Db, eventId: string): Promise<StoredText[]> {
  const [events, sessions] = await Promise.all([
    narrow(publicEventQuery(db).select(["event.ical", "event.timeZone", "event.allDay"]), { ids: [eventId] }).execute(),
    db
      .selectFrom("session")
      .select(["ical", "timeZone", "allDay"])
      .where("eventId", "=", eventId)
      .where("startsAt", "is not", null)
      .orderBy("startsAt")
      .orderBy("position")
      .execute(),
  ])
  return [...events, ...sessions].flatMap(({ ical, timeZone, allDay }) =>
    ical === null || timeZone === null ? [] : [{ ical, timeZone, allDay }],
  )
}

/** When the events of a calendar, or all, last changed or went: instants, null when none did. */
export interface LastChanges {
  /** published, changed or deleted */
  changed: Date | null
  /** end of the last event that is over at `from` */
  overAtFrom: Date | null
  /** end of the last cancelled event that is over at `cancelledSince` */
  cancelledOver: Date | null
  /** start of the last event that begins before `to` */
  startsBeforeTo: Date | null
}

export async function readLastChanges(
  db: Db,
  { calendarId, from, to, cancelledSince }: { calendarId: string | null; from: Date; to: Date; cancelledSince: Date },
): Promise<LastChanges> {
  let query = db
    .selectFrom("event")
    .select([
      sql<Date | null>`max(greatest(event.changed_at, event.deleted_at))`.as("changed"),
      sql<Date | null>`max(event.over_at) filter (where event.over_at <= ${from})`.as("overAtFrom"),
      sql<Date | null>`max(event.over_at) filter (where event.status = 'cancelled' and event.over_at <= ${cancelledSince})`.as(
        "cancelledOver",
      ),
      sql<Date | null>`max(event.starts_at) filter (where event.starts_at < ${to})`.as("startsBeforeTo"),
    ])
    .where("event.publishedAt", "is not", null)
  if (calendarId !== null) query = query.where("event.calendarId", "=", calendarId)
  return query.executeTakeFirstOrThrow()
}
