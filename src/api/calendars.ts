import { z } from "zod"
import { createCalendar, ensurePublisher } from "../actions/calendars/create.ts"
import { updateActor } from "../actions/calendars/update.ts"
import { API } from "../domain/addresses/api.ts"
import type { Calendar } from "../domain/calendar.ts"
import { notFound } from "../domain/errors.ts"
import { absolute, paths } from "../domain/paths.ts"
import { calendarInput, calendarPatch } from "../input/calendar.ts"
import { handle } from "../input/scalars.ts"
import { listCalendars, readCalendar } from "../store/actors.ts"
import { type Db, transact } from "../store/db.ts"
import { endpoint } from "./endpoint.ts"

const tag = "calendars"
const id = { description: "handle of the calendar", form: handle, name: "calendar" } as const

const calendarDocument = z
  .strictObject({
    handle: z.string(),
    kind: z.enum(["agenda", "events", "interviews"]),
    name: z.string(),
    language: z.string(),
    timeZone: z.string(),
    summary: z.string(),
    publisher: z.strictObject({ handle: z.string(), name: z.string() }),
    uri: z.url().meta({ description: "its id on the network" }),
    address: z.string().meta({ description: "what people follow: @agenda@communs.example" }),
    page: z.url(),
  })
  .meta({ ref: "Calendar" })

const toCalendarDocument = (calendar: Calendar, origin: string): z.input<typeof calendarDocument> => ({
  handle: calendar.handle,
  kind: calendar.calendarKind,
  name: calendar.name,
  language: calendar.language,
  timeZone: calendar.timeZone,
  summary: calendar.summary,
  publisher: { handle: calendar.publisherHandle, name: calendar.publisherName },
  uri: absolute(origin, paths.actor(calendar.handle)),
  address: `@${calendar.handle}@${new URL(origin).host}`,
  page: absolute(origin, paths.calendarPage(calendar.handle)),
})

async function existing(db: Db, handle: string): Promise<Calendar> {
  const calendar = await readCalendar(db, handle)
  if (!calendar) throw notFound("calendar")
  return calendar
}

const success = { status: 200, description: "The calendar", schema: calendarDocument } as const

export const listAllCalendars = endpoint(
  {
    summary: "List the calendars",
    tag,
    success: {
      status: 200,
      description: "All of them, in the order of the site",
      schema: z.strictObject({ items: z.array(calendarDocument), next: z.null() }),
    },
  },
  async ({ db, site: { origin } }) => ({
    body: { items: (await listCalendars(db)).map(calendar => toCalendarDocument(calendar, origin)), next: null },
  }),
)

export const postCalendar = endpoint(
  {
    summary: "Create a calendar",
    description: "Its handle becomes an address that people follow: it cannot change.",
    tag,
    needs: "admin",
    body: calendarInput.meta({ ref: "CalendarInput" }),
    success: { ...success, status: 201 },
  },
  ({ db, site, by, body }) =>
    transact(db, async trx => {
      const publisher = await ensurePublisher(trx, site, by, null)
      const calendar = await createCalendar(trx, site, by, body, publisher.id)
      return { body: toCalendarDocument(calendar, site.origin), location: API.calendar(calendar.handle) }
    }),
)

export const getCalendar = endpoint(
  { summary: "Read a calendar", tag, id, success },
  async ({ db, site: { origin }, id }) => ({ body: toCalendarDocument(await existing(db, id), origin) }),
)

export const patchCalendar = endpoint(
  {
    summary: "Change what a calendar says of itself",
    tag,
    needs: "admin",
    id,
    body: calendarPatch.meta({ ref: "CalendarPatch" }),
    success,
  },
  ({ db, site, by, id, body }) =>
    transact(db, async trx => {
      const { name, summary, language } = await existing(trx, id)
      await updateActor(trx, site, by, await existing(trx, id), {
        name: body.name ?? name,
        summary: body.summary ?? summary,
        language: body.language ?? language,
      })
      return { body: toCalendarDocument(await existing(trx, id), site.origin) }
    }),
)
