import { z } from "zod"
import { isHandle, isSlug } from "../domain/calendar.ts"
import { type FieldProblem, invalid } from "../domain/errors.ts"
import { CATEGORIES, EVENT_STATUSES } from "../domain/event.ts"
import { mediaTypeOf } from "../domain/image.ts"
import { isTimeZone } from "../domain/time.ts"

/**
 * The words of the outside (interface.md), one schema for the API, its documentation and `load`. Unknown fields are refused: a
 * misspelt one would otherwise be lost in silence.
 */
// half of a surrogate pair is no character: jsonb refuses it, and UTF-8 cannot carry it
const wellFormed = z.string().refine(value => value.isWellFormed(), "must not hold half a character")
export const line = (max: number) =>
  wellFormed
    .trim()
    .min(1, "must not be empty")
    .max(max)
    .regex(/^[^\u0000-\u001f\u007f]*$/, "must be one line without control characters")
// PostgreSQL cannot keep a NUL
const text = (max: number) => wellFormed.max(max).regex(/^[^\u0000]*$/, "must not hold a NUL character")
// the URL parser drops line ends and hides control characters, which the stored text would keep
const webAddress = wellFormed.max(2000).refine(value => {
  const url = /^[^\s\u0000-\u001f\u007f<>"]+$/.test(value) ? URL.parse(value) : null
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === ""
}, "must be an http or https address without spaces or credentials")
const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, "must be a language tag such as fr")
export const slug = z.string().refine(isSlug, "must be lower-case letters, digits and single hyphens, at most 80")
export const handle = z.string().refine(isHandle, "must be 1 to 30 lower-case letters, digits or underscores")
export const timeZone = z.string().refine(isTimeZone, "must be an IANA time zone such as Europe/Paris")
const time = z.string().max(25)

/** Mastodon puts `name` in a heading unescaped and Mobilizon checks its length. */
const title = line(200)
  .refine(value => value.length >= 3, "must have at least 3 characters")
  .refine(value => !/[<>]/.test(value), "must not hold < or >")

