import { address } from "./address.ts"
import { handle, uuid } from "./parameters.ts"

const dav = address`/dav/`
const davCalendars = dav.with`calendars/`
const davCalendar = davCalendars.with`${handle("handle")}/`

/** CalDAV. Collections end with a slash. */
export const DAV = {
  /** where clients look first (RFC 6764) */
  davDiscovery: address`/.well-known/caldav`,
  dav,
  davPrincipal: dav.with`principal/`,
  davCalendars,
  davCalendar,
  /** an event or a session, by its id */
  davEntry: davCalendar.with`${uuid("id")}.ics`,
}
