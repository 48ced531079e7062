import { absolute, paths } from "../domain/paths.ts"

/** A URI, as RFC 6578 requires. It names the calendar, so that the token of one is invalid for another. */
export const syncToken = (origin: string, handle: string, seq: number): string => `${prefixOf(origin, handle)}${seq}`

const prefixOf = (origin: string, handle: string): string => `${absolute(origin, paths.davCalendar(handle))}sync/`

/** The number of the last change that a client has; null for what is no token of this calendar. */
export function readSyncToken(token: string, origin: string, handle: string): number | null {
  const prefix = prefixOf(origin, handle)
  const digits = token.startsWith(prefix) ? token.slice(prefix.length) : ""
  return /^(0|[1-9]\d{0,14})$/.test(digits) ? Number(digits) : null
}
