import type { WholeInterview } from "../../domain/interview.ts"
import type { Db } from "../db.ts"
import { withCalendars } from "../interview-parts.ts"
import { type InterviewQuery, type InterviewSelection, narrowInterviews } from "../interview-selection.ts"
import { publicInterviewQuery } from "./interviews.ts"

export interface InterviewPage {
  selection: Omit<InterviewSelection, "offset"> & { limit: number }
  /** the sort keys of the last row of the previous page */
  after: { date: string; id: string } | null
}

/** Public interviews, newest first, from a row on. */
export const publicInterviewPage = (db: Db, page: InterviewPage): Promise<WholeInterview[]> =>
  pageOfInterviews(db, publicInterviewQuery(db), page)

/** The same page of any query of interviews. */
export async function pageOfInterviews(
  db: Db,
  interviews: InterviewQuery<object>,
  { selection, after }: InterviewPage,
): Promise<WholeInterview[]> {
  let query = narrowInterviews(interviews, selection)
    .selectAll()
    .orderBy("date", "desc")
    .orderBy("id")
    .limit(selection.limit)
  if (after) {
    query = query.where(({ eb, and, or }) =>
      or([eb("date", "<", after.date), and([eb("date", "=", after.date), eb("id", ">", after.id)])]),
    )
  }
  return withCalendars(db, await query.execute())
}
