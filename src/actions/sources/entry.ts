import type { EventFields, EventStatus } from "../../domain/event.ts"

/** One entry of someone else's calendar, or one occurrence of one, in our words and checked as ours are. */
export interface SourceEntry {
  /** the origin's, kept for ever */
  uid: string
  /** where an occurrence of a series stood first, on the clock of its origin: `2026-12-01T09:00:00`; empty for what is no series */
  recurrenceId: string
  /** of the source, from 1; for formats without lines the number of the entry */
  line: number
  status: EventStatus
  full: boolean
  fields: EventFields
  /** the entry's own page at its origin */
  page: string | null
  /** what was left out or guessed, and why */
  notes: string[]
}

/** An entry that did not come in. */
export interface EntryRefusal {
  line: number
  uid: string | null
  title: string | null
  reason: string
}

/** Everything that a source says at one moment. */
export interface SourceContents {
  /** what it calls itself */
  name: string | null
  /** its page for people */
  page: string | null
  /** how often it wishes to be asked, in milliseconds */
  refreshAfter: number | null
  entries: SourceEntry[]
  refused: EntryRefusal[]
  /** false when its end is missing: what is not in it may still be there */
  whole: boolean
}
