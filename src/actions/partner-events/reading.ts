import { isDeepStrictEqual } from "node:util"
import type { JsonObject } from "../../domain/json.ts"
import type { RemoteEvent } from "../../domain/partner-event.ts"
import { siteTimeZone } from "../../store/actors.ts"
import { type Db, transact } from "../../store/db.ts"
import { lockOutdatedReadings, replaceReading } from "../../store/partner-readings.ts"

/** Reads documents of stored events; the federation side hands it in. */
export interface StoredEventReader {
  /** grows whenever documents are read differently */
  version: number
  /** @param siteZone IANA zone for an event that names none. Throws nothing. */
  read(id: string, document: JsonObject, siteZone: string): RemoteEvent
}

/** 50 documents are read in some 50 ms; an edit of one of these rows waits so long. */
const ROWS_PER_ROUND = 50

/**
 * Reads some stored documents anew: those that an older version of the reader read, and those that were read in another time zone than
 * the site has now. Rows remember the version, so that another worker goes on where one was killed; a newer version's rows are left alone.
 * @returns how many were read: 0 when all are current
 */
export const readOutdatedEvents = (db: Db, reader: StoredEventReader, limit = ROWS_PER_ROUND): Promise<number> =>
  transact(db, async trx => {
    const siteZone = await siteTimeZone(trx)
    const rows = await lockOutdatedReadings(trx, { version: reader.version, siteZone, limit })
    for (const { id, document, previous } of rows) {
      const event = reader.read(id, document, siteZone)
      // readers have seen what an older version read: then feeds and calendars have to offer the difference
      const isChange = previous !== null && !isDeepStrictEqual(previous, event)
      await replaceReading(trx, id, { event, readingVersion: reader.version, isChange })
    }
    return rows.length
  })
