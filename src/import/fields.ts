import type { z } from "zod"
import { DomainError } from "../domain/errors.ts"
import type { EventFields } from "../domain/event.ts"
import { problemsOfWhen, type When } from "../domain/time.ts"
import { eventInput } from "../input/event.ts"
import { fieldsOfInput } from "../input/event-fields.ts"
import { checkInput } from "../input/parse.ts"
import type { sessionInput } from "../input/session.ts"
import { reasonOf, sentenceOf } from "../text/errors.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { cleaned, markdownOf, oneLine, paragraphsOf } from "./words/markdown.ts"
import type { PlaceWords } from "./words/place.ts"

/** What a source says of an entry, cut and cleaned before it is checked. */
interface FittedWords {
  title: string
  /** plain */
  text: string
  when: When
  places?: PlaceWords[]
  onlineUrl?: string | null
  /** the organiser's page */
  url?: string | null
  organisers?: string[]
  access?: string | null
  tags?: string[]
  image?: { url: string; alt: string; credit?: string | null } | null | undefined
  sessions?: z.input<typeof sessionInput>[]
}

/** Fields that are passed on as they are have their names in the API. */
type PassedWords = Partial<Pick<z.input<typeof eventInput>, "language" | "timesAre" | "price" | "accessibility">>

/** What a source says of an entry. */
export type EntryWords = FittedWords & PassedWords

/** Longer first paragraphs are no teaser. */
const TEASER = 300

/**
 * The fields of an entry, cut and cleaned where that harms nothing, checked like those that an editor sends.
 * @throws {EntryError} with every reason
 */
export function fieldsOf(words: EntryWords, context: ImportContext): { fields: EventFields; notes: string[] } {
  const notes: string[] = []
  const { text, when, places, onlineUrl, sessions, ...same } = words
  const title = titleOf(words.title, context)
  const { summary, description } = textsOf(text)
  if (description.length > LONGEST) notes.push(`the description is cut after ${LONGEST} characters`)
  const online = webAddress(onlineUrl)
  const url = webAddress(words.url)
  if (words.url && !url) notes.push(`the address "${words.url.slice(0, 80)}" is left out: it is no web address`)
  if (onlineUrl && !online) notes.push(`the address to join "${onlineUrl.slice(0, 80)}" is left out`)
  const parsed = checkInput(eventInput, {
    ...same,
    ...when,
    calendar: context.calendar.handle,
    title,
    summary,
    description: cut(description, LONGEST),
    places: (places ?? []).slice(0, 20).map(placeOf),
    online: online && { url: online },
    organisers: lines(words.organisers, 150).slice(0, 50),
    access: words.access && cut(cleaned(words.access), 1000),
    tags: tagsOf(words.tags ?? [], context.tagMap),
    url,
    image: imageOf(words.image, notes),
    programme: sessions ?? [],
  })
  if (!parsed.success)
    throw new EntryError(parsed.problems.map(problem => `${problem.field} ${reasonOf(problem)}`).join("; "))
  try {
    return { fields: fieldsOfInput(parsed.data, context.calendar), notes }
  } catch (error) {
    throw error instanceof DomainError ? new EntryError(sentenceOf(error)) : error
  }
}

/** The same entry on another date. @throws {EntryError} */
export function onDate(fields: EventFields, when: When): EventFields {
  const [problem] = problemsOfWhen(when)
  if (problem) throw new EntryError(`${problem.field} ${reasonOf(problem)}`)
  return { ...fields, when }
}

const LONGEST = 40_000

function titleOf(text: string, { calendar }: ImportContext): string {
  const title = oneLine(text).replaceAll("<", "‹").replaceAll(">", "›")
  if (title === "") throw new EntryError("it has no title")
  // as on the wire: what is shorter than three signs is followed by who says it
  return cut(title.length < 3 ? `${title} · ${calendar.name}` : title, 200)
}

/** The first paragraph is the teaser when it can be one; both together are the text. */
export function textsOf(text: string): { summary: string; description: string } {
  const [first = "", ...rest] = paragraphsOf(text)
  const teases = first.length <= TEASER && !first.includes("\n") && !/https?:\/\//.test(first)
  return teases
    ? { summary: first, description: markdownOf(rest.join("\n\n")) }
    : { summary: "", description: markdownOf(text) }
}

/** At most so many UTF-16 units, not through a character. */
function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .toWellFormed()
        .replace(/[\ufffd\s]+$/u, "")}…`
}

const lines = (texts: readonly string[] | undefined, most: number): string[] =>
  (texts ?? []).map(text => cut(oneLine(text), most)).filter(Boolean)

function placeOf({ name, street, postalCode, locality, region, country, latitude, longitude }: PlaceWords): PlaceWords {
  const line = (text: string | null | undefined, most: number) => (text && cut(oneLine(text), most)) || null
  const onEarth = latitude != null && longitude != null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return {
    name: cut(oneLine(name), 150),
    street: line(street, 200),
    postalCode: line(postalCode, 20),
    locality: line(locality, 100),
    region: line(region, 100),
    country: country && /^[A-Z]{2}$/.test(country) ? country : null,
    latitude: onEarth ? latitude : null,
    longitude: onEarth ? longitude : null,
  }
}

/** With their names here, without their #, each once. */
export function tagsOf(tags: readonly string[], map: ReadonlyMap<string, string>): string[] {
  const named = lines(tags, 61)
    .map(tag => tag.replace(/^#+\s*/, ""))
    .map(tag => map.get(tag.toLowerCase()) ?? tag)
    .map(tag => cut(tag.trim(), 60))
    .filter(Boolean)
  return [...new Set(named)].slice(0, 30)
}

function webAddress(text: string | null | undefined): string | null {
  if (!text) return null
  const parsed = eventInput.shape.url.safeParse(text.trim())
  return parsed.success ? (parsed.data ?? null) : null
}

function imageOf(image: EntryWords["image"], notes: string[]): EntryWords["image"] {
  if (!image) return null
  const alt = cut(oneLine(image.alt), 1500)
  const parsed = eventInput.shape.image.safeParse({ ...image, alt })
  if (parsed.success && parsed.data) return { ...image, alt }
  notes.push(
    alt === "" ? "the image is left out: it has no description" : "the image is left out: its address names none",
  )
  return null
}
