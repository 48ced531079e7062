import type { Source } from "../domain/source.ts"

/** Sources say how often they wish to be read; within these bounds they are. */
const SHORTEST_MS = 15 * 60_000
const USUAL_MS = 3_600_000
const LONGEST_MS = 24 * 3_600_000
/** A series without an end is extended by reading its unchanged source anew, once a day. */
const STALE_MS = 24 * 3_600_000

type NextReading = Pick<Source, "dueAt" | "failures" | "failingSince" | "error"> & { intervalSeconds?: number }

/** When a source is read next after it answered. @param wished the interval that it asks for, in milliseconds */
export function afterReading(wished: number | null, now: Date): NextReading {
  const interval = Math.min(Math.max(wished ?? USUAL_MS, SHORTEST_MS), LONGEST_MS)
  return {
    dueAt: new Date(now.getTime() + spread(interval)),
    intervalSeconds: Math.round(interval / 1000),
    failures: 0,
    failingSince: null,
    error: null,
  }
}

/** When a source is read next after a failure: the wait doubles each time, up to a day. */
export function afterFailure(source: Source, error: string, retryAfter: number | null, now: Date): NextReading {
  const waited = source.intervalSeconds * 1000 * 2 ** Math.min(source.failures, 10)
  const wait = Math.min(Math.max(waited, retryAfter ?? 0), LONGEST_MS)
  return {
    dueAt: new Date(now.getTime() + spread(wait)),
    failures: source.failures + 1,
    failingSince: source.failingSince ?? now,
    error: error.slice(0, 500),
  }
}

/** Spreads the readers of a source over time: 5 % earlier or later. */
const spread = (wait: number): number => wait * (0.95 + Math.random() * 0.1)

export const isStale = ({ readAt }: Pick<Source, "readAt">, now: Date): boolean =>
  readAt === null || now.getTime() - readAt.getTime() >= STALE_MS
