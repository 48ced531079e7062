import type { FailingHost } from "../domain/failing-host.ts"
import { wordsOf } from "./words/index.ts"

const day = (date: Date): string => date.toISOString().slice(0, 10)
const minute = (date: Date): string => `${date.toISOString().slice(0, 16)}Z`

/** One line for those who run the site: since when, what waits, when it is tried again, the last error. */
export function failingHostLine(host: FailingHost, language = "en"): string {
  const { name, failingSince, goneAt, pausedUntil, lastError, waiting, followers } = host
  const { failingHosts: words } = wordsOf(language)
  const parts = goneAt
    ? [
        words.gone(name, day(failingSince)),
        words.nothingSent(followers),
        pausedUntil && words.askedAgain(day(pausedUntil)),
      ]
    : [
        words.silent(name, minute(failingSince)),
        words.waiting(waiting, followers),
        pausedUntil && words.triedAgain(minute(pausedUntil)),
      ]
  return [...parts, lastError && words.last(lastError)].filter(Boolean).join("; ")
}
