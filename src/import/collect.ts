import type { EntryRefusal, SourceContents, SourceEntry } from "../actions/sources/entry.ts"
import type { EventStatus } from "../domain/event.ts"
import { EntryError, type ImportContext } from "./context.ts"
import { type EntryWords, fieldsOf } from "./fields.ts"
import { oneLine } from "./words/markdown.ts"

/** An entry of a format without occurrences of its own, before it is checked. */
export interface RawEntry {
  uid: string
  /** tells the dates of one UID apart */
  recurrenceId?: string
  status?: EventStatus
  full?: boolean
  page?: string | null
  words: EntryWords
  notes?: string[]
}

const MOST_ENTRIES = 10_000
const TURN = 200

/**
 * Makes entries of what a format says, one after the other: what is wrong in one leaves the others.
 * @param rows what stands where, and how to read it; reading throws {@link EntryError}
 */
export async function collect(
  rows: Iterable<{ line: number; title: string; read: () => RawEntry[] }>,
  context: ImportContext,
  signal?: AbortSignal,
): Promise<Pick<SourceContents, "entries" | "refused">> {
  const entries: SourceEntry[] = []
  const refused: EntryRefusal[] = []
  const seen = new Set<string>()
  let count = 0
  for (const { line, title, read } of rows) {
    try {
      for (const raw of read()) {
        const { uid: given, recurrenceId = "", status = "scheduled", full = false, page = null, words } = raw
        const uid = oneLine(given).slice(0, 250)
        const key = `${uid} ${recurrenceId}`
        if (seen.has(key)) throw new EntryError("it stands here twice")
        seen.add(key)
        if (entries.length >= MOST_ENTRIES) throw new EntryError(`the file has more than ${MOST_ENTRIES} entries`)
        const { fields, notes } = fieldsOf(words, context)
        entries.push({ uid, recurrenceId, line, status, full, fields, page, notes: [...(raw.notes ?? []), ...notes] })
      }
    } catch (error) {
      if (!(error instanceof EntryError)) throw error
      refused.push({ line, uid: null, title: oneLine(title).slice(0, 200) || null, reason: error.message })
    }
    if (++count % TURN === 0) {
      await new Promise(setImmediate)
      signal?.throwIfAborted()
    }
  }
  return { entries, refused }
}
