import type { Calendar } from "../domain/calendar.ts"

/** What a source is read for. */
export interface ImportContext {
  calendar: Calendar
  /** tags of the source, in lower case, and what they are called here; an empty name drops one */
  tagMap: ReadonlyMap<string, string>
  now: Date
}

/** Why an entry cannot come in, in words that can be shown. */
export class EntryError extends Error {
  /** whether it still stands in the source: what cannot be read any more is not gone */
  readonly isThere: boolean

  constructor(message: string, isThere = true) {
    super(message)
    this.isThere = isThere
  }
}

/** How far back and ahead occurrences of what recurs are made. */
export const DAYS_BACK = 30
export const DAYS_AHEAD = 548
