import type { Generated } from "kysely"
import type { JsonObject } from "../../domain/json.ts"
import type { RemoteEventStatus } from "../../domain/partner-event.ts"
import type { JsonColumn } from "./columns.ts"

/** The columns from `uid` to `listed` are read from the document; a row of `readingVersion` 0 has none of them yet. */
export interface PartnerEventTable {
  id: string
  remoteId: string
  name: string
  /** as it was sent */
  document: JsonColumn<JsonObject>
  activityId: string | null
  receivedAt: Generated<Date>
  updatedAt: Date | null
  /** when what is shown of it last changed */
  changedAt: Generated<Date>
  deletedAt: Date | null
  /** version of the reader that filled the other columns */
  readingVersion: Generated<number>
  authors: Generated<string[]>
  uid: string | null
  startLocal: string | null
  endLocal: string | null
  allDay: boolean | null
  timeZone: string | null
  assumedTimeZone: string | null
  startsAt: Date | null
  endsAt: Date | null
  overAt: Date | null
  status: RemoteEventStatus | null
  placeName: string | null
  placeAddress: string | null
  latitude: number | null
  longitude: number | null
  tags: Generated<string[]>
  language: string | null
  page: string | null
  contentHtml: string | null
  contentText: string | null
  listed: Generated<boolean>
}
