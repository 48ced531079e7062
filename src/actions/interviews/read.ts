import { may } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import { DomainError, notFound } from "../../domain/errors.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { Db } from "../../store/db.ts"
import { readInterview } from "../../store/interviews.ts"

export { editorialEventSlugs, editorialInterviewPage } from "../../store/editorial/interview-pages.ts"

/**
 * An interview as they may see it: a draft of a calendar that is not theirs does not exist.
 * @throws {DomainError} `not-found`, or `gone` when it was deleted
 */
export async function readEditorialInterview(db: Db, by: By, id: string): Promise<WholeInterview> {
  const interview = await readInterview(db, { id })
  const { calendarId } = interview ?? {}
  const visible = interview && (interview.state !== "draft" || may(by, "interview:read-draft", { calendarId }))
  if (!visible) throw notFound("interview")
  if (interview.state === "deleted") throw new DomainError("deleted", { what: "interview" })
  return interview
}
