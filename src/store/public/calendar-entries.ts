import { sql } from "kysely"
import type { Db } from "../db.ts"
import { prepared } from "../prepared.ts"
import { publicEventQuery } from "./events.ts"

/** A public event, or a session of one that has a time: what calendar programs read one by one. */
export interface CalendarEntry {
  /** the event's, or the session's */
  id: string
  /** of its text */
  digest: string
  timeZone: string
  allDay: boolean
  startsAt: Date
  endsAt: Date | null
  changedAt: Date
  /** the VEVENT, where it was asked for */
  ical: string | null
}

export interface EntrySelection {
  calendarId: string
  ids?: string[]
  /** what overlaps it, as RFC 4791, 9.9 says: an entry without end or length is at its start */
  span?: { from: Date | null; to: Date | null }
  /** of the UID */
  uid?: { part: string; caseless: boolean; negate: boolean }
  limit: number
}

/** By {@link publicEventQuery}; sessions come with their event. */
const entries = (db: Db) =>
  publicEventQuery(db)
    .innerJoin("calendarEntry", "calendarEntry.eventId", "event.id")
    .leftJoin("session", "session.id", "calendarEntry.id")
    .select([
      "calendarEntry.id",
      sql<string>`calendar_entry.digest`.as("digest"),
      own<string>("time_zone").as("timeZone"),
      own<boolean>("all_day").as("allDay"),
      own<Date>("starts_at").as("startsAt"),
      own<Date | null>("ends_at").as("endsAt"),
      sql<Date>`greatest(session.changed_at, event.changed_at)`.as("changedAt"),
    ])
    .where("calendarEntry.digest", "is not", null)

/** A column that events and sessions both have. */
const own = <T>(column: string) =>
  sql<T>`case when session.id is null then ${sql.ref(`event.${column}`)} else ${sql.ref(`session.${column}`)} end`

const text = (withTexts: boolean) => (withTexts ? own<string | null>("ical") : sql<string | null>`null`).as("ical")

/** In the order of their changes. */
export async function listEntries(
  db: Db,
  { calendarId, ids, span, uid, limit }: EntrySelection,
  withTexts: boolean,
): Promise<CalendarEntry[]> {
  let query = entries(db).select(text(withTexts)).where("calendarEntry.calendarId", "=", calendarId)
  if (ids) query = query.where("calendarEntry.id", "in", ids)
  if (span?.from) {
    const { from } = span
    query = query.where(sql<boolean>`(${own("ends_at")} > ${from} or ${own("starts_at")} >= ${from})`)
  }
  if (span?.to) query = query.where(sql<boolean>`${own("starts_at")} < ${span.to}`)
  if (uid) {
    const { part, caseless, negate } = uid
    const matches = caseless
      ? sql<boolean>`position(lower(${part}::text) in lower(${own("uid")})) > 0`
      : sql<boolean>`position(${part}::text in ${own("uid")}) > 0`
    query = query.where(negate ? sql<boolean>`not ${matches}` : matches)
  }
  return query.orderBy("calendarEntry.seq").limit(limit).execute()
}

/**
 * What a calendar's entries became since `seq`, oldest first: each once, as it is now, or null when it is gone. What came and went
 * in between is `passing`: a client at `seq` never received it.
 */
export async function changesSince(
  db: Db,
  { calendarId, seq, limit }: { calendarId: string; seq: number; limit: number },
  withTexts: boolean,
): Promise<{ id: string; seq: number; passing: boolean; entry: CalendarEntry | null }[]> {
  const rows = await db
    .selectFrom("calendarEntry as changed")
    .leftJoin(
      entries(db).select(text(withTexts)).where("calendarEntry.calendarId", "=", calendarId).as("entry"),
      "entry.id",
      "changed.id",
    )
    .selectAll("entry")
    .select(["changed.id", "changed.seq", "changed.born"])
    .where("changed.calendarId", "=", calendarId)
    .where("changed.seq", ">", seq)
    .orderBy("changed.seq")
    .limit(limit)
    .execute()
  return rows.map(({ seq: last, born, ...entry }) => {
    const gone = entry.digest === null
    return { id: entry.id, seq: last, passing: gone && born > seq, entry: gone ? null : (entry as CalendarEntry) }
  })
}

/** Of the last change of a calendar, or of all; 0 when nothing was ever in it. */
export async function lastChange(db: Db, calendarId: string | null): Promise<number> {
  let query = db.selectFrom("calendarEntry").select("seq").orderBy("seq", "desc").limit(1)
  if (calendarId !== null) query = query.where("calendarId", "=", calendarId)
  return (await query.executeTakeFirst())?.seq ?? 0
}

const state = prepared(db =>
  db.selectNoFrom(
    sql<string>`concat_ws(' ',
      (select max(seq) from calendar_entry),
      (select md5(string_agg(actor::text, ',' order by id)) from actor))`.as("state"),
  ),
)

/**
 * Another text as soon as any calendar's bytes may be others: after each commit that changes a text, or what a calendar or the
 * organisation is called. One query by index, whatever there is.
 */
export async function calendarsState(db: Db): Promise<string> {
  return (await state(db))[0]!.state
}
