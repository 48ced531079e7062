import { createCalendar, createPublisher } from "../../src/actions/calendars/create.ts"
import type { Site } from "../../src/actions/site.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { type EventInput, eventInput } from "../../src/input/event.ts"
import { parseInput } from "../../src/input/parse.ts"
import { type Db, transact } from "../../src/store/db.ts"

/** An organisation with an agenda, a calendar of events and a collection of interviews, in French and Paris unless told. */
export async function makeCalendars(
  db: Db,
  site: Site,
  { language = "fr", timeZone = "Europe/Paris" }: { language?: string; timeZone?: string } = {},
): Promise<void> {
  await transact(db, async trx => {
    const publisher = await createPublisher(trx, site, OPERATOR, {
      handle: "redaction",
      name: "Mission communs",
      language,
      summary: "",
    })
    for (const [handle, kind, name] of [
      ["agenda", "agenda", "Agenda des communs"],
      ["rencontres", "events", "Rencontres"],
      ["entretiens", "interviews", "Paroles de communs"],
    ] as const)
      await createCalendar(trx, site, OPERATOR, { handle, kind, name, language, timeZone, summary: "" }, publisher.id)
  })
}

/** The plenary session of the written texts: lun. 30 nov. 2026, 14h–17h, in Lille. */
export const plenary = (over: Partial<EventInput> = {}): EventInput =>
  parseInput(eventInput, {
    calendar: "agenda",
    title: "Séance plénière",
    start: "2026-11-30T14:00",
    end: "2026-11-30T17:00",
    place: { name: "Nouveau Siècle", locality: "Lille" },
    publish: true,
    ...over,
  })
