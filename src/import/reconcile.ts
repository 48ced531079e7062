import { createHash } from "node:crypto"
import type { SourceContents, SourceEntry } from "../actions/sources/entry.ts"
import type { ExistingEvent, Left, Plan, Step } from "../actions/sources/plan.ts"
import type { ImportedEntry } from "../domain/source.ts"
import { paired } from "./pair.ts"

export interface Situation {
  reading: Pick<SourceContents, "entries" | "refused" | "whole">
  /** what came in before */
  existing: readonly ImportedEntry[]
  /** UIDs that events have here */
  taken: ReadonlyMap<string, "here" | "deleted">
  now: Date
  /** a file adds and changes; what is not in it says nothing */
  additive: boolean
  /** somebody looked at what is missing, and agrees */
  accepted: boolean
}

/** Fewer than these may vanish at once; of more, half. */
const ALARM = 5

/**
 * What is to be done so that what came in before says what the source says now. Pure: nothing is read or written. Keys stand in Maps,
 * since a UID may be any text.
 */
export function reconcile({ reading, existing, taken, now, additive, accepted }: Situation): Plan {
  const { pairs, come, gone } = paired(reading.entries, existing, now)
  const steps: Step[] = []
  const left: Left[] = []
  let unchanged = 0
  for (const { entry, existing } of pairs) {
    const digest = digestOf(entry)
    const event = existing.event
    if (!event) left.push({ entry, existing, reason: "it was taken away here" })
    else if (event.state === "deleted") left.push({ entry, existing, reason: "it was deleted here" })
    else if (entry.status === "cancelled") {
      if (existing.state === "cancelled") unchanged += 1
      else steps.push({ what: "cancel", entry, digest, existing: { ...existing, event }, state: "cancelled" })
    } else if (existing.state !== "there")
      steps.push({ what: "restore", entry, digest, existing: { ...existing, event } })
    else if (existing.digest !== digest || existing.recurrenceId !== entry.recurrenceId)
      steps.push({ what: "change", entry, digest, existing: { ...existing, event } })
    else unchanged += 1
  }
  const mine = new Set(existing.map(({ uid }) => uid))
  for (const entry of come) {
    const there = mine.has(entry.uid) ? undefined : taken.get(entry.uid)
    if (there === "deleted") left.push({ entry, existing: null, reason: "it was deleted here" })
    else if (there) left.push({ entry, existing: null, reason: "it is here already: an event has its UID" })
    else if (entry.status === "cancelled")
      left.push({ entry, existing: null, reason: "it was cancelled before it came here" })
    else steps.push({ what: "create", entry, digest: digestOf(entry) })
  }
  const missing = additive ? [] : missingOf(gone, reading, now, left)
  for (const existing of missing)
    steps.push({ what: "cancel", entry: null, digest: existing.digest, existing, state: "gone" })
  const upcoming = existing.filter(entry => isLive(entry) && entry.event!.overAt > now).length
  const held = accepted ? null : alarm(missing.length, upcoming, reading)
  return { steps, left, refused: reading.refused, unchanged, held }
}

/** What stood in the source and is no longer there, as far as that says something. */
function missingOf(
  gone: readonly ImportedEntry[],
  { refused, whole }: Situation["reading"],
  now: Date,
  left: Left[],
): ExistingEvent[] {
  const unreadable = new Set(refused.map(({ uid }) => uid))
  return gone.flatMap((existing): ExistingEvent[] => {
    const { event } = existing
    // what is over may leave: many calendars only show what is to come
    if (!event || !isLive(existing) || event.overAt <= now) return []
    const reason = unreadable.has(existing.uid)
      ? "its entry cannot be read any more"
      : whole
        ? null
        : "the source ends before its end: the entry may be in what is missing"
    if (reason) left.push({ entry: null, existing, reason })
    return reason ? [] : [{ ...existing, event }]
  })
}

/** Shown, and not cancelled by its origin before. */
const isLive = ({ state, event }: ImportedEntry): boolean =>
  state === "there" && event !== null && event.state !== "deleted"

function alarm(missing: number, upcoming: number, { entries, refused }: Situation["reading"]): string | null {
  if (missing === 0) return null
  if (entries.length === 0 && refused.length === 0)
    return `the source is empty, and ${upcoming} upcoming ${upcoming === 1 ? "entry" : "entries"} would be cancelled`
  return missing >= ALARM && missing > upcoming / 2
    ? `${missing} of ${upcoming} upcoming entries are no longer in the source and would be cancelled`
    : null
}

/**
 * Fields that count in a digest even when they are empty. Digests are stored: of a field that was added later, only a value counts, so
 * that entries without one are not all taken for changed. This list stays as it is.
 */
const COUNTED_WHEN_EMPTY = new Set(
  "title summary description language when timesAre onlineUrl url category organisers access tags image places sessions".split(
    " ",
  ),
)
const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0)

/** Of what an entry says; the order of its fields does not count. */
export function digestOf({ fields: all, status, full, page }: SourceEntry): string {
  const fields = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => COUNTED_WHEN_EMPTY.has(name) || !isEmpty(value)),
  )
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value
  return createHash("sha256")
    .update(JSON.stringify({ fields, status, full, page }, sorted))
    .digest("base64url")
    .slice(0, 22)
}
