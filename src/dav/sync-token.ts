import { absolute, paths } from "../domain/paths.ts"

/** RFC 6578 wants a URI. It names the calendar: the token of one says nothing of another. */
export const syncToken = (origin: string, handle: string, seq: number): string => `${prefixOf(origin, handle)}${seq}`

const prefixOf = (origin: string, handle: string): string => `${absolute(origin, paths.davCalendar(handle))}sync/`

/** The number of the last change that who holds it knows of; null when it is no token of this calendar. */
export function readSyncToken(token: string, origin: string, handle: string): number | null {
  const prefix = prefixOf(origin, handle)
  const digits = token.startsWith(prefix) ? token.slice(prefix.length) : ""
  return /^(0|[1-9]\d{0,14})$/.test(digits) ? Number(digits) : null
}
