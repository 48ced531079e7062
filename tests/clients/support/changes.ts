import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { rescheduleEvent } from "../../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { publicEvents } from "../../../src/store/public/events.ts"
import type { TestSite } from "./site.ts"

/** One of each: an event is corrected, one moved, one cancelled, one deleted, one is new. UIDs of all but the last, and the id of what is gone. */
export async function changeEverything({
  db,
  site,
  publish,
}: TestSite): Promise<{ remaining: string[]; deleted: string; deletedId: string }> {
  const events = await publicEvents(db, { calendar: "heures" })
  const named = (title: string) => events.find(event => event.title === title)!
  const [corrected, moved, cancelled, deleted] = ["Neuf heures, Europe/Paris", "Sans fin", "Rencontre", "Un jour"].map(
    named,
  )
  await updateEvent(db, site, OPERATOR, corrected!.id, { title: "Neuf heures à Paris" })
  const to = moved!.when.start.replace("-02-03T18:30", "-06-03T19:15")
  await rescheduleEvent(db, site, OPERATOR, moved!.id, { start: to, reason: "La salle était prise" })
  await cancelEvent(db, site, OPERATOR, cancelled!.id, null)
  await deleteEvent(db, site, OPERATOR, deleted!.id)
  const day = moved!.when.start.slice(0, 4)
  await publish({ calendar: "heures", title: "Nouvelle", start: `${day}-08-01T09:00`, timeZone: "Pacific/Noumea" })
  return { remaining: [corrected!.uid, moved!.uid, cancelled!.uid], deleted: deleted!.uid, deletedId: deleted!.id }
}