export const imageInput = z.strictObject({
  url: webAddress.refine(url => mediaTypeOf(url) !== null, "must end in .jpg, .jpeg, .png, .webp, .avif or .gif"),
  alt: line(1500),
  credit: line(200).nullish(),
  licence: line(100).nullish(),
  width: z.int().min(1).max(20_000).nullish(),
  height: z.int().min(1).max(20_000).nullish(),
  blurhash: z
    .string()
    .regex(/^[0-9A-Za-z#$%*+,\-.:;=?@[\]^_{|}~]{6,100}$/)
    .nullish(),
  focalPoint: z.tuple([z.number().min(-1).max(1), z.number().min(-1).max(1)]).nullish(),
})

export const placeInput = z
  .strictObject({
    name: line(150),
    street: line(200).nullish(),
    postalCode: line(20).nullish(),
    locality: line(100).nullish(),
    region: line(100).nullish(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "must be two upper-case letters such as FR")
      .nullish(),
    latitude: z.number().min(-90).max(90).nullish(),
    longitude: z.number().min(-180).max(180).nullish(),
  })
  .refine(p => (p.latitude == null) === (p.longitude == null), {
    path: ["latitude"],
    error: "latitude and longitude go together",
  })

export const sessionInput = z
  .strictObject({
    slug,
    title,
    summary: text(2000).default(""),
    start: time.nullish(),
    end: time.nullish(),
    room: line(100).nullish(),
    track: line(100).nullish(),
    format: line(60).nullish(),
    speakers: z.array(line(150)).max(50).default([]),
    documents: z
      .array(z.strictObject({ title: line(200), url: webAddress, kind: line(40).nullish() }))
      .max(50)
      .default([]),
  })
  .refine(session => !(session.end && !session.start), { path: ["end"], error: "needs a start" })

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
  tags: z
    .array(line(60).transform(tag => tag.replace(/^#/, "")))
    .max(30)
    .default([]),
  category: z.enum(CATEGORIES as [string, ...string[]]).default("MEETING"),
  url: webAddress.nullish(),
  image: imageInput.nullish(),
  programme: z.array(sessionInput).max(500).default([]),
}

const oneWayOfPlaces = (e: { place?: unknown; places?: unknown }) => !(e.place && e.places)
const placesTwice = { path: ["places"], error: "give place or places, not both" }

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

/** What PATCH takes: only what changes. Cancelling, moving and the like have verbs of their own, that tell followers. */
export const eventPatch = z
  .strictObject(
    Object.fromEntries(
      Object.entries(eventFields).map(([name, schema]) => [name, withoutDefault(schema).optional()]),
    ) as { [K in keyof typeof eventFields]: z.ZodOptional<(typeof eventFields)[K]> },
  )
  .refine(oneWayOfPlaces, placesTwice)

/** A patch that leaves a field out leaves it alone: defaults belong to what is new. */
function withoutDefault(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema
}

const interviewFields = {
  title,
  summary: text(500).default(""),
  content: text(200_000).default(""),
  language: language.nullish(),
  interviewees: z.array(line(150)).max(20).default([]),
  tags: z
    .array(line(60).transform(tag => tag.replace(/^#/, "")))
    .max(30)
    .default([]),
  published: z.iso.date(),
  portrait: imageInput.nullish(),
  video: webAddress.nullish(),
  original: z.strictObject({ name: line(150), url: webAddress }).nullish(),
  /** slug of the event that it documents */
  event: slug.nullish(),
}

export const interviewInput = z.strictObject({
  calendar: handle,
  slug: slug.nullish(),
  ...interviewFields,
  publish: z.boolean().default(false),
})

export const interviewPatch = z.strictObject(
  Object.fromEntries(
    Object.entries(interviewFields).map(([name, schema]) => [name, withoutDefault(schema).optional()]),
  ) as { [K in keyof typeof interviewFields]: z.ZodOptional<(typeof interviewFields)[K]> },
)

export const calendarInput = z.strictObject({
  handle: handle.refine(value => value !== "instance", "is the server's own"),
  kind: z.enum(["agenda", "events", "interviews"]),
  name: line(200),
  language,
  timeZone,
  summary: text(1000).default(""),
})

/** What a calendar may say otherwise later; its handle, kind and zone are for ever. */
export const calendarPatch = z.strictObject({
  name: line(200).optional(),
  language: language.optional(),
  summary: text(1000).optional(),
})

export const publisherInput = z.strictObject({
  handle: handle.refine(value => value !== "instance", "is the server's own"),
  name: line(200),
  language,
  summary: text(1000).default(""),
  url: webAddress.nullish(),
})

/** Where and when to, for `reschedule`; the reason is public. */
export const reasonInput = z.strictObject({ reason: line(500).nullish() })
export const rescheduleInput = z.strictObject({
  start: time,
  end: time.nullish(),
  timeZone: timeZone.nullish(),
  allDay: z.boolean().nullish(),
  reason: line(500).nullish(),
})
export const duplicateInput = z.strictObject({ start: time.nullish() })
export const programmeInput = z.strictObject({ programme: eventFields.programme.unwrap() })
export const moveOnlineInput = z.strictObject({ url: webAddress, reason: line(500).nullish() })

export type EventInput = z.infer<typeof eventInput>
export type EventPatch = z.infer<typeof eventPatch>
export type InterviewInput = z.infer<typeof interviewInput>
export type InterviewPatch = z.infer<typeof interviewPatch>
export type PlaceInputWords = z.infer<typeof placeInput>
export type ImageInput = z.infer<typeof imageInput>
export type SessionInput = z.infer<typeof sessionInput>
export type CalendarInput = z.infer<typeof calendarInput>
export type PublisherInput = z.infer<typeof publisherInput>
export type DuplicateInput = z.infer<typeof duplicateInput>
export type RescheduleInput = z.infer<typeof rescheduleInput>

/** `events[3].start`, as a person would point at it. */
export const fieldName = (path: readonly PropertyKey[], prefix = ""): string =>
  path.reduce<string>(
    (name, part) => (typeof part === "number" ? `${name}[${part}]` : name ? `${name}.${String(part)}` : String(part)),
    prefix,
  ) || "(body)"

export function problemsOf(error: z.ZodError, prefix = ""): FieldProblem[] {
  const problems = error.issues
    .slice(0, MOST_PROBLEMS)
    .flatMap(issue =>
      issue.code === "unrecognized_keys"
        ? issue.keys
            .slice(0, MOST_PROBLEMS)
            .map(key => ({ field: fieldName([...issue.path, key], prefix), reason: "is not a known field" }))
        : [{ field: fieldName(issue.path, prefix), reason: issue.message }],
    )
  return problems.slice(0, MOST_PROBLEMS)
}

/** Nobody mends more at once, and an answer must not be longer than what was asked. */
const MOST_PROBLEMS = 200

/** @throws {DomainError} `invalid`, naming every field that is wrong */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, prefix = ""): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw invalid(problemsOf(result.error, prefix))
  return result.data
}
