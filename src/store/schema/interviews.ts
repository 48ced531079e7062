import type { Generated } from "kysely"
import type { PublicationState } from "../../domain/event.ts"
import type { Image } from "../../domain/image.ts"
import type { JsonColumn } from "./columns.ts"

export interface InterviewTable {
  /** the account that wrote it; null: nobody of ours, or somebody who is gone */
  authorId: string | null
  id: string
  calendarId: string
  slug: string
  state: PublicationState
  title: string
  summary: Generated<string>
  content: Generated<string>
  language: string
  interviewees: Generated<string[]>
  tags: Generated<string[]>
  date: string
  portrait: JsonColumn<Image> | null
  videoUrl: string | null
  original: JsonColumn<{ name: string; url: string }> | null
  eventId: string | null
  createdAt: Date
  publishedAt: Date | null
  updatedAt: Date | null
  deletedAt: Date | null
}

/** The words of an interview, folded for searches. Written by triggers alone (migration 0006). */
export interface InterviewWordsTable {
  interviewId: string
  words: string
}
