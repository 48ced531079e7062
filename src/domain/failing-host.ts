/** Another server that does not answer. */
export interface FailingHost {
  name: string
  failingSince: Date
  /** since when nothing is sent to it any more; null: it is still tried */
  goneAt: Date | null
  /** when it is tried or asked next */
  pausedUntil: Date | null
  lastError: string | null
  /** deliveries */
  waiting: number
  followers: number
}

const day = (date: Date): string => date.toISOString().slice(0, 10)
const minute = (date: Date): string => `${date.toISOString().slice(0, 16)}Z`
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** For whoever looks after the site, in one line. */
export function failingHostInWords(host: FailingHost): string {
  const { name, failingSince, goneAt, pausedUntil, lastError, waiting, followers } = host
  const kept = `${count(followers, "follower", "followers")} kept`
  const words = goneAt
    ? [
        `${name} is gone: no answer since ${day(failingSince)}`,
        `nothing is sent to it, ${kept}`,
        pausedUntil && `asked again on ${day(pausedUntil)}`,
      ]
    : [
        `${name} does not answer since ${minute(failingSince)}`,
        `${count(waiting, "delivery", "deliveries")} waiting, ${kept}`,
        pausedUntil && `tried again at ${minute(pausedUntil)}`,
      ]
  return [...words, lastError && `last: ${lastError}`].filter(Boolean).join("; ")
}
