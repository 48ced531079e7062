import { may } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import { DomainError, notFound } from "../../domain/errors.ts"
import type { WholeEvent } from "../../domain/event.ts"
import type { Db } from "../../store/db.ts"
import { readEvent } from "../../store/events.ts"

export { editorialEventPage } from "../../store/editorial/event-pages.ts"
export { editorialPlacePage } from "../../store/editorial/place-pages.ts"

/**
 * An event as they may see it: a draft of a calendar that is not theirs does not exist.
 * @throws {DomainError} `not-found`, or `gone` when it was deleted
 */
export async function readEditorialEvent(db: Db, by: By, id: string): Promise<WholeEvent> {
  const event = await readEvent(db, { id })
  const visible = event && (event.state !== "draft" || may(by, "event:read-draft", { calendarId: event.calendarId }))
  if (!visible) throw notFound("event")
  if (event.state === "deleted") throw new DomainError("deleted", { what: "event" })
  return event
}
