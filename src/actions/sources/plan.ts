import type { ImportedEntry } from "../../domain/source.ts"
import type { EntryRefusal, SourceEntry } from "./entry.ts"

/** What is to be done with an entry. `existing` is the event that it was imported as; its key differs from the entry's when an occurrence moved. */
export type Step =
  | { what: "create"; entry: SourceEntry; digest: string }
  | { what: "change" | "restore"; entry: SourceEntry; digest: string; existing: ExistingEvent }
  | { what: "cancel"; entry: SourceEntry | null; digest: string; existing: ExistingEvent; state: "cancelled" | "gone" }

export type ExistingEvent = ImportedEntry & { event: NonNullable<ImportedEntry["event"]> }

/** An entry with which nothing is to be done, and why. */
export interface Left {
  entry: SourceEntry | null
  existing: ImportedEntry | null
  reason: string
}

/** Everything that a reading asks for. */
export interface Plan {
  steps: Step[]
  left: Left[]
  refused: EntryRefusal[]
  /** entries that say what they said before */
  unchanged: number
  /** why nothing of this is done before somebody agrees */
  held: string | null
}
