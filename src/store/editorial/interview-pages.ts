import type { WholeInterview } from "../../domain/interview.ts"
import type { Db } from "../db.ts"
import { type InterviewPage, pageOfInterviews } from "../public/interview-pages.ts"
import { editorialEvents } from "./event-pages.ts"

/** Interviews with drafts, newest first, from a row on. */
export const editorialInterviewPage = (db: Db, page: InterviewPage): Promise<WholeInterview[]> =>
  pageOfInterviews(db, db.selectFrom("interview").where("interview.state", "<>", "deleted"), page)

/** Slugs of events with drafts, by event id; what was deleted has none. */
export async function editorialEventSlugs(db: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter(id => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await editorialEvents(db).select(["event.id", "event.slug"]).where("event.id", "in", wanted).execute()
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
