import type { By } from "../../domain/by.ts"
import { paths } from "../../domain/paths.ts"
import { type Db, transact } from "../../store/db.ts"
import { deleteEventRow, updateEventRow } from "../../store/event-rows.ts"
import { audit } from "../audit.ts"
import { tellOfDeletion } from "../outbox/delete.ts"
import type { Site } from "../site.ts"
import { authorizedEvent, subjectOf } from "./authorized.ts"

/**
 * Takes an event away with its news. A published one leaves a Tombstone at its id, for ever; a draft was never seen and
 * leaves nothing.
 */
export async function deleteEvent(db: Db, site: Site, by: By, id: string): Promise<void> {
  await transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:delete", id)
    await audit(trx, site, by, "event:delete", subjectOf(event))
    if (event.state === "draft") return deleteEventRow(trx, id)
    const now = site.now()
    await updateEventRow(trx, id, { state: "deleted", deletedAt: now, changedAt: now, ical: null })
    const about = {
      page: paths.eventPage(event.slug),
      calendar: event.calendar,
      // who was told of it is told of its end, however late; who never was is not
      quiet: event.publishedAt! >= event.overAt,
      thread: paths.event(id),
    }
    for (const news of event.news)
      await tellOfDeletion(trx, site, { ...about, path: paths.news(news.id), type: "Note" })
    await tellOfDeletion(trx, site, { ...about, path: paths.event(id), type: "Event" })
  })
}
