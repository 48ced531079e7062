import type { SourceEntry } from "../actions/sources/entry.ts"
import type { ImportedEntry } from "../domain/source.ts"

export interface Pairs {
  pairs: { entry: SourceEntry; existing: ImportedEntry }[]
  /** entries that nothing here is known of */
  come: SourceEntry[]
  /** what is no longer in the source */
  gone: ImportedEntry[]
}

/** An occurrence that moved further than this is another one. */
const NEAR_DAYS = 6

/**
 * Which entry is which: by UID and RECURRENCE-ID. When a whole series moves to another hour or day, or a single entry becomes a series,
 * all these ids change at once; what is left over of one UID is then paired by its date, so that a moved series is not cancelled
 * forty times and announced forty times more.
 */
export function paired(entries: readonly SourceEntry[], existing: readonly ImportedEntry[], now: Date): Pairs {
  const byKey = new Map(existing.map(entry => [keyOf(entry), entry]))
  const result: Pairs = { pairs: [], come: [], gone: [] }
  const unknown: SourceEntry[] = []
  for (const entry of entries) {
    const before = byKey.get(keyOf(entry))
    if (!before) {
      unknown.push(entry)
      continue
    }
    byKey.delete(keyOf(entry))
    result.pairs.push({ entry, existing: before })
  }
  const missing = Map.groupBy(byKey.values(), ({ uid }) => uid)
  const arrived = Map.groupBy(unknown, ({ uid }) => uid)
  for (const [uid, come] of arrived) {
    const before = (missing.get(uid) ?? []).filter(({ event, state }) => event !== null && state === "there")
    const matches = nearest(come, before, now)
    for (const [entry, existing] of matches) result.pairs.push({ entry, existing })
    result.come.push(...come.filter(entry => !matches.has(entry)))
    const taken = new Set(matches.values())
    missing.set(
      uid,
      (missing.get(uid) ?? []).filter(entry => !taken.has(entry)),
    )
  }
  result.gone = [...missing.values()].flat()
  return result
}

const keyOf = ({ uid, recurrenceId }: { uid: string; recurrenceId: string }): string => `${recurrenceId} ${uid}`

/** Pairs of the same day first, then those that lie nearest, each once. What is over moves to no other day. */
function nearest(
  come: readonly SourceEntry[],
  before: readonly ImportedEntry[],
  now: Date,
): Map<SourceEntry, ImportedEntry> {
  const matches = new Map<SourceEntry, ImportedEntry>()
  const dayOf = (text: string) => Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000
  const free = new Map(before.map(existing => [existing, dayOf(existing.recurrenceId || existing.event!.start)]))
  const entries = come.map(entry => ({ entry, day: dayOf(entry.recurrenceId || entry.fields.when.start) }))
  for (const reach of [0, NEAR_DAYS]) {
    for (const { entry, day } of entries.toSorted((a, b) => a.day - b.day)) {
      if (matches.has(entry)) continue
      let best: { existing: ImportedEntry; distance: number } | null = null
      for (const [existing, there] of free) {
        const distance = Math.abs(day - there)
        if (distance <= (existing.event!.overAt > now ? reach : 0) && (!best || distance < best.distance))
          best = { existing, distance }
      }
      if (!best) continue
      matches.set(entry, best.existing)
      free.delete(best.existing)
    }
  }
  return matches
}
