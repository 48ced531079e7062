import { DomainError, notFound } from "../../domain/errors.ts"
import type { WholeEvent } from "../../domain/event.ts"
import type { Db } from "../../store/db.ts"
import { readEvent } from "../../store/events.ts"

export { editorialEventPage } from "../../store/editorial/event-pages.ts"
export { editorialPlacePage } from "../../store/editorial/place-pages.ts"

/**
 * An event for those who may see drafts.
 * @throws {DomainError} `not-found`, or `gone` when it was deleted
 */
export async function readEditorialEvent(db: Db, id: string): Promise<WholeEvent> {
  const event = await readEvent(db, { id })
  if (!event) throw notFound("event")
  if (event.state === "deleted") throw new DomainError("deleted", { what: "event" })
  return event
}
