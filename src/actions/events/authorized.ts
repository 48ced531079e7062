import { authorize, may, type Permitted } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import { DomainError, notFound } from "../../domain/errors.ts"
import type { WholeEvent } from "../../domain/event.ts"
import type { Trx } from "../../store/db.ts"
import { lockEvent } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import type { Subject } from "../audit.ts"

/**
 * Locks and reads an event that can still be changed, for somebody who may do that.
 * @throws {DomainError} `not-found` (also for a draft that they may not see), `gone`, `forbidden`
 */
export async function authorizedEvent(trx: Trx, by: By, action: Permitted, id: string): Promise<WholeEvent> {
  const locked = await lockEvent(trx, id)
  if (!locked) throw notFound("event")
  const event = (await readEvent(trx, { id }))!
  if (event.state === "deleted") throw new DomainError("deleted", { what: "event" })
  const on = { calendarId: event.calendarId, authorId: locked.authorId, published: event.state === "published" }
  if (!may(by, action, on) && event.state === "draft" && !may(by, "event:read-draft", on)) throw notFound("event")
  authorize(by, action, on)
  return event
}

/** An event, as the audit log refers to it. */
export const subjectOf = (
  { id, calendarId, title }: Pick<WholeEvent, "id" | "calendarId" | "title">,
  details: Record<string, unknown> = {},
): Subject => ({ kind: "event", id, calendarId, details: { title, ...details } })
