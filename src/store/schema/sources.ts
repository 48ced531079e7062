import type { Generated } from "kysely"
import type { JsonColumn, JsonColumnWithDefault } from "./columns.ts"

export interface SourceTable {
  id: string
  calendarId: string
  url: string | null
  name: string | null
  page: string | null
  tagMap: JsonColumnWithDefault<Record<string, string>>
  publish: boolean
  createdAt: Date
  removedAt: Date | null
  dueAt: Date | null
  leasedUntil: Date | null
  etag: string | null
  lastModified: string | null
  readAt: Date | null
  intervalSeconds: Generated<number>
  failures: Generated<number>
  failingSince: Date | null
  error: string | null
  held: string | null
  accepted: Generated<boolean>
  report: JsonColumn<unknown> | null
}

export interface ImportedEventTable {
  sourceId: string
  uid: string
  recurrenceId: string
  eventId: string | null
  digest: string
  fields: JsonColumn<unknown>
  state: "there" | "cancelled" | "gone"
  page: string | null
}
