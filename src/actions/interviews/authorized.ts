import { authorize, may, type Permitted } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import { DomainError, notFound } from "../../domain/errors.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import type { Trx } from "../../store/db.ts"
import { lockInterview, readInterview } from "../../store/interviews.ts"
import type { Subject } from "../audit.ts"

/** @throws {DomainError} `not-found` (also for a draft that they may not see), `gone`, `forbidden` */
export async function authorizedInterview(trx: Trx, by: By, action: Permitted, id: string): Promise<WholeInterview> {
  const locked = await lockInterview(trx, id)
  if (!locked) throw notFound("interview")
  const interview = (await readInterview(trx, { id }))!
  const { calendarId, state } = interview
  if (state === "deleted") throw new DomainError("deleted", { what: "interview" })
  const on = { calendarId, authorId: locked.authorId, published: state === "published" }
  if (!may(by, action, on) && state === "draft" && !may(by, "interview:read-draft", on)) throw notFound("interview")
  authorize(by, action, on)
  return interview
}

/** An interview, as the audit log refers to it. */
export const subjectOf = (
  { id, calendarId, title }: Pick<WholeInterview, "id" | "calendarId" | "title">,
  details: Record<string, unknown> = {},
): Subject => ({ kind: "interview", id, calendarId, details: { title, ...details } })
