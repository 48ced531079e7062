import { DomainError, notFound } from "../../domain/errors.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { Db } from "../../store/db.ts"
import { readInterview } from "../../store/interviews.ts"

export { editorialEventSlugs, editorialInterviewPage } from "../../store/editorial/interview-pages.ts"

/**
 * An interview for those who may see drafts.
 * @throws {DomainError} `not-found`, or `gone` when it was deleted
 */
export async function readEditorialInterview(db: Db, id: string): Promise<WholeInterview> {
  const interview = await readInterview(db, { id })
  if (!interview) throw notFound("interview")
  if (interview.state === "deleted") throw new DomainError("deleted", { what: "interview" })
  return interview
}
