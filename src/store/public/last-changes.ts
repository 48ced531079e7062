import { type RawBuilder, sql } from "kysely"
import type { Db } from "../db.ts"
import { type EventSelection, narrowEvents } from "../event-selection.ts"
import { publicEventQuery } from "./events.ts"

/** When the events of a calendar, or all, last changed or were deleted: instants, null when none did. */
interface LastChanges {
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

export async function readLastChanges(db: Db, selection: ChangesSelection): Promise<LastChanges> {
  const { calendarId, from, to, cancelledSince } = selection
  const last = (column: "over_at" | "starts_at", condition: RawBuilder<unknown>) =>
    sql<Date | null>`max(${sql.ref(column)}) filter (where ${condition})`
  const ofCalendar = calendarId === null ? sql`true` : sql`calendar_id = ${calendarId}`
  const deletedLast = (view: "deleted_event" | "deleted_interview") =>
    sql`(select max(deleted_at) from ${sql.table(view)} where ${ofCalendar})`
  const events = db.selectFrom("publicEvent").where(sql<boolean>`${ofCalendar}`)
  const interviews = db.selectFrom("publicInterview").where(sql<boolean>`${ofCalendar}`)
  const [changes, ofInterviews] = await Promise.all([
    events
      .select([
        sql<Date | null>`greatest(max(changed_at), ${deletedLast("deleted_event")})`.as("changed"),
        last("over_at", sql`over_at <= ${from ?? null}`).as("overAtFrom"),
        last("over_at", sql`status = 'cancelled' and over_at <= ${cancelledSince ?? null}`).as("cancelledOver"),
        last("starts_at", sql`starts_at < ${to ?? null}`).as("startsBeforeTo"),
      ])
      .executeTakeFirstOrThrow(),
    interviews
      .select(
        sql<Date | null>`greatest(max(greatest(published_at, updated_at)), ${deletedLast("deleted_interview")})`.as(
          "changed",
        ),
      )
      .executeTakeFirstOrThrow(),
  ])
  return { ...changes, interviewsChanged: ofInterviews.changed }
}

/** Of a selection, the first end after `over` and the first start at or after `begun`; null when there is none. */
export const nextMoves = (
  db: Db,
  selection: EventSelection,
  { over, begun }: { over: Date; begun: Date | null },
): Promise<{ over: Date | null; begins: Date | null }> =>
  narrowEvents(
    publicEventQuery(db).select([
      sql<Date | null>`min(event.over_at) filter (where event.over_at > ${over})`.as("over"),
      sql<Date | null>`min(event.starts_at) filter (where event.starts_at >= ${begun})`.as("begins"),
    ]),
    selection,
  ).executeTakeFirstOrThrow()
