import ical, { ICalEventStatus, ICalEventTransparency } from "ical-generator"
import { zonedEnd, zonedStart } from "../../../src/domain/time.ts"
import { eventDescription } from "../../../src/feeds/ical/description.ts"
import { locationOf } from "../../../src/feeds/ical/event.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { withProgrammes } from "../../../src/store/event-parts.ts"
import { publicEvents } from "../../../src/store/public/events.ts"
import { answerCalls } from "../support/child.ts"
import { type MadeCalendar, type Making, timed } from "../support/making.ts"

/** The peer: the same events, read as pages read them, each made anew. */
async function make({ databaseUrl, origin, times }: Making): Promise<MadeCalendar> {
  const { db } = openDatabase(databaseUrl, 1)
  const made = await timed(
    times,
    async () => withProgrammes(db, await publicEvents(db, { limit: 20_000 })),
    events => {
      const calendar = ical({ name: "Agenda", source: `${origin}/@agenda.ics`, url: `${origin}/@agenda` })
      for (const event of events)
        calendar.createEvent({
          id: event.uid,
          sequence: event.sequence,
          stamp: event.changedAt,
          created: event.createdAt,
          lastModified: event.changedAt,
          start: zonedStart(event.when),
          end: zonedEnd(event.when),
          allDay: event.when.allDay,
          timezone: event.when.timeZone,
          summary: event.title,
          description: eventDescription(event, origin),
          location: locationOf(event),
          status: ICalEventStatus.CONFIRMED,
          transparency: ICalEventTransparency.OPAQUE,
          categories: event.tags.map(name => ({ name })),
          url: `${origin}/e/${event.slug}`,
        })
      return calendar.toString()
    },
  )
  await db.destroy()
  return made
}

const calls = { make }
export type IcalGeneratorCalls = typeof calls
answerCalls(calls)
