import { z } from "zod"
import { contentOf, EVENT_STATUSES, type ListedEvent, type WholeEvent } from "../domain/event.ts"
import { externalContent, externalSession } from "../domain/external-form.ts"
import { absolute, paths } from "../domain/paths.ts"
import { placeFieldsOf } from "../domain/place.ts"
import { eventFields } from "../input/event.ts"
import { present } from "../input/scalars.ts"

/** Where an event's moment stands, in words of the input. */
const span = {
  start: z.string().meta({ description: "2026-12-01T18:30, or 2026-12-01 when all day" }),
  end: z.string().nullable().meta({ description: "the inclusive last day when all day; null when not known" }),
  allDay: z.boolean(),
  timeZone: z.string(),
}

const { place, places, programme, ...content } = present(eventFields)

/** What lists show: the fields of the input, then what only the server says. */
const listed = {
  calendar: z.string(),
  slug: z.string(),
  ...content,
  ...span,
  language: z.string(),
  description: content.description.meta({ description: "Markdown" }),
  place: place.optional().meta({ description: "the venue, when there is at most one" }),
  places: places.unwrap().optional().meta({ description: "the venues, when there are several" }),
  status: z.enum(EVENT_STATUSES as [string, ...string[]]),
  full: z.boolean(),
  id: z.uuid(),
  uri: z.url().meta({ description: "its id on the network" }),
  page: z.url(),
  state: z.enum(["draft", "published"]),
  previous: z.strictObject(span).nullable().meta({ description: "the date before the last move" }),
  series: z.uuid().nullable(),
  sequence: z.int(),
  createdAt: z.iso.datetime(),
  publishedAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime().nullable(),
}

export const listedEventDocument = z.strictObject(listed).meta({ ref: "ListedEvent" })

export const programmeDocument = z
  .strictObject({ programme: programme.meta({ description: "in its order" }) })
  .meta({ ref: "Programme" })

export const eventDocument = z
  .strictObject({
    ...listed,
    ...programmeDocument.shape,
    source: z
      .strictObject({ name: z.string(), url: z.string().nullable() })
      .nullable()
      .meta({ description: "the calendar of others that it was taken from" }),
    news: z.array(
      z.strictObject({
        kind: z.string(),
        text: z.string().meta({ description: "as it was sent" }),
        reason: z.string().nullable(),
        publishedAt: z.iso.datetime(),
        uri: z.url(),
      }),
    ),
  })
  .meta({ ref: "Event" })

/** An event in the words of the input: what it says, less what only the server decides, may be patched back. */
export function toEventDocument(event: WholeEvent, origin: string): z.input<typeof eventDocument> {
  return {
    ...toListedEventDocument(event, origin),
    programme: event.sessions.map(externalSession),
    source: event.source ?? null,
    news: event.news.map(({ id, kind, text, reason, publishedAt }) => ({
      kind,
      text,
      reason,
      publishedAt: publishedAt.toISOString(),
      uri: absolute(origin, paths.news(id)),
    })),
  }
}

export function toListedEventDocument(event: ListedEvent, origin: string): z.input<typeof listedEventDocument> {
  const { calendar, slug, status, full, id, state, previous, seriesId, sequence } = event
  const places = event.places.map(placeFieldsOf)
  return {
    calendar: calendar.handle,
    slug,
    ...externalContent(contentOf(event)),
    ...(places.length > 1 ? { places } : { place: places[0] ?? null }),
    status,
    full,
    id,
    uri: absolute(origin, paths.event(id)),
    page: absolute(origin, paths.eventPage(slug)),
    state: state as "draft" | "published",
    previous,
    series: seriesId,
    sequence,
    createdAt: event.createdAt.toISOString(),
    publishedAt: event.publishedAt?.toISOString() ?? null,
    updatedAt: event.updatedAt?.toISOString() ?? null,
  }
}
