import type { EventStatus, PublicationState } from "./event.ts"

/** A calendar of others that comes in here, or (without an address) the files that were brought in by hand. */
export interface Source {
  id: string
  calendarId: string
  calendarHandle: string
  url: string | null
  /** what it calls itself */
  name: string | null
  /** its page for people */
  page: string | null
  tagMap: Record<string, string>
  /** else its entries become drafts */
  publish: boolean
  createdAt: Date
  removedAt: Date | null
  dueAt: Date | null
  etag: string | null
  lastModified: string | null
  readAt: Date | null
  intervalSeconds: number
  failures: number
  failingSince: Date | null
  error: string | null
  /** why what it says now waits for somebody's word */
  held: string | null
  accepted: boolean
  report: SourceReport | null
}

/** An entry of a source that was brought in before, and what became of its event here. */
export interface ImportedEntry {
  uid: string
  recurrenceId: string
  digest: string
  /** how its origin had it last */
  state: "there" | "cancelled" | "gone"
  /** null when it was taken away here */
  event: { id: string; title: string; state: PublicationState; status: EventStatus; start: string; overAt: Date } | null
}

export type Outcome = "created" | "changed" | "cancelled" | "restored" | "unchanged" | "left" | "refused"

/** What one reading did, or would do. */
export interface SourceReport {
  counts: Record<Outcome, number>
  /** what is worth telling, the rest is in the counts */
  lines: ReportLine[]
  /** lines that are not shown */
  more: number
  held: string | null
  /** false when nothing was written */
  applied: boolean
}

export interface ReportLine {
  outcome: Outcome
  /** of the source, from 1; null for what is no longer in it */
  line: number | null
  title: string | null
  /** local, as it was said */
  start: string | null
  /** why, or what was left out */
  reasons: string[]
}
