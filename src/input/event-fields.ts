import { inOrder, type SessionFields } from "../actions/events/programme.ts"
import type { Calendar } from "../domain/calendar.ts"
import { type FieldProblem, invalid } from "../domain/errors.ts"
import type { WholeEvent } from "../domain/event.ts"
import { type Image, mediaTypeOf } from "../domain/image.ts"
import { problemsOfWhen, type When } from "../domain/time.ts"
import type { PlaceInput } from "../store/places.ts"
import type { EventInput, EventPatch, ImageInput, PlaceInputWords, SessionInput } from "./schemas.ts"

/** The content of an event, without identity or history: what an editor writes. */
export interface EventFields {
  title: string
  summary: string
  description: string
  language: string
  when: When
  timesAre: "illustrative" | null
  onlineUrl: string | null
  url: string | null
  category: string
  organisers: string[]
  access: string | null
  tags: string[]
  image: Image | null
  places: PlaceInput[]
  sessions: SessionFields[]
}

/** @throws {DomainError} `invalid` when a date, zone or time cannot be kept; `prefix` is where the input stands */
export function fieldsOfInput(input: EventInput, calendar: Calendar, prefix = ""): EventFields {
  const timeZone = input.timeZone ?? calendar.timeZone
  const when = { start: input.start, end: input.end ?? null, allDay: input.allDay ?? isDate(input.start), timeZone }
  return checked(
    {
      title: input.title,
      summary: input.summary,
      description: input.description,
      language: input.language ?? calendar.language,
      when,
      timesAre: input.timesAre ?? null,
      onlineUrl: input.online?.url ?? null,
      url: input.url ?? null,
      category: input.category,
      organisers: input.organisers,
      access: input.access ?? null,
      tags: unique(input.tags),
      image: imageOf(input.image),
      places: (input.places ?? (input.place ? [input.place] : [])).map(placeOf),
      sessions: input.programme.map(session => sessionOf(session, timeZone)),
    },
    prefix,
  )
}

export const fieldsOfEvent = (event: WholeEvent): EventFields => ({
  title: event.title,
  summary: event.summary,
  description: event.description,
  language: event.language,
  when: event.when,
  timesAre: event.timesAre,
  onlineUrl: event.onlineUrl,
  url: event.url,
  category: event.category,
  organisers: event.organisers,
  access: event.access,
  tags: event.tags,
  image: event.image,
  places: event.places.map(({ id: _, version: __, ...place }) => place),
  sessions: event.sessions.map(({ slug, title, summary, when, room, track, format, speakers, documents }) => ({
    slug,
    title,
    summary,
    when,
    room,
    track,
    format,
    speakers,
    documents,
  })),
})

/** The fields after a patch: what it leaves out stays, what it sets to null goes. */
export function patchFields(fields: EventFields, patch: EventPatch): EventFields {
  const has = (name: keyof EventPatch) => patch[name] !== undefined
  const movesDate = has("start") || has("end") || has("allDay") || has("timeZone")
  const start = patch.start ?? fields.when.start
  const when: When = movesDate
    ? {
        start,
        end: has("end") ? (patch.end ?? null) : fields.when.end,
        allDay: patch.allDay ?? isDate(start),
        timeZone: patch.timeZone ?? fields.when.timeZone,
      }
    : fields.when
  return checked({
    title: patch.title ?? fields.title,
    summary: patch.summary ?? fields.summary,
    description: patch.description ?? fields.description,
    language: patch.language ?? fields.language,
    when,
    timesAre: has("timesAre") ? (patch.timesAre ?? null) : fields.timesAre,
    onlineUrl: has("online") ? (patch.online?.url ?? null) : fields.onlineUrl,
    url: has("url") ? (patch.url ?? null) : fields.url,
    category: patch.category ?? fields.category,
    organisers: patch.organisers ?? fields.organisers,
    access: has("access") ? (patch.access ?? null) : fields.access,
    tags: patch.tags ? unique(patch.tags) : fields.tags,
    image: has("image") ? imageOf(patch.image) : fields.image,
    places: has("places")
      ? (patch.places ?? []).map(placeOf)
      : has("place")
        ? patch.place
          ? [placeOf(patch.place)]
          : []
        : fields.places,
    sessions: patch.programme
      ? patch.programme.map(session => sessionOf(session, when.timeZone))
      : inZone(fields.sessions, when.timeZone),
  })
}

/** @throws {DomainError} `invalid` */
export function checked(fields: EventFields, prefix = ""): EventFields {
  const at = (path: string) => (prefix ? `${prefix}.${path}` : path)
  const problems = problemsOfWhen(fields.when).map(p => ({ field: at(p.field), reason: p.reason }))
  const zoneKnown = problems.every(p => p.field !== at("timeZone"))
  if (zoneKnown) problems.push(...problemsOfProgramme(fields.sessions, prefix))
  if (problems.length > 0) throw invalid(problems)
  return { ...fields, sessions: inOrder(fields.sessions) }
}

/** @throws {DomainError} `invalid` when a session cannot be kept */
export function checkProgramme(sessions: SessionFields[]): void {
  const problems = problemsOfProgramme(sessions)
  if (problems.length > 0) throw invalid(problems)
}

function problemsOfProgramme(sessions: SessionFields[], prefix = ""): FieldProblem[] {
  const seen = new Set<string>()
  return sessions.flatMap(({ slug, when }, index) => {
    const at = (field: string) => `${prefix && `${prefix}.`}programme[${index}].${field}`
    const twice = seen.has(slug)
    seen.add(slug)
    return [
      ...(twice ? [{ field: at("slug"), reason: `"${slug}" stands twice in this programme` }] : []),
      ...(when ? problemsOfWhen(when).map(p => ({ field: at(p.field), reason: p.reason })) : []),
    ]
  })
}

/** A programme says no zone of its own: it is the event's. */
const inZone = (sessions: SessionFields[], timeZone: string): SessionFields[] =>
  sessions.map(session => ({ ...session, when: session.when && { ...session.when, timeZone } }))

const isDate = (text: string) => !text.includes("T")
const unique = (tags: string[]) => [...new Map(tags.map(tag => [tag.toLowerCase(), tag])).values()]

const placeOf = (place: PlaceInputWords): PlaceInput => ({
  name: place.name,
  street: place.street ?? null,
  postalCode: place.postalCode ?? null,
  locality: place.locality ?? null,
  region: place.region ?? null,
  country: place.country ?? null,
  latitude: place.latitude ?? null,
  longitude: place.longitude ?? null,
})

export function imageOf(image: ImageInput | null | undefined): Image | null {
  if (!image) return null
  return {
    url: image.url,
    alt: image.alt,
    mediaType: mediaTypeOf(image.url)!,
    credit: image.credit ?? null,
    licence: image.licence ?? null,
    width: image.width ?? null,
    height: image.height ?? null,
    blurhash: image.blurhash ?? null,
    focalPoint: image.focalPoint ?? null,
  }
}

function sessionOf(session: SessionInput, timeZone: string): SessionFields {
  const { start, end, room, track, format, ...rest } = session
  return {
    ...rest,
    documents: session.documents.map(document => ({ ...document, kind: document.kind ?? null })),
    when: start ? { start, end: end ?? null, allDay: isDate(start), timeZone } : null,
    room: room ?? null,
    track: track ?? null,
    format: format ?? null,
  }
}
