import { updateEvent } from "../actions/events/update.ts"
import { externalSession } from "../domain/external-form.ts"
import { programmeInput } from "../input/session.ts"
import { endpoint } from "./endpoint.ts"
import { programmeDocument } from "./event-document.ts"
import { eventId, visibleEvent } from "./events.ts"

const success = { status: 200, description: "The programme", schema: programmeDocument } as const

export const getProgramme = endpoint(
  { summary: "Read the programme of an event", tag: "events", id: eventId, success },
  async call => ({ body: { programme: (await visibleEvent(call.db, call)).sessions.map(externalSession) } }),
)

export const putProgramme = endpoint(
  {
    summary: "Replace the programme of an event",
    description: "A session is known again by its slug: it keeps its place in people's calendars.",
    tag: "events",
    needs: "write:events",
    id: eventId,
    body: programmeInput.meta({ ref: "ProgrammeInput" }),
    success,
  },
  async ({ db, site, by, id, body }) => {
    const event = await updateEvent(db, site, by, id, { programme: body.programme })
    return { body: { programme: event.sessions.map(externalSession) } }
  },
)
