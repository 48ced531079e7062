import type { WholeInterview } from "../domain/interview.ts"
import type { Db } from "./db.ts"
import { type InterviewSelection, publicInterviewQuery, withCalendars } from "./interviews.ts"

export interface InterviewPage {
  selection: Omit<InterviewSelection, "offset"> & { limit: number }
  /** drafts too, for those who may read them; without, only what is public */
  drafts: boolean
  /** the sort keys of the last row seen */
  after: { date: string; id: string } | null
}

/** Interviews, newest first, from a row on. */
export async function interviewPage(db: Db, { selection, drafts, after }: InterviewPage): Promise<WholeInterview[]> {
  const { limit } = selection
  let query = publicInterviewQuery(db, selection, drafts ? ["draft", "published"] : undefined)
    .selectAll()
    .orderBy("date", "desc")
    .orderBy("id")
    .limit(limit)
  if (after) {
    query = query.where(({ eb, and, or }) =>
      or([eb("date", "<", after.date), and([eb("date", "=", after.date), eb("id", ">", after.id)])]),
    )
  }
  return withCalendars(db, await query.execute())
}

/** Slugs of the events that interviews document, by event id: what is deleted has none, a draft only for those who may see it. */
export async function eventSlugs(db: Db, ids: (string | null)[], drafts: boolean): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter(id => id !== null))]
  if (known.length === 0) return new Map()
  const rows = await db
    .selectFrom("event")
    .select(["id", "slug"])
    .where("id", "in", known)
    .where("state", "in", drafts ? ["draft", "published"] : ["published"])
    .execute()
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
