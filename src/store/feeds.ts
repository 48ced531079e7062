import { sql } from "kysely"
import type { ListedEvent, WholeEvent } from "../domain/event.ts"
import type { News } from "../domain/news.ts"
import type { Db } from "./db.ts"
import { EVENT_COLUMNS, narrow, publicEventQuery, publicEvents, type Selection, toEvent, withPlaces } from "./events.ts"
import { newsOf } from "./news.ts"
import { sessionsOf } from "./sessions.ts"

/** A calendar text as it was rendered when its event last changed, with the zone of its times. */
export interface StoredText {
  ical: string
  timeZone: string
  allDay: boolean
}

/** Which texts a calendar holds. */
export interface TextSelection extends Selection {
  /** a cancelled event stays until its date has been over since before this */
  cancelledSince: Date
  limit: number
}

/** A text with what it is of, for calendars that say more than the kept texts; `sessionId` null: the event itself. */
export interface EventText extends StoredText {
  eventId: string
  sessionId: string | null
}

/** The texts of public events in the order of their dates: nothing is rendered, only these columns are read. */
export async function readEventTexts(
  db: Db,
  { cancelledSince, limit, ...selection }: TextSelection,
): Promise<EventText[]> {
  const rows = await narrow(publicEventQuery(db).select(TEXT_COLUMNS), selection)
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
    .selectFrom("session")
    .select(["eventId", "id as sessionId", "ical", "timeZone", "allDay"])
    .where("id", "=", sessionId)
    .where("startsAt", "is not", null)
    .executeTakeFirst()
  return row?.ical && row.timeZone ? { ...row, ical: row.ical, timeZone: row.timeZone } : null
}

/** The texts of one public event and of its sessions that have a time, in the order of the programme. */
export async function readProgrammeTexts(db: Db, eventId: string): Promise<EventText[]> {
  const [texts, sessions] = await Promise.all([
    narrow(publicEventQuery(db).select(TEXT_COLUMNS), { ids: [eventId] }).execute(),
    db
      .selectFrom("session")
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

/** When the events of a calendar, or all, last changed or went: instants, null when none did. */
export interface LastChanges {
  /** published, changed or deleted */
  changed: Date | null
  /** the same of interviews */
  interviewsChanged: Date | null
  /** end of the last event that is over at `from` */
  overAtFrom: Date | null
  /** end of the last cancelled event that is over at `cancelledSince` */
  cancelledOver: Date | null
  /** start of the last event that begins before `to` */
  startsBeforeTo: Date | null
}

export interface ChangesSelection {
  calendarId: string | null
  from?: Date
  to?: Date
  cancelledSince?: Date
}

export async function readLastChanges(
  db: Db,
  { calendarId, from, to, cancelledSince }: ChangesSelection,
): Promise<LastChanges> {
  const last = (column: string, condition: ReturnType<typeof sql>) =>
    sql<Date | null>`max(${sql.ref(column)}) filter (where ${condition})`
  let events = db
    .selectFrom("event")
    .select([
      sql<Date | null>`max(greatest(event.changed_at, event.deleted_at))`.as("changed"),
      last("event.over_at", sql`event.over_at <= ${from ?? null}`).as("overAtFrom"),
      last("event.over_at", sql`event.status = 'cancelled' and event.over_at <= ${cancelledSince ?? null}`).as(
        "cancelledOver",
      ),
      last("event.starts_at", sql`event.starts_at < ${to ?? null}`).as("startsBeforeTo"),
    ])
    .where("event.publishedAt", "is not", null)
  let interviews = db
    .selectFrom("interview")
    .select(
      sql<Date | null>`max(greatest(interview.published_at, interview.updated_at, interview.deleted_at))`.as("changed"),
    )
    .where("interview.publishedAt", "is not", null)
  if (calendarId !== null) {
    events = events.where("event.calendarId", "=", calendarId)
    interviews = interviews.where("interview.calendarId", "=", calendarId)
  }
  const [changes, { changed: interviewsChanged }] = await Promise.all([
    events.executeTakeFirstOrThrow(),
    interviews.executeTakeFirstOrThrow(),
  ])
  return { ...changes, interviewsChanged }
}

/** Of a selection, the first end after `over` and the first start at or after `begun`; null when there is none. */
export const nextMoves = (
  db: Db,
  selection: Selection,
  { over, begun }: { over: Date; begun: Date | null },
): Promise<{ over: Date | null; begins: Date | null }> =>
  narrow(
    publicEventQuery(db).select([
      sql<Date | null>`min(event.over_at) filter (where event.over_at > ${over})`.as("over"),
      sql<Date | null>`min(event.starts_at) filter (where event.starts_at >= ${begun})`.as("begins"),
    ]),
    selection,
  ).executeTakeFirstOrThrow()

/** Gives events their programmes and news: two queries, however many events. */
export async function wholeEvents(db: Db, events: ListedEvent[]): Promise<WholeEvent[]> {
  const ids = events.map(event => event.id)
  const [sessions, news] = await Promise.all([sessionsOf(db, ids), newsOf(db, ids)])
  return events.map(event => ({ ...event, sessions: sessions.get(event.id) ?? [], news: news.get(event.id) ?? [] }))
}

/** In the order of their publication, newest first; of those published together, the latest date first. */
export async function latestEvents(db: Db, selection: Selection, limit: number): Promise<WholeEvent[]> {
  const rows = await narrow(publicEventQuery(db).select(EVENT_COLUMNS), selection)
    .orderBy("event.publishedAt", "desc")
    .orderBy("event.startsAt", "desc")
    .orderBy("event.id")
    .limit(limit)
    .execute()
  return wholeEvents(db, await withPlaces(db, rows.map(toEvent)))
}

/** What was last said about public events, newest first, each with its event as it is now. */
export async function latestNews(
  db: Db,
  selection: Selection,
  limit: number,
): Promise<{ news: News; event: WholeEvent }[]> {
  const rows = await narrow(publicEventQuery(db), selection)
    .innerJoin("news", "news.eventId", "event.id")
    .selectAll("news")
    .orderBy("news.publishedAt", "desc")
    .orderBy("news.id")
    .limit(limit)
    .execute()
  const events = await wholeEvents(db, await publicEvents(db, { ids: [...new Set(rows.map(row => row.eventId))] }))
  const eventOf = new Map(events.map(event => [event.id, event]))
  return rows.flatMap(news => {
    const event = eventOf.get(news.eventId)
    return event ? [{ news, event }] : []
  })
}
