import { createHash } from "node:crypto"
import { parse } from "csv-parse/sync"
import type { SourceContents } from "../actions/sources/entry.ts"
import { EVENT_STATUSES, type EventStatus } from "../domain/event.ts"
import { collect, type RawEntry } from "./collect.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { accessibilityOf } from "./words/accessibility.ts"
import { whenOfIso } from "./words/iso.ts"
import { placeOfLine } from "./words/place.ts"
import { priceOf } from "./words/price.ts"

/** Names of columns, without accents and signs, in our own exports and in what French and English spreadsheets call them. */
const COLUMNS = {
  uid: "uid id identifiant",
  title: "title titre nom name intitule evenement event",
  start: "start debut datededebut datedebut date startdate jour",
  startTime: "starttime heure heurededebut heuredebut horaire",
  end: "end fin datedefin datefin enddate",
  endTime: "endtime heuredefin heurefin",
  timeZone: "timezone fuseau fuseauhoraire",
  summary: "summary resume chapo chapeau",
  description: "description texte details detail presentation",
  place: "place lieu venue location nomdulieu",
  street: "street adresse address rue",
  postalCode: "postalcode codepostal cp zip",
  locality: "locality ville commune city",
  region: "region",
  country: "country pays",
  latitude: "latitude lat",
  longitude: "longitude lon lng long",
  online: "onlineurl visio lienvisio online enligne",
  organisers: "organisers organisateur organisateurs organisation organizer organizers structure porteur",
  tags: "tags motscles etiquettes categories categorie keywords theme themes",
  url: "url lien site siteweb website link",
  page: "page",
  access: "access acces accessibilite",
  price: "price prix tarif tarifs",
  accessibility: "accessibility amenagements",
  image: "image",
  imageAlt: "imagealt texte alternatif alt",
  status: "status statut etat",
} as const
type SheetColumn = keyof typeof COLUMNS

const plain = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")

const COLUMN_OF = new Map<string, SheetColumn>(
  Object.entries(COLUMNS).flatMap(([column, names]) => names.split(" ").map(name => [name, column as SheetColumn])),
)

type SheetRow = Partial<Record<SheetColumn, string>>

/**
 * A spreadsheet with a row of names: ours, or what people call such columns. Comma, semicolon or tab; dates of ISO 8601 or
 * `31/12/2026`, with the hour beside them or in a column of its own.
 * @throws {EntryError} when it has no column for titles or dates
 */
export async function readCsv(text: string, context: ImportContext, signal?: AbortSignal): Promise<SourceContents> {
  let records: { record: string[]; info: { lines: number } }[]
  try {
    records = parse(text, {
      bom: true,
      info: true,
      delimiter: [",", ";", "\t"].sort((a, b) => headOf(text).split(b).length - headOf(text).split(a).length)[0]!,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 1_000_000,
    }) as unknown as typeof records
  } catch (error) {
    throw new EntryError(`it is no table: ${(error as Error).message.slice(0, 200)}`)
  }
  const [head, ...rows] = records
  const columns = (head?.record ?? []).map(name => COLUMN_OF.get(plain(name)))
  for (const needed of ["title", "start"] as const) {
    if (!columns.includes(needed))
      throw new EntryError(`it has no column for the ${needed === "title" ? "title" : "date"}`)
  }
  const entries = await collect(
    rows.map(({ record, info }) => {
      const row: SheetRow = {}
      record.forEach((cell, index) => {
        const column = columns[index]
        // our own exports put an apostrophe in front of what a spreadsheet would run
        if (column && cell && row[column] === undefined) row[column] = cell.replace(/^'(?=\s*[=+\-@])/, "")
      })
      return { line: info.lines, title: row.title ?? "", read: () => [rawOf(row, context)] }
    }),
    context,
    signal,
  )
  return { ...entries, name: null, page: null, refreshAfter: null, whole: true }
}

const headOf = (text: string): string => text.slice(0, text.search(/[\r\n]|$/))

function rawOf(row: SheetRow, { calendar }: ImportContext): RawEntry {
  if (!row.start) throw new EntryError("it has no date")
  const when = whenOfIso(
    moment(row.start, row.startTime),
    row.end || row.endTime ? moment(row.end ?? row.start, row.endTime) : null,
    row.timeZone ?? null,
    calendar.timeZone,
  )
  const title = row.title ?? ""
  const address = [row.street, [row.postalCode, row.locality].filter(Boolean).join(" ")].filter(Boolean).join(", ")
  const place = row.place
    ? row.street || row.locality || row.postalCode
      ? {
          name: row.place,
          street: row.street ?? null,
          postalCode: row.postalCode ?? null,
          locality: row.locality ?? null,
        }
      : placeOfLine(row.place)
    : address
      ? placeOfLine(address)
      : null
  const status = EVENT_STATUSES.find(status => status === row.status) ?? stated(row.status)
  return {
    uid:
      row.uid ??
      `${createHash("sha256")
        .update(JSON.stringify([title, row.start, row.startTime]))
        .digest("base64url")
        .slice(0, 27)}@without-uid`,
    status,
    page: row.page ?? null,
    words: {
      title,
      text: [row.summary, row.description].filter(Boolean).join("\n\n"),
      when,
      places: place
        ? [
            {
              region: row.region ?? null,
              country: row.country ?? null,
              ...place,
              latitude: number(row.latitude),
              longitude: number(row.longitude),
            },
          ]
        : [],
      onlineUrl: row.online && /^https?:/i.test(row.online) ? row.online : null,
      organisers: several(row.organisers),
      tags: several(row.tags),
      url: row.url ?? null,
      access: row.access ?? null,
      price: priceOf(row.price ?? ""),
      accessibility: accessibilityOf(several(row.accessibility)),
      image: row.image ? { url: row.image, alt: row.imageAlt ?? "" } : null,
    },
  }
}

const stated = (text = ""): EventStatus => (/^(annul|cancel)/i.test(text) ? "cancelled" : "scheduled")
const several = (cell = ""): string[] => cell.split(cell.includes(";") ? ";" : /[,|]/).map(part => part.trim())
const number = (cell = ""): number | null =>
  cell === "" || Number.isNaN(Number(cell.replace(",", "."))) ? null : Number(cell.replace(",", "."))

/** `31/12/2026` and `18h30` as ISO 8601 writes them. */
function moment(date: string, time = ""): string {
  const iso = date
    .trim()
    .replace(
      /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/,
      (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`,
    )
  const [, day, rest = ""] = /^(\d{4}-\d{2}-\d{2})[T ,à]*(.*)$/.exec(iso) ?? [null, iso, ""]
  const hour = (time || rest)
    .trim()
    .replace(
      /^(\d{1,2})\s?[hH:]\s?(\d{2})?(?=$|[^\d])/,
      (_, hours: string, minutes = "00") => `${hours.padStart(2, "0")}:${minutes}`,
    )
  return hour === "" ? day! : `${day}T${hour}`
}
