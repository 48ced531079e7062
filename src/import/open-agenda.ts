import type { SourceContents } from "../actions/sources/entry.ts"
import type { EventStatus } from "../domain/event.ts"
import type { JsonObject } from "../domain/json.ts"
import { looksLikeHtml, textOfHtml } from "../text/text-of-html.ts"
import { collect, type RawEntry } from "./collect.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { list, object, text } from "./json.ts"
import { whenOfIso } from "./words/iso.ts"
import { exactPriceOf } from "./words/price.ts"

/** OpenAgenda's numbers: 1 planned, 2 rescheduled, 3 moved online, 4 postponed, 5 full, 6 cancelled. */
const STATUS: Record<number, EventStatus> = { 2: "rescheduled", 3: "moved-online", 4: "postponed", 6: "cancelled" }

/** Events as OpenAgenda's API (v2) and its exports give them, `{ events: […] }`; each of their timings is an entry. */
export async function readOpenAgenda(
  json: JsonObject,
  context: ImportContext,
  signal?: AbortSignal,
): Promise<SourceContents> {
  const agenda = object(json.agenda)
  const entries = await collect(
    list(json.events).map((value, index) => {
      const event = object(value)
      return { line: index + 1, title: localised(event.title, context), read: () => rawsOf(event, context) }
    }),
    context,
    signal,
  )
  return {
    ...entries,
    name: text(agenda.title) || null,
    page: text(agenda.url) || null,
    refreshAfter: null,
    whole: true,
  }
}

function rawsOf(event: JsonObject, context: ImportContext): RawEntry[] {
  const uid = text(event.uid) || text(event.slug)
  if (uid === "") throw new EntryError("it has neither uid nor slug")
  const timings = list(event.timings).map(object)
  if (timings.length === 0) throw new EntryError("it has no timings")
  const location = object(event.location)
  const image = object(event.image)
  const status = Number(event.status)
  const page = text(event.canonicalUrl) || null
  const long = localised(event.longDescription, context)
  const conditions = localised(event.conditions, context)
  const words = {
    title: localised(event.title, context),
    text: [localised(event.description, context), looksLikeHtml(long) ? textOfHtml(long) : long]
      .filter(Boolean)
      .join("\n\n"),
    places: text(location.name)
      ? [
          {
            name: text(location.name),
            street: streetOf(location),
            postalCode: text(location.postalCode) || null,
            locality: text(location.city) || null,
            region: text(location.region) || null,
            country: text(location.countryCode) || null,
            latitude: typeof location.latitude === "number" ? location.latitude : null,
            longitude: typeof location.longitude === "number" ? location.longitude : null,
          },
        ]
      : [],
    onlineUrl: text(event.onlineAccessLink) || null,
    tags: keywords(event.keywords, context),
    price: exactPriceOf(conditions),
    access: exactPriceOf(conditions) ? null : conditions || null,
    // of its kinds of impairment (mi, hi, vi, pi, ii) this one alone says what is provided
    accessibility: object(event.accessibility).mi === true ? ["wheelchair" as const] : [],
    url: page,
    // OpenAgenda keeps no words for its images
    image: image.base ? { url: text(image.base) + text(image.filename), alt: text(image.alt) } : null,
  }
  return timings.map(timing => ({
    uid: `${uid}@openagenda.com`,
    recurrenceId: timings.length > 1 ? text(timing.begin) : "",
    status: STATUS[status] ?? "scheduled",
    full: status === 5,
    page,
    words: {
      ...words,
      when: whenOfIso(text(timing.begin), text(timing.end) || null, text(event.timezone), context.calendar.timeZone),
    },
  }))
}

/** The address without what is said beside it. */
function streetOf(location: JsonObject): string | null {
  const street = text(location.address)
    .split(/,?\s*\d{5}\s/)[0]!
    .trim()
  return street && street !== text(location.name) && street !== text(location.city) ? street : null
}

/** In the calendar's language, else in whatever there is. */
function localised(value: unknown, { calendar }: ImportContext): string {
  if (typeof value === "string") return value
  const words = object(value)
  return text(words[calendar.language.split("-")[0]!]) || text(Object.values(words)[0])
}

function keywords(value: unknown, { calendar }: ImportContext): string[] {
  if (Array.isArray(value)) return value.map(text)
  const words = object(value)
  return list(words[calendar.language.split("-")[0]!] ?? Object.values(words)[0]).map(text)
}
