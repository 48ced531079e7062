import type { Insertable, Updateable } from "kysely"
import type { Calendar } from "../domain/calendar.ts"
import type { PublicationState } from "../domain/event.ts"
import type { Image } from "../domain/image.ts"
import type { Interview, WholeInterview } from "../domain/interview.ts"
import { listCalendars } from "./actors.ts"
import type { Db, Trx } from "./db.ts"
import type { InterviewTable } from "./schema/interviews.ts"
import { holdsWords } from "./search.ts"

export async function withCalendars(db: Db, interviews: Interview[]): Promise<WholeInterview[]> {
  if (interviews.length === 0) return []
  const calendarOf = new Map<string, Calendar>((await listCalendars(db)).map(calendar => [calendar.id, calendar]))
  return interviews.map(interview => ({ ...interview, calendar: calendarOf.get(interview.calendarId)! }))
}

export interface InterviewSelection {
  calendar?: string | undefined
  tag?: string | undefined
  eventId?: string | undefined
  /** days of first publication such as 2024-01-29, both inclusive */
  firstDay?: string | undefined
  lastDay?: string | undefined
  /** words, all of them, in title, summary, tags or names */
  q?: string | undefined
  limit?: number | undefined
  offset?: number
}

/** The one place that decides which interviews are public; only those who may read drafts ask for other states. */
export function publicInterviewQuery(
  db: Db,
  { calendar, tag, eventId, firstDay, lastDay, q }: InterviewSelection,
  states: PublicationState[] = ["published"],
) {
  let query = db.selectFrom("interview").where("state", "in", states)
  if (calendar)
    query = query.where("calendarId", "in", eb =>
      eb.selectFrom("actor").select("actor.id").where("actor.handle", "=", calendar),
    )
  if (tag) query = query.where(({ eb, fn }) => eb(eb.val(tag), "=", fn.any("tags")))
  if (eventId) query = query.where("eventId", "=", eventId)
  if (firstDay) query = query.where("date", ">=", firstDay)
  if (lastDay) query = query.where("date", "<=", lastDay)
  const holds = holdsWords("interview", q)
  if (holds) query = query.where(holds)
  return query
}

/** Newest first. */
export async function publicInterviews(db: Db, selection: InterviewSelection = {}): Promise<WholeInterview[]> {
  let query = publicInterviewQuery(db, selection).selectAll().orderBy("date", "desc").orderBy("id")
  if (selection.limit !== undefined) query = query.limit(selection.limit)
  if (selection.offset) query = query.offset(selection.offset)
  return withCalendars(db, await query.execute())
}

/** How many of its collection are newer: its place in the order of {@link publicInterviews}. */
export async function newerInterviews(db: Db, { id, date, calendar }: WholeInterview): Promise<number> {
  const counted = publicInterviewQuery(db, { calendar: calendar.handle })
    .select(eb => eb.fn.countAll<number>().as("count"))
    .where(eb => eb.or([eb("date", ">", date), eb.and([eb("date", "=", date), eb("id", "<", id)])]))
  return (await counted.executeTakeFirstOrThrow()).count
}

export async function countPublicInterviews(db: Db, selection: InterviewSelection = {}): Promise<number> {
  const counted = publicInterviewQuery(db, selection).select(eb => eb.fn.countAll<number>().as("count"))
  return (await counted.executeTakeFirstOrThrow()).count
}

/** One interview in any state: whoever shows it to strangers looks at `state` first. */
export async function readInterview(db: Db, by: { id: string } | { slug: string }): Promise<WholeInterview | null> {
  const query = db.selectFrom("interview").selectAll()
  const row = await ("id" in by ? query.where("id", "=", by.id) : query.where("slug", "=", by.slug)).executeTakeFirst()
  return row ? (await withCalendars(db, [row]))[0]! : null
}

type Write<T> = Omit<T, "portrait" | "original"> & { portrait?: Image | null; original?: Interview["original"] }
const json = (value: unknown): string | null => (value == null ? null : JSON.stringify(value))

export async function insertInterview(
  trx: Trx,
  { portrait, original, ...row }: Write<Insertable<InterviewTable>>,
): Promise<void> {
  await trx
    .insertInto("interview")
    .values({ ...row, portrait: json(portrait), original: json(original) })
    .execute()
}

export async function updateInterviewRow(
  trx: Trx,
  id: string,
  { portrait, original, ...row }: Write<Updateable<InterviewTable>>,
): Promise<void> {
  await trx
    .updateTable("interview")
    .set({
      ...row,
      ...(portrait !== undefined && { portrait: json(portrait) }),
      ...(original !== undefined && { original: json(original) }),
    })
    .where("id", "=", id)
    .execute()
}

/** Others wait until this transaction ends. */
export const lockInterview = (trx: Trx, id: string) =>
  trx.selectFrom("interview").select("id").where("id", "=", id).forUpdate().executeTakeFirst()

export async function deleteInterviewRow(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom("interview").where("id", "=", id).execute()
}
