import type { SourceEntry } from "../actions/sources/entry.ts"
import type { KnownEntry } from "../domain/source.ts"

export interface Pairs {
  pairs: { entry: SourceEntry; known: KnownEntry }[]
  /** entries that nothing here is known of */
  come: SourceEntry[]
  /** what is no longer in the source */
  gone: KnownEntry[]
}

/** An occurrence that moved further than this is another one. */
const NEAR_DAYS = 6

/**
 * Which entry is which: by UID and RECURRENCE-ID. When a whole series moves to another hour or day, or a single entry becomes a series,
 * all these ids change at once; what is left over of one UID is then paired by its date, so that a moved series is not cancelled
 * forty times and announced forty times more.
 */
export function paired(entries: readonly SourceEntry[], known: readonly KnownEntry[], now: Date): Pairs {
  const byKey = new Map(known.map(entry => [keyOf(entry), entry]))
  const found: Pairs = { pairs: [], come: [], gone: [] }
  const unknown: SourceEntry[] = []
  for (const entry of entries) {
    const before = byKey.get(keyOf(entry))
    if (!before) {
      unknown.push(entry)
      continue
    }
    byKey.delete(keyOf(entry))
    found.pairs.push({ entry, known: before })
  }
  const missing = Map.groupBy(byKey.values(), ({ uid }) => uid)
  const arrived = Map.groupBy(unknown, ({ uid }) => uid)
  for (const [uid, come] of arrived) {
    const before = (missing.get(uid) ?? []).filter(({ event, state }) => event !== null && state === "there")
    const matches = nearest(come, before, now)
    for (const [entry, known] of matches) found.pairs.push({ entry, known })
    found.come.push(...come.filter(entry => !matches.has(entry)))
    const taken = new Set(matches.values())
    missing.set(
      uid,
      (missing.get(uid) ?? []).filter(entry => !taken.has(entry)),
    )
  }
  found.gone = [...missing.values()].flat()
  return found
}

const keyOf = ({ uid, recurrenceId }: { uid: string; recurrenceId: string }): string => `${recurrenceId} ${uid}`

/** Pairs of the same day first, then those that lie nearest, each once. What is over moves to no other day. */
function nearest(come: readonly SourceEntry[], before: readonly KnownEntry[], now: Date): Map<SourceEntry, KnownEntry> {
  const matches = new Map<SourceEntry, KnownEntry>()
  const dayOf = (text: string) => Date.parse(`${text.slice(0, 10)}T00:00:00Z`) / 86_400_000
  const free = new Map(before.map(known => [known, dayOf(known.recurrenceId || known.event!.start)]))
  const entries = come.map(entry => ({ entry, day: dayOf(entry.recurrenceId || entry.fields.when.start) }))
  for (const reach of [0, NEAR_DAYS]) {
    for (const { entry, day } of entries.toSorted((a, b) => a.day - b.day)) {
      if (matches.has(entry)) continue
      let best: { known: KnownEntry; distance: number } | null = null
      for (const [known, there] of free) {
        const distance = Math.abs(day - there)
        if (distance <= (known.event!.overAt > now ? reach : 0) && (!best || distance < best.distance))
          best = { known, distance }
      }
      if (!best) continue
      matches.set(entry, best.known)
      free.delete(best.known)
    }
  }
  return matches
}
