import type { Generated, GeneratedAlways } from "kysely"

export interface ObjectTable {
  path: string
  type: string
  actorId: string | null
  version: Generated<number>
  body: string
  etag: string
  gone: Generated<boolean>
  page: string | null
  likes: Generated<number>
  shares: Generated<number>
  replies: Generated<number>
  updatedAt: Date
}

export interface OutboxTable {
  id: string
  seq: GeneratedAlways<number>
  actorId: string
  type: string
  objectPath: string | null
  objectType: string | null
  objectVersion: number | null
  /** the final bytes; null when no follower was sent the activity: it is rendered when it is requested */
  body: string | null
  listed: boolean
  publishedAt: Date
}

export interface DeliveryTable {
  id: GeneratedAlways<number>
  outboxId: string
  actorId: string
  variant: Generated<string>
  inbox: string
  host: string
  thread: string
  state: Generated<"pending" | "done" | "dead">
  attempts: Generated<number>
  dueAt: Date
  leasedUntil: Date | null
  status: number | null
  error: string | null
  createdAt: Generated<Date>
  updatedAt: Generated<Date>
}
