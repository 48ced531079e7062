import { lastDay, type When, withOffset, zonedEnd, zonedStart } from "../../domain/time.ts"

/**
 * ISO 8601: local times with their offset, `2026-12-01T18:30:00+01:00`, or days alone, of which the last one is inclusive. The
 * end is null when nobody said it.
 */
export function eventDates(when: When): { start: string; end: string | null } {
  if (when.allDay) return { start: when.start.slice(0, 10), end: lastDay(when).toString() }
  const end = zonedEnd(when)
  return { start: withOffset(zonedStart(when)), end: end && withOffset(end) }
}
