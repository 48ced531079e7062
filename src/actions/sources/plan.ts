import type { KnownEntry } from "../../domain/source.ts"
import type { Refusal, SourceEntry } from "./entry.ts"

/** What is to be done with one entry. `known` is what it was here; its key may differ from the entry's when an occurrence moved. */
export type Step =
  | { what: "create"; entry: SourceEntry; digest: string }
  | { what: "change" | "restore"; entry: SourceEntry; digest: string; known: Known }
  | { what: "cancel"; entry: SourceEntry | null; digest: string; known: Known; state: "cancelled" | "gone" }

export type Known = KnownEntry & { event: NonNullable<KnownEntry["event"]> }

/** An entry with which nothing is to be done, and why. */
export interface Left {
  entry: SourceEntry | null
  known: KnownEntry | null
  reason: string
}

/** Everything that a reading asks for. */
export interface Plan {
  steps: Step[]
  left: Left[]
  refused: Refusal[]
  /** entries that say what they said before */
  unchanged: number
  /** why nothing of this is done before somebody agrees */
  held: string | null
}
