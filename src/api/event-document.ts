import { z } from "zod"
import { CATEGORIES, EVENT_STATUSES, type ListedEvent, type WholeEvent } from "../domain/event.ts"
import { absolute, paths } from "../domain/paths.ts"
import { imageWords, placeWords, sessionWords } from "../feeds/words.ts"
import { imageInput, placeInput, sessionInput } from "../input/schemas.ts"

/** Where an event's moment stands, in words of the input. */
const span = {
  start: z.string().meta({ description: "2026-12-01T18:30, or 2026-12-01 when all day" }),
  end: z.string().nullable().meta({ description: "the inclusive last day when all day; null when not known" }),
  allDay: z.boolean(),
  timeZone: z.string(),
}

/** What lists show: the words of the input, then what only the server says. */
const listed = {
  calendar: z.string(),
  slug: z.string(),
  title: z.string(),
  summary: z.string(),
  description: z.string().meta({ description: "Markdown" }),
  language: z.string(),
  ...span,
  timesAre: z.literal("illustrative").nullable(),
  place: placeInput.nullable().optional().meta({ description: "the venue, when there is at most one" }),
  places: z.array(placeInput).optional().meta({ description: "the venues, when there are several" }),
  online: z.strictObject({ url: z.string() }).nullable(),
  organisers: z.array(z.string()),
  access: z.string().nullable(),
  tags: z.array(z.string()),
  category: z.enum(CATEGORIES as [string, ...string[]]),
  url: z.string().nullable(),
  image: imageInput.nullable(),
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
  .strictObject({ programme: z.array(sessionInput).meta({ description: "in its order" }) })
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
    programme: event.sessions.map(sessionWords),
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
  const { calendar, slug, title, summary, description, language, when, timesAre, onlineUrl, previous } = event
  const { organisers, access, tags, category, url, image, status, full, id, state, seriesId, sequence } = event
  const places = event.places.map(placeWords)
  return {
    calendar: calendar.handle,
    slug,
    title,
    summary,
    description,
    language,
    ...when,
    timesAre,
    ...(places.length > 1 ? { places } : { place: places[0] ?? null }),
    online: onlineUrl === null ? null : { url: onlineUrl },
    organisers,
    access,
    tags,
    category,
    url,
    image: image && imageWords(image),
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
