import { invalid } from "../domain/errors.ts"
import { fieldProblem } from "../domain/field-problem.ts"

/**
 * The address that gives a calendar, from the one that people copy: `webcal://`, and the page of a calendar that was shared on a
 * Nextcloud such as Framagenda (`/apps/calendar/p/TOKEN`), whose calendar stands at `/remote.php/dav/public-calendars/TOKEN?export`.
 * @throws {DomainError} `invalid`, naming `url`
 */
export function calendarAddress(text: string): string {
  const wrong = (code: "not-a-source-address" | "address-with-credentials" | "several-calendars") =>
    invalid([fieldProblem("url", code)])
  const url = URL.parse(text.trim().replace(/^webcals?:\/\//i, "https://"))
  if (!url || !/^https?:$/.test(url.protocol)) throw wrong("not-a-source-address")
  if (url.username || url.password) throw wrong("address-with-credentials")
  url.hash = ""
  const shared = /^(.*?)(?:\/index\.php)?\/apps\/calendar\/(?:p|public|embed)\/([A-Za-z0-9-]+)/.exec(url.pathname)
  if (!shared) return url.href
  const [, base, token] = shared
  if (token!.includes("-")) throw wrong("several-calendars")
  return `${url.origin}${base}/remote.php/dav/public-calendars/${token}?export`
}
