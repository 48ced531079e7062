const MINUTE = 60
const HOUR = 60 * MINUTE

/** Seconds for which a failing host is paused after its first failure in a row, its second …; then it is probed. */
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

/** Whether this HTTP status comes from a proxy that cannot reach its server: 502 to 504, and 520 to 530 of Cloudflare. */
export const isHostFailure = (status: number): boolean =>
  (status >= 502 && status <= 504) || (status >= 520 && status <= 530)
