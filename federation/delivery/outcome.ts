import { isHostFailure } from "../remote/host-health.ts"

/** What a request ended with: an HTTP answer, or an error without one. */
export type DeliveryAnswer =
  | { status: number; retryAfter: string | null; text: string }
  /** `refused`: a forbidden address; `ours`: this process ran out of a resource or stops, which is nobody else's failure */
  | { status: null; error: string; fault: "theirs" | "ours" | "refused" }

export interface DeliveryAttempt {
  answer: DeliveryAnswer
  /** this one included */
  attempts: number
  /** seconds since the delivery was queued */
  age: number
  /** NodeInfo name of the receiver's software, if known */
  software: string | null
  activityType: string
  isReply: boolean
  /** whether the inbox is the shared one of a server; looked up only after a 404 */
  sharedInbox: boolean
}

/** What happens to the delivery. */
export type DeliveryOutcome =
  | { kind: "done" }
  /** due again in `delay` seconds; `counts`: whether the attempt counts towards the last one */
  | { kind: "retry"; delay: number; counts: boolean }
  | { kind: "dead" }
  /** the inbox no longer exists */
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

const LONGEST_RETRY_AFTER = DAY
/** A host may answer Retry-After for a week, then the delivery is given up. */
const PATIENCE = 7 * DAY
/** A misconfigured proxy answers 404 for a whole server: a shared inbox counts as gone only after this many, an hour and a half. */
const SHARED_404_ATTEMPTS = 6

/**
 * What an answer means for the delivery.
 * @param random 0 to 1, for the jitter of ±10 %
 */
export function outcomeOf(attempt: DeliveryAttempt, now: Date, random: number): DeliveryOutcome {
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
  // Gancio answers 404 to every activity that it does not support: its inbox still exists
  if (status === 404 && attempt.software === "gancio") return { kind: "dead" }
  if (status === 404)
    return attempt.sharedInbox && attempts < SHARED_404_ATTEMPTS ? later(attempts, random) : { kind: "gone" }
  if (status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429) return { kind: "dead" }
  return later(attempts, random)
}

function later(attempts: number, random: number): DeliveryOutcome {
  const gap = RETRY_GAPS[attempts - 1]
  return gap === undefined ? { kind: "dead" } : { kind: "retry", delay: gap * (0.9 + 0.2 * random), counts: true }
}

/** WordPress (ActivityPub 4.3.0) answers 400 to every Create that does not reply to one of its posts: that is not a failure. */
export const isExcused = ({
  answer,
  software,
  activityType,
  isReply,
}: Omit<DeliveryAttempt, "attempts" | "age" | "sharedInbox">): boolean =>
  answer.status === 400 && software === "wordpress" && activityType === "Create" && !isReply

/** Whether the whole host failed, not just this delivery. */
export const hostFailed = (answer: DeliveryAnswer): boolean =>
  answer.status === null ? answer.fault === "theirs" : isHostFailure(answer.status)

/** Seconds for which the host asked for no requests; 0 when it did not. */
export const hostPause = (answer: DeliveryAnswer, now: Date): number =>
  answer.status === 429 || answer.status === 503 ? (retryAfterSeconds(answer.retryAfter, now) ?? 0) : 0

/** RFC 9110 §10.2.3: seconds or a date; at least a second, at most a day. */
export function retryAfterSeconds(value: string | null, now: Date): number | null {
  if (!value) return null
  const seconds = /^\s*\d+\s*$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000
  return Number.isNaN(seconds) ? null : Math.min(Math.max(seconds, 1), LONGEST_RETRY_AFTER)
}
