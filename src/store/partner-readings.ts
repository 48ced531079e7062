import { type Selectable, sql } from "kysely"
import type { JsonObject } from "../domain/json.ts"
import type { RemoteEvent, RemotePlace } from "../domain/partner-event.ts"
import { instantsOf, type When } from "../domain/time.ts"
import type { Db, Trx } from "./db.ts"
import type { PartnerEventTable } from "./schema/partner-events.ts"

/** The columns that are read from the document of a partner's event. */
export const READING_COLUMNS = [
  "name",
  "uid",
  "startLocal",
  "endLocal",
  "allDay",
  "timeZone",
  "assumedTimeZone",
  "status",
  "placeName",
  "placeAddress",
  "latitude",
  "longitude",
  "tags",
  "language",
  "page",
  "contentHtml",
  "contentText",
  "authors",
  "listed",
] as const

type ReadingColumns = Pick<Selectable<PartnerEventTable>, (typeof READING_COLUMNS)[number]>

const NO_DATE = {
  startLocal: null,
  endLocal: null,
  allDay: null,
  timeZone: null,
  startsAt: null,
  endsAt: null,
  overAt: null,
}
const NO_PLACE = { placeName: null, placeAddress: null, latitude: null, longitude: null }

const columnsOfWhen = (when: When) => {
  const { start, end, allDay, timeZone } = when
  return { startLocal: start, endLocal: end, allDay, timeZone, ...instantsOf(when) }
}

const columnsOfPlace = ({ name, address, latitude, longitude }: RemotePlace) => ({
  placeName: name,
  placeAddress: address,
  latitude,
  longitude,
})

export function columnsOfReading(event: RemoteEvent) {
  const { when, place } = event
  return {
    name: event.title,
    uid: event.uid,
    assumedTimeZone: event.assumedTimeZone,
    ...(when ? columnsOfWhen(when) : NO_DATE),
    status: event.status,
    ...(place ? columnsOfPlace(place) : NO_PLACE),
    tags: event.tags,
    language: event.language,
    page: event.page,
    contentHtml: event.html,
    contentText: event.text,
    authors: event.authors,
    listed: event.isListed,
  }
}

/** The inverse of {@link columnsOfReading}, for a row that was read. */
export function readingOf(row: ReadingColumns): RemoteEvent {
  const { startLocal, placeName } = row
  return {
    title: row.name,
    uid: row.uid!,
    when:
      startLocal === null
        ? null
        : { start: startLocal, end: row.endLocal, allDay: row.allDay!, timeZone: row.timeZone! },
    assumedTimeZone: row.assumedTimeZone,
    status: row.status!,
    place:
      placeName === null
        ? null
        : { name: placeName, address: row.placeAddress, latitude: row.latitude, longitude: row.longitude },
    tags: row.tags,
    language: row.language,
    page: row.page!,
    html: row.contentHtml!,
    text: row.contentText!,
    authors: row.authors,
    isListed: row.listed,
  }
}

/** A stored document, and what was read from it before; null when it was never read into columns. */
export interface OutdatedReading {
  id: string
  document: JsonObject
  previous: RemoteEvent | null
}

/** Locks the first rows that are to be read anew, but for those that another transaction changes right now. */
export async function lockOutdatedReadings(
  trx: Trx,
  { version, siteZone, limit }: { version: number; siteZone: string; limit: number },
): Promise<OutdatedReading[]> {
  const rows = await trx
    .selectFrom("partnerEvent")
    .select(["id", "document", "readingVersion", ...READING_COLUMNS])
    .where("deletedAt", "is", null)
    .where(({ eb, and, or }) =>
      or([
        eb("readingVersion", "<", version),
        and([eb("readingVersion", "=", version), eb("assumedTimeZone", "<>", siteZone)]),
      ]),
    )
    .orderBy("id")
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(row => ({
    id: row.id,
    document: row.document,
    previous: row.readingVersion === 0 ? null : readingOf(row),
  }))
}

export async function replaceReading(
  db: Db,
  id: string,
  { event, readingVersion, isChange }: { event: RemoteEvent; readingVersion: number; isChange: boolean },
): Promise<void> {
  await db
    .updateTable("partnerEvent")
    .set({ ...columnsOfReading(event), readingVersion, ...(isChange && { changedAt: sql<Date>`now()` }) })
    .where("id", "=", id)
    .execute()
}
