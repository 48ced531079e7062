import type { Generated, GeneratedAlways } from "kysely"

export interface InboxActivityTable {
  id: GeneratedAlways<number>
  activityId: string
  digest: string
  actor: string
  type: string
  recipient: string | null
  body: string
  receivedAt: Generated<Date>
  state: Generated<"pending" | "done" | "ignored" | "failed">
  attempts: Generated<number>
  dueAt: Generated<Date>
  leasedUntil: Date | null
  error: string | null
}

/** Ids that were undone or deleted before the thing itself arrived. */
export interface RevokedTable {
  id: string
  actor: string
  at: Generated<Date>
}
