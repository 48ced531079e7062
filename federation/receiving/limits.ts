import { RequestRefusal } from "./refusal.ts"

/** How much is received in a process. */
export interface InboundLimits {
  /** @throws {RequestRefusal} 429 when the host has sent as many activities as it may in this minute */
  checkRate(host: string): void
  /** counts an activity that was authenticated as the host's */
  count(host: string): void
  /**
   * Counts what waits to be handled, every few seconds only.
   * @throws {RequestRefusal} 429 when it is `most` or more
   */
  checkBacklog(countWaiting: () => Promise<number>, most: number): Promise<void>
}

const MINUTE_MS = 60_000
/** A large server sends for all its users: the busiest minute of a widely shared post stays below. */
const PER_HOST_AND_MINUTE = 1200
const RECOUNT_MS = 5000

export function createInboundLimits(now: () => Date): InboundLimits {
  let counts = new Map<string, number>()
  let minute = 0
  let countedAt = 0
  let isFull = false

  const startMinute = (): void => {
    const current = Math.floor(now().getTime() / MINUTE_MS)
    if (current === minute) return
    minute = current
    counts = new Map()
  }

  return {
    checkRate(host) {
      startMinute()
      if ((counts.get(host) ?? 0) >= PER_HOST_AND_MINUTE) {
        throw new RequestRefusal(429, `more than ${PER_HOST_AND_MINUTE} activities of ${host} in a minute`, 60)
      }
    },
    count(host) {
      startMinute()
      counts.set(host, (counts.get(host) ?? 0) + 1)
    },
    async checkBacklog(countWaiting, most) {
      const time = now().getTime()
      if (Math.abs(time - countedAt) > RECOUNT_MS) {
        countedAt = time
        isFull = (await countWaiting()) >= most
      }
      if (isFull) throw new RequestRefusal(429, "too much is waiting to be handled", 300)
    },
  }
}
