import type { ListedEvent } from "../../domain/event.ts"
import type { Db } from "../db.ts"
import { type EventPage, pageOfEvents } from "../public/event-pages.ts"

/** Events with drafts, or drafts alone, in the order of their start, from a row on. */
export const editorialEventPage = (db: Db, page: EventPage & { draftsOnly: boolean }): Promise<ListedEvent[]> =>
  pageOfEvents(db, page.draftsOnly ? drafts(db) : editorialEvents(db), page)

const drafts = (db: Db) => db.selectFrom("event").where("event.state", "=", "draft")

/** Every event but the deleted ones, under the name `event`. */
export const editorialEvents = (db: Db) => db.selectFrom("event").where("event.state", "<>", "deleted")
