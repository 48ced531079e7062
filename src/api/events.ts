import { z } from "zod"
import { calendarsWhere } from "../access/policy.ts"
import { createEvent } from "../actions/events/create.ts"
import { deleteEvent } from "../actions/events/delete.ts"
import { editorialEventPage, readEditorialEvent } from "../actions/events/read.ts"
import { updateEvent } from "../actions/events/update.ts"
import { API } from "../domain/addresses/api.ts"
import { DomainError, notFound } from "../domain/errors.ts"
import type { WholeEvent } from "../domain/event.ts"
import { eventInput, eventPatch } from "../input/event.ts"
import { handle, line } from "../input/scalars.ts"
import type { Db } from "../store/db.ts"
import { publicEventPage } from "../store/public/event-pages.ts"
import { readDeletedEvent, readPublicEvent } from "../store/public/events.ts"
import { decodeCursor, page, pageOf, pageQuery } from "./cursor.ts"
import { uuidOf } from "./definition.ts"
import { type Call, endpoint } from "./endpoint.ts"
import { eventDocument, listedEventDocument, toEventDocument, toListedEventDocument } from "./event-document.ts"

const tag = "events"
export const eventId = uuidOf("event")

const eventsQuery = z.strictObject({
  calendar: handle.optional().meta({ description: "handle of a calendar" }),
  tag: line(60).optional(),
  organiser: line(150).optional(),
  locality: line(100).optional(),
  place: z.uuid().optional().meta({ description: "id of a place" }),
  online: z
    .enum(["true", "false"])
    .transform(text => text === "true")
    .optional(),
  from: z.iso.date().optional().meta({ description: "on this day or later, where the event takes place" }),
  to: z.iso.date().optional().meta({ description: "on this day or earlier" }),
  q: line(200).optional().meta({ description: "words, all of them" }),
  series: z.uuid().optional(),
  state: z.enum(["draft", "published"]).optional().meta({ description: "drafts need a token" }),
  order: z.enum(["asc", "desc"]).default("asc").meta({ description: "by start" }),
  ...pageQuery,
})

const cursorKeys = z.tuple([z.iso.datetime().transform(text => new Date(text)), z.uuid()])

export const listEvents = endpoint(
  {
    summary: "List events",
    description: "Public ones; with the scope `read` or `write:events` drafts too. Without their programmes.",
    tag,
    query: eventsQuery,
    success: { status: 200, description: "A page of events", schema: pageOf(listedEventDocument) },
  },
  async ({ db, site: { origin }, by, query, path }) => {
    const { place: placeId, from: firstDay, to: lastDay, state, limit, cursor, ...selection } = query
    const draftsOf = calendarsWhere(by, "event:read-draft")
    const staff = draftsOf.length > 0
    if (state === "draft" && !staff) return { body: { items: [], next: null } }
    const keys = decodeCursor(cursorKeys, cursor)
    const asked = {
      selection: { ...selection, ...(placeId && { placeIds: [placeId] }), firstDay, lastDay, limit: limit + 1 },
      after: keys && { startsAt: keys[0], id: keys[1] },
    }
    const events =
      staff && state !== "published"
        ? await editorialEventPage(db, { ...asked, draftsOf, draftsOnly: state === "draft" })
        : await publicEventPage(db, asked)
    const keysOf = ({ startsAt, id }: (typeof events)[number]) => [startsAt.toISOString(), id]
    const { rows, next } = page(events, { limit, origin, path, keys: keysOf })
    return { body: { items: rows.map(event => toListedEventDocument(event, origin)), next }, next }
  },
)

export const postEvent = endpoint(
  {
    summary: "Create an event",
    description: "A draft, or with `publish` an announced one.",
    tag,
    needs: "write:events",
    body: eventInput.meta({ ref: "EventInput" }),
    success: { status: 201, description: "The event", schema: eventDocument },
  },
  async ({ db, site, by, body }) => created(await createEvent(db, site, by, body), site.origin),
)

export const created = (event: WholeEvent, origin: string) => ({
  body: toEventDocument(event, origin),
  location: API.event(event.id),
})

/** An event as the caller may see it: a stranger's draft does not exist. */
export async function visibleEvent(db: Db, { id, by }: Pick<Call<unknown, unknown>, "id" | "by">): Promise<WholeEvent> {
  if (calendarsWhere(by, "event:read-draft").length > 0) return readEditorialEvent(db, by, id)
  const event = await readPublicEvent(db, { id })
  if (event) return event
  if (await readDeletedEvent(db, { id })) throw new DomainError("deleted", { what: "event" })
  throw notFound("event")
}

export const getEvent = endpoint(
  {
    summary: "Read an event",
    tag,
    id: eventId,
    success: { status: 200, description: "The event, with its programme and its news", schema: eventDocument },
  },
  async call => ({ body: toEventDocument(await visibleEvent(call.db, call), call.site.origin) }),
)

export const patchEvent = endpoint(
  {
    summary: "Correct an event",
    description:
      "Only what is given changes. Copies elsewhere follow; no message is sent: for that, see cancel, postpone, reschedule, move-online and full.",
    tag,
    needs: "write:events",
    id: eventId,
    body: eventPatch.meta({ ref: "EventPatch" }),
    success: { status: 200, description: "The event", schema: eventDocument },
  },
  async ({ db, site, by, id, body }) => ({
    body: toEventDocument(await updateEvent(db, site, by, id, body), site.origin),
  }),
)

export const removeEvent = endpoint(
  {
    summary: "Delete an event",
    description: "For ever, and with its news. To say that it does not take place, cancel it instead.",
    tag,
    needs: "write:events",
    id: eventId,
    success: { status: 204, description: "Deleted" },
  },
  async ({ db, site, by, id }) => {
    await deleteEvent(db, site, by, id)
    return {}
  },
)
