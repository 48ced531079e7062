import { stringify } from "csv-stringify/sync"
import { isOnline, type ListedEvent } from "../../domain/event.ts"
import type { WholeInterview } from "../../domain/interview.ts"
import { absolute, paths } from "../../domain/paths.ts"
import { placeName } from "../../domain/place.ts"
import { amountText, type Price } from "../../domain/price.ts"
import { isoSeconds } from "../../domain/time.ts"
import { plainText } from "../../text/markdown/plain-text.ts"
import type { Listing } from "../listing.ts"
import { eventDates } from "./dates.ts"

type CsvCell = string | number | boolean | null
/** Columns are added at the end and never renamed. */
type CsvColumn<T> = [name: string, cell: (row: T, listing: Listing) => CsvCell]

const EVENT_COLUMNS: CsvColumn<ListedEvent>[] = [
  ["id", (event, { origin }) => absolute(origin, paths.event(event.id))],
  ["uid", event => event.uid],
  ["page", (event, { origin }) => absolute(origin, paths.eventPage(event.slug))],
  ["title", event => event.title],
  ["status", event => event.status],
  ["full", event => event.full],
  ["start", event => eventDates(event.when).start],
  ["end", event => eventDates(event.when).end],
  ["all_day", event => event.when.allDay],
  ["time_zone", event => event.when.timeZone],
  ["calendar", event => event.calendar.handle],
  ["calendar_name", event => event.calendar.name],
  ["summary", event => event.summary],
  ["description", event => plainText(event.description)],
  ["language", event => event.language],
  ["organisers", event => listed(event.organisers)],
  ["tags", event => listed(event.tags)],
  ["category", event => event.category],
  ["attendance", attendance],
  ["online_url", event => event.onlineUrl],
  ["places", event => listed(event.places.map(placeName))],
  ["place", event => event.places[0]?.name ?? null],
  ["street", event => event.places[0]?.street ?? null],
  ["postal_code", event => event.places[0]?.postalCode ?? null],
  ["locality", event => event.places[0]?.locality ?? null],
  ["region", event => event.places[0]?.region ?? null],
  ["country", event => event.places[0]?.country ?? null],
  ["latitude", event => event.places[0]?.latitude ?? null],
  ["longitude", event => event.places[0]?.longitude ?? null],
  ["access", event => event.access],
  ["url", event => event.url],
  ["image", event => event.image?.url ?? null],
  ["image_alt", event => event.image?.alt ?? null],
  ["image_credit", event => event.image?.credit ?? null],
  ["image_licence", event => event.image?.licence ?? null],
  ["published", event => event.publishedAt && isoSeconds(event.publishedAt)],
  ["updated", event => isoSeconds(event.updatedAt ?? event.publishedAt!)],
  ["source", (_, { publisher }) => publisher],
  ["licence", (_, { licence }) => licence && (licence.url ?? licence.id)],
  ["price", event => event.price && priceCell(event.price)],
  ["accessibility", event => listed(event.accessibility)],
]

/** `free`, `12.50 EUR`, or the organiser's words. */
function priceCell(price: Price): CsvCell {
  if ("words" in price) return price.words
  return "free" in price ? "free" : `${amountText(price.amount)} ${price.currency}`
}

/** Empty: nobody said where. */
function attendance(event: ListedEvent): CsvCell {
  if (isOnline(event)) return "online"
  if (event.places.length === 0) return null
  return event.onlineUrl ? "mixed" : "offline"
}

const INTERVIEW_COLUMNS: CsvColumn<WholeInterview>[] = [
  ["id", (interview, { origin }) => absolute(origin, paths.interview(interview.id))],
  ["page", (interview, { origin }) => absolute(origin, paths.interviewPage(interview.slug))],
  ["title", interview => interview.title],
  ["date", interview => interview.date],
  ["calendar", interview => interview.calendar.handle],
  ["calendar_name", interview => interview.calendar.name],
  ["interviewees", interview => listed(interview.interviewees)],
  ["summary", interview => interview.summary],
  ["content", interview => plainText(interview.content)],
  ["language", interview => interview.language],
  ["tags", interview => listed(interview.tags)],
  ["original_name", interview => interview.original?.name ?? null],
  ["original_url", interview => interview.original?.url ?? null],
  ["video", interview => interview.videoUrl],
  ["image", interview => interview.portrait?.url ?? null],
  ["image_alt", interview => interview.portrait?.alt ?? null],
  ["updated", interview => interview.updatedAt && isoSeconds(interview.updatedAt)],
  ["source", (_, { publisher }) => publisher],
  ["licence", (_, { licence }) => licence && (licence.url ?? licence.id)],
]

export const eventColumns: readonly string[] = EVENT_COLUMNS.map(([name]) => name)
export const interviewColumns: readonly string[] = INTERVIEW_COLUMNS.map(([name]) => name)

export const eventsCsv = (listing: Listing, events: readonly ListedEvent[]): string =>
  table(EVENT_COLUMNS, events, listing)

export const interviewsCsv = (listing: Listing, interviews: readonly WholeInterview[]): string =>
  table(INTERVIEW_COLUMNS, interviews, listing)

/**
 * RFC 4180: CRLF, quotes doubled, UTF-8. It has a byte order mark: without it Excel, which most officers open it with, reads
 * accents as Windows-1252.
 */
function table<T>(columns: CsvColumn<T>[], rows: readonly T[], listing: Listing): string {
  const cells = rows.map(row => columns.map(([, cell]) => written(cell(row, listing))))
  return stringify([columns.map(([name]) => name), ...cells], {
    bom: true,
    record_delimiter: "windows",
    // of itself the library quotes CRLF and leaves a line feed alone bare
    quoted_match: /[\r\n]/,
  })
}

const written = (cell: CsvCell): string =>
  typeof cell === "string" ? harmless(cell) : cell === null ? "" : String(cell)

/**
 * A spreadsheet runs a cell that begins like a formula, whatever its column (OWASP, CSV injection): an apostrophe in front
 * makes it text. Excel also takes the full-width signs, and skips blanks before them. Numbers are ours and stay numbers.
 */
const harmless = (text: string): string =>
  /^(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/.test(text) ? `'${text}` : text

/** Several values in one cell. */
const listed = (values: readonly string[]): string => values.join("; ")
