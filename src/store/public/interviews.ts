import type { WholeInterview } from "../../domain/interview.ts"
import type { Db } from "../db.ts"
import { withCalendars } from "../interview-parts.ts"
import { type InterviewQuery, type InterviewSelection, narrowInterviews } from "../interview-selection.ts"
import { type Deleted, readDeleted } from "./deleted.ts"

/** All public interviews, under the name `interview`: the start of every query of them. */
export const publicInterviewQuery = (db: Db): InterviewQuery<object> => db.selectFrom("publicInterview as interview")

/** Newest first. */
export async function publicInterviews(db: Db, selection: InterviewSelection = {}): Promise<WholeInterview[]> {
  let query = narrowInterviews(publicInterviewQuery(db), selection).selectAll().orderBy("date", "desc").orderBy("id")
  if (selection.limit !== undefined) query = query.limit(selection.limit)
  if (selection.offset) query = query.offset(selection.offset)
  return withCalendars(db, await query.execute())
}

/** How many of its collection are newer: its place in the order of {@link publicInterviews}. */
export async function newerInterviews(db: Db, { id, date, calendar }: WholeInterview): Promise<number> {
  const counted = narrowInterviews(publicInterviewQuery(db), { calendar: calendar.handle })
    .select(eb => eb.fn.countAll<number>().as("count"))
    .where(eb => eb.or([eb("date", ">", date), eb.and([eb("date", "=", date), eb("id", "<", id)])]))
  return (await counted.executeTakeFirstOrThrow()).count
}

export async function countPublicInterviews(db: Db, selection: InterviewSelection = {}): Promise<number> {
  const counted = narrowInterviews(publicInterviewQuery(db), selection).select(eb =>
    eb.fn.countAll<number>().as("count"),
  )
  return (await counted.executeTakeFirstOrThrow()).count
}

/** One public interview; null also for a draft and for what was deleted. */
export async function readPublicInterview(
  db: Db,
  by: { id: string } | { slug: string },
): Promise<WholeInterview | null> {
  const query = publicInterviewQuery(db).selectAll()
  const rows = await ("id" in by ? query.where("id", "=", by.id) : query.where("slug", "=", by.slug)).execute()
  return (await withCalendars(db, rows))[0] ?? null
}

/** Whether and when an interview that was public was deleted: its addresses answer 410. */
export const readDeletedInterview = (db: Db, by: { id: string } | { slug: string }): Promise<Deleted | null> =>
  readDeleted(db, "deletedInterview", by)
