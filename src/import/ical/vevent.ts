import type { EventStatus } from "../../domain/event.ts"
import { looksLikeHtml, textOfHtml } from "../../text/text-of-html.ts"
import { EntryError } from "../context.ts"
import type { EntryWords } from "../fields.ts"
import { oneLine } from "../words/markdown.ts"
import { addressIn, type PlaceWords, placeOfLine, saysOnline } from "../words/place.ts"
import { ownTexts } from "./own-feed.ts"
import { first, type Property, parameter, textOf } from "./properties.ts"

/** What a VEVENT says besides its dates. */
export interface EventProperties {
  words: Omit<EntryWords, "when">
  status: EventStatus
  full: boolean
  page: string | null
  notes: string[]
}

/** @param ours whether the calendar was written by Beffroi @throws {EntryError} when it is not meant to be shown */
export function eventPropertiesOf(properties: readonly Property[], ours: boolean): EventProperties {
  const notes: string[] = []
  const ical = textOf(properties, "status").toUpperCase()
  const visibility = textOf(properties, "class").toUpperCase()
  if (visibility === "PRIVATE" || visibility === "CONFIDENTIAL")
    throw new PrivateError(`it is ${visibility.toLowerCase()}`)
  const tentative = ical === "TENTATIVE" && !ours
  if (tentative) throw new EntryError("its origin calls it tentative: it comes in once it is confirmed")
  const url = textOf(properties, "url") || null
  const content = ours
    ? ownTexts(textOf(properties, "summary"), textOf(properties, "description"), ical, url)
    : {
        title: textOf(properties, "summary"),
        text: plainDescription(textOf(properties, "description")),
        status: ical === "CANCELLED" ? ("cancelled" as const) : ("scheduled" as const),
        full: false,
        site: url,
        organisers: organisersOf(properties),
      }
  const { title, text, status, full, site, ...more } = content
  const { places, onlineUrl } = placesOf(properties, text)
  const tags = properties.filter(({ name }) => name === "categories").flatMap(({ values }) => values.map(String))
  const image = imageOf(properties, notes)
  return { words: { title, text, url: site, places, onlineUrl, tags, image, ...more }, status, full, page: url, notes }
}

/** Not meant for strangers: one that was shown before is there for us no longer. */
export class PrivateError extends EntryError {
  constructor(message: string) {
    super(message, false)
  }
}

const plainDescription = (text: string): string => (looksLikeHtml(text) ? textOfHtml(text) : text)

/** A name, never an address of somebody's mail. */
function organisersOf(properties: readonly Property[]): string[] {
  const organizer = first(properties, "organizer")
  const name = organizer ? oneLine(parameter(organizer, "cn")) : ""
  return name === "" || name.includes("@") ? [] : [name]
}

function placesOf(properties: readonly Property[], text: string): { places: PlaceWords[]; onlineUrl: string | null } {
  const location = textOf(properties, "location")
  const conference = ["conference", "x-google-conference", "x-microsoft-skypeteamsmeetingurl"]
    .map(name => textOf(properties, name))
    .find(address => /^https?:/i.test(address))
  const own = properties.filter(({ name }) => name === "x-beffroi-place").map(ownPlace)
  if (own.length > 0) return { places: own, onlineUrl: conference ?? null }
  const address = addressIn(location)
  const onlineUrl = conference ?? address ?? (saysOnline(location) ? addressIn(text) : null)
  // what is left beside the address may still be a venue
  const venue = address ? location.replace(/https?:\/\/\S+/g, "").replace(/^[\s,;:()–-]+|[\s,;:()–-]+$/g, "") : location
  const place = venue === "" || (onlineUrl && saysOnline(venue)) ? null : placeOfLine(venue)
  return { places: place ? [{ ...place, ...coordinates(first(properties, "geo")?.values[0]) }] : [], onlineUrl }
}

function coordinates(value: unknown): { latitude?: number; longitude?: number } {
  const [latitude, longitude] = Array.isArray(value) ? value.map(Number) : []
  return Number.isFinite(latitude) && Number.isFinite(longitude) ? { latitude: latitude!, longitude: longitude! } : {}
}

/** A venue in all its parts, as our own calendars write it beside LOCATION. */
function ownPlace(property: Property): PlaceWords {
  const part = (name: string) => parameter(property, name) || null
  return {
    name: String(property.values[0]),
    street: part("x-street"),
    postalCode: part("x-postal-code"),
    locality: part("x-locality"),
    region: part("x-region"),
    country: part("x-country"),
    ...coordinates(part("x-geo")?.split(";")),
  }
}

/** Only with words for those who do not see it: few programs can give them. */
function imageOf(properties: readonly Property[], notes: string[]): EntryWords["image"] {
  const files = properties.filter(({ name }) => name === "image" || name === "attach")
  for (const file of files) {
    const alt = parameter(file, "x-alt") || parameter(file, "alt")
    const url = String(file.values[0])
    if (alt && /^https?:/i.test(url)) return { url, alt }
  }
  if (files.length > 0) {
    const which = files.length === 1 ? "an attachment or image is" : `${files.length} attachments or images are`
    notes.push(`${which} left out: without a description`)
  }
  return null
}
