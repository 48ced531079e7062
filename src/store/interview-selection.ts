import type { SelectQueryBuilder } from "kysely"
import type { Database } from "./schema/database.ts"
import type { PublicInterviewView } from "./schema/views.ts"
import { holdsWords } from "./search.ts"

/** Which interviews: every part narrows. */
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

/** A source of interviews under the name `interview`: the view of the public ones, or the table with drafts. */
type InterviewSource = Omit<Database, "interview"> & { interview: PublicInterviewView }
export type InterviewQuery<Columns> = SelectQueryBuilder<InterviewSource, "interview", Columns>

/** Narrows a query of interviews to a selection; order, limit and offset are left to the caller. */
export function narrowInterviews<O>(
  interviews: InterviewQuery<O>,
  { calendar, tag, eventId, firstDay, lastDay, q }: InterviewSelection,
): InterviewQuery<O> {
  let query = interviews
  if (calendar)
    query = query.where("interview.calendarId", "in", eb =>
      eb.selectFrom("actor").select("actor.id").where("actor.handle", "=", calendar),
    )
  if (tag) query = query.where(({ eb, fn }) => eb(eb.val(tag), "=", fn.any("interview.tags")))
  if (eventId) query = query.where("interview.eventId", "=", eventId)
  if (firstDay) query = query.where("interview.date", ">=", firstDay)
  if (lastDay) query = query.where("interview.date", "<=", lastDay)
  const holds = holdsWords("interview", q)
  if (holds) query = query.where(holds)
  return query
}
