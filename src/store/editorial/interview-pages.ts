import { sql } from "kysely"
import type { WholeInterview } from "../../domain/interview.ts"
import type { Db } from "../db.ts"
import { type InterviewPage, pageOfInterviews } from "../public/interview-pages.ts"
import { type DraftsOf, editorialEvents } from "./event-pages.ts"

/** Public interviews and the drafts of these calendars, newest first, from a row on. */
export const editorialInterviewPage = (
  db: Db,
  page: InterviewPage & { draftsOf: DraftsOf },
): Promise<WholeInterview[]> => {
  const { draftsOf } = page
  const interviews = db
    .selectFrom("interview")
    .where("interview.state", "<>", "deleted")
    .where(eb =>
      draftsOf === "all"
        ? eb.lit(true)
        : eb.or([
            eb("interview.state", "<>", "draft"),
            eb("interview.calendarId", "=", sql<string>`any(${draftsOf}::uuid[])`),
          ]),
    )
  return pageOfInterviews(db, interviews, page)
}

/** Slugs of events with drafts, by event id; what was deleted has none. */
export async function editorialEventSlugs(db: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter(id => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await editorialEvents(db, "all")
    .select(["event.id", "event.slug"])
    .where("event.id", "in", wanted)
    .execute()
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
