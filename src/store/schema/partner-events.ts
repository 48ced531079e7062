import type { Generated, GeneratedAlways } from "kysely"
import type { JsonColumn } from "./columns.ts"

export interface PartnerEventTable {
  id: string
  remoteId: string
  name: string
  document: JsonColumn<Record<string, unknown>>
  activityId: string | null
  startsAt: Date | null
  endsAt: Date | null
  receivedAt: Generated<Date>
  updatedAt: Date | null
  /** when what we know of it last changed */
  changedAt: Generated<Date>
  /** public, with a date, and of a bearable size */
  shown: GeneratedAlways<boolean>
  deletedAt: Date | null
}
