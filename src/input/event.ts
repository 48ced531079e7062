import { z } from "zod"
import { CATEGORIES, DEFAULT_CATEGORY, EVENT_STATUSES } from "../domain/event.ts"
import { accessibilityInput } from "./accessibility.ts"
import { imageInput } from "./image.ts"
import { because } from "./parse.ts"
import { placeInput } from "./place.ts"
import { priceInput } from "./price.ts"
import { handle, language, line, patchOf, slug, tags, text, time, timeZone, title, webAddress } from "./scalars.ts"
import { sessionsInput } from "./session.ts"

/**
 * What an event is written with, for the API, its documentation, `load`, commands and imports. Unknown fields are refused: a
 * misspelt one would otherwise be lost in silence.
 */
export const eventFields = {
  title,
  summary: text(500).default(""),
  description: text(50_000).default(""),
  language: language.nullish(),
  start: time,
  end: time.nullish(),
  timeZone: timeZone.nullish(),
  allDay: z.boolean().nullish(),
  timesAre: z.literal("illustrative").nullish(),
  place: placeInput.nullish(),
  places: z.array(placeInput).max(20).nullish(),
  online: z.strictObject({ url: webAddress }).nullish(),
  organisers: z.array(line(150)).max(50).default([]),
  access: text(1000).nullish(),
  price: priceInput.nullish(),
  accessibility: accessibilityInput,
  tags,
  category: z.enum(CATEGORIES as [string, ...string[]]).default(DEFAULT_CATEGORY),
  url: webAddress.nullish(),
  image: imageInput.nullish(),
  programme: sessionsInput.default([]),
}

const oneWayOfPlaces = (e: { place?: unknown; places?: unknown }) => !(e.place && e.places)
const placesTwice = { path: ["places"], error: because("place-and-places") }

/** A new event. */
export const eventInput = z
  .strictObject({
    calendar: handle,
    slug: slug.nullish(),
    ...eventFields,
    status: z.enum(EVENT_STATUSES as [string, ...string[]]).default("scheduled"),
    publish: z.boolean().default(false),
  })
  .refine(oneWayOfPlaces, placesTwice)
export type EventInput = z.infer<typeof eventInput>

/** What PATCH takes: only what changes. Cancelling, moving and the like have verbs of their own, which notify followers. */
export const eventPatch = patchOf(eventFields).refine(oneWayOfPlaces, placesTwice)
export type EventPatch = z.infer<typeof eventPatch>
