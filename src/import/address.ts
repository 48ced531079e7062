import { invalid } from "../domain/errors.ts"

/**
 * The address that gives a calendar, from the one that people copy: `webcal://`, and the page of a calendar that was shared on a
 * Nextcloud such as Framagenda (`/apps/calendar/p/TOKEN`), whose calendar stands at `/remote.php/dav/public-calendars/TOKEN?export`.
 * @throws {DomainError} `invalid`, naming `url`
 */
export function calendarAddress(text: string): string {
  const wrong = (reason: string) => invalid([{ field: "url", reason }])
  const url = URL.parse(text.trim().replace(/^webcals?:\/\//i, "https://"))
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong("must be an http, https or webcal address")
  if (url.username || url.password) throw wrong("must not hold a name or password")
  url.hash = ""
  const shared = /^(.*?)(?:\/index\.php)?\/apps\/calendar\/(?:p|public|embed)\/([A-Za-z0-9-]+)/.exec(url.pathname)
  if (!shared) return url.href
  const [, base, token] = shared
  if (token!.includes("-")) throw wrong("shows several calendars together: give the address of each")
  return `${url.origin}${base}/remote.php/dav/public-calendars/${token}?export`
}
