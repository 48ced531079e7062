import type { ColumnType, Generated } from "kysely"

export interface AuditTable {
  id: Generated<number>
  at: Date
  byKind: string
  byId: string | null
  byName: string
  action: string
  subjectKind: string
  subjectId: string | null
  calendarId: string | null
  details: ColumnType<Record<string, unknown> | null, unknown, never>
}
