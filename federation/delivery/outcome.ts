/** What came of one attempt: an HTTP answer, or none. */
export type Answer =
  | { status: number; retryAfter: string | null; text: string }
  /** `refused`: an address that must never be asked; `ours`: our own shortage (file descriptors, an abort), nobody's failure */
  | { status: null; error: string; fault: "theirs" | "ours" | "refused" }

export interface Attempt {
  answer: Answer
  /** this one included */
  attempts: number
  /** seconds since the delivery was queued */
  age: number
  /** NodeInfo name of the receiver's software, if known */
  software: string | null
  activityType: string
  isReply: boolean
  /** whether the inbox stands for a whole server; only asked for after a 404 */
  sharedInbox: boolean
}

export type Outcome =
  | { kind: "done" }
  /** due again in so many seconds; `counts` false: the attempt is not held against it */
  | { kind: "retry"; delay: number; counts: boolean }
  | { kind: "dead" }
  /** nobody is behind this inbox any more */
  | { kind: "gone" }

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Seconds from one attempt to the next: 16 attempts over 6.7 days, and with the longest jitter never over 7.4. */
export const RETRY_GAPS = [
  30,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
  8 * HOUR,
  12 * HOUR,
  18 * HOUR,
  24 * HOUR,
  36 * HOUR,
  48 * HOUR,
] as const

/** Seconds that a failing host is left alone after its first failure in a row, its second …; then it is probed. */
export const HOST_PAUSES = [
  30,
  2 * MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  1 * HOUR,
  2 * HOUR,
  4 * HOUR,
  6 * HOUR,
] as const

const LONGEST_RETRY_AFTER = DAY
/** A host that keeps saying "later" is believed for a week. */
const PATIENCE = 7 * DAY
/** A proxy that has lost its way answers 404 for a whole server: an hour and a half of it is believed. */
const SHARED_404_ATTEMPTS = 6

/** @param random 0 to 1, for the jitter of ±10 % */
export function outcomeOf(attempt: Attempt, now: Date, random: number): Outcome {
  const { answer, attempts, age } = attempt
  if (answer.status === null) {
    if (answer.fault === "refused") return { kind: "dead" }
    if (answer.fault === "ours") return { kind: "retry", delay: 5 * (1 + random), counts: false }
    return later(attempts, random)
  }
  const { status } = answer
  if ((status >= 200 && status < 300) || isExcused(attempt)) return { kind: "done" }
  const wait = retryAfterSeconds(answer.retryAfter, now)
  if (wait !== null && (status === 429 || status === 503)) {
    return age < PATIENCE ? { kind: "retry", delay: wait * (1 + 0.1 * random), counts: false } : { kind: "dead" }
  }
  if (status === 410) return { kind: "gone" }
  // Gancio answers 404 to whatever it does not take: its inbox is still there
  if (status === 404 && attempt.software === "gancio") return { kind: "dead" }
  if (status === 404)
    return attempt.sharedInbox && attempts < SHARED_404_ATTEMPTS ? later(attempts, random) : { kind: "gone" }
  if (status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429) return { kind: "dead" }
  return later(attempts, random)
}

function later(attempts: number, random: number): Outcome {
  const gap = RETRY_GAPS[attempts - 1]
  return gap === undefined ? { kind: "dead" } : { kind: "retry", delay: gap * (0.9 + 0.2 * random), counts: true }
}

/** WordPress answers 400 to a Create that replies to nothing of its own: it has no use for it, and that is no failure (seen on 4.3.0). */
export const isExcused = ({
  answer,
  software,
  activityType,
  isReply,
}: Omit<Attempt, "attempts" | "age" | "sharedInbox">): boolean =>
  answer.status === 400 && software === "wordpress" && activityType === "Create" && !isReply

/** Whether the host, not the one activity, is in trouble: no answer, or a proxy that has lost its server. */
export const hostFailed = (answer: Answer): boolean =>
  answer.status === null
    ? answer.fault === "theirs"
    : (answer.status >= 502 && answer.status <= 504) || (answer.status >= 520 && answer.status <= 530)

/** Seconds for which the host asked to be left alone; 0: it did not. */
export const hostPause = (answer: Answer, now: Date): number =>
  answer.status === 429 || answer.status === 503 ? (retryAfterSeconds(answer.retryAfter, now) ?? 0) : 0

/** RFC 9110 §10.2.3: seconds or a date; at least a second, at most a day. */
export function retryAfterSeconds(value: string | null, now: Date): number | null {
  if (!value) return null
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 1), LONGEST_RETRY_AFTER)
}
