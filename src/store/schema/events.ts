import type { Generated } from "kysely"
import type { EventContent, EventStatus, PublicationState } from "../../domain/event.ts"
import type { NewsKind } from "../../domain/news.ts"
import type { SessionDocument } from "../../domain/programme.ts"
import type { When } from "../../domain/time.ts"
import type { JsonColumn, JsonColumnWithDefault } from "./columns.ts"

/** Columns of an event's content; those of `when` are below, and the driver writes objects as JSON. */
export interface EventTable extends Omit<EventContent, "when"> {
  /** the account that wrote it; null: nobody of ours, or somebody who is gone */
  authorId: string | null
  id: string
  calendarId: string
  slug: string
  uid: string
  state: PublicationState
  status: EventStatus
  full: Generated<boolean>
  startLocal: string
  endLocal: string | null
  allDay: boolean
  timeZone: string
  previous: When | null
  startsAt: Date
  endsAt: Date | null
  overAt: Date
  seriesId: string | null
  sequence: Generated<number>
  createdAt: Date
  publishedAt: Date | null
  updatedAt: Date | null
  deletedAt: Date | null
  changedAt: Date
  ical: string | null
}

export interface SessionTable {
  id: string
  eventId: string
  slug: string
  position: number
  uid: string
  title: string
  summary: Generated<string>
  startLocal: string | null
  endLocal: string | null
  allDay: Generated<boolean>
  timeZone: string | null
  startsAt: Date | null
  endsAt: Date | null
  room: string | null
  track: string | null
  format: string | null
  speakers: Generated<string[]>
  documents: JsonColumnWithDefault<SessionDocument[]>
  sequence: Generated<number>
  changedAt: Date
  ical: string | null
}

export interface NewsTable {
  id: string
  eventId: string
  calendarId: string
  kind: NewsKind
  text: string
  reason: string | null
  before: JsonColumn<When> | null
  language: string
  publishedAt: Date
}

/** The words of an event, folded for searches. Written by triggers alone (migration 0006). */
export interface EventWordsTable {
  eventId: string
  words: string
}
