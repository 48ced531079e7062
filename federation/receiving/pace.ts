import { Refusal } from "./refusal.ts"

/** How fast things may come in. */
export interface Pace {
  /** @throws {Refusal} 429 when a host has had its share of this minute */
  check(host: string): void
  /** one more that was really of that host */
  count(host: string): void
  /** @throws {Refusal} 429 when too much waits to be handled; counted every few seconds only */
  checkQueue(countWaiting: () => Promise<number>, most: number): Promise<void>
}

const MINUTE_MS = 60_000
/** A large server sends what all its people do; the busiest minute of a post that everybody shares stays below. */
const PER_HOST_AND_MINUTE = 1200
const LOOK_AGAIN_MS = 5000

export function createPace(now: () => Date): Pace {
  let counts = new Map<string, number>()
  let minute = 0
  let lookedAt = 0
  let full = false

  const turn = (): void => {
    const current = Math.floor(now().getTime() / MINUTE_MS)
    if (current === minute) return
    minute = current
    counts = new Map()
  }

  return {
    check(host) {
      turn()
      if ((counts.get(host) ?? 0) >= PER_HOST_AND_MINUTE) {
        throw new Refusal(429, `more than ${PER_HOST_AND_MINUTE} activities of ${host} in a minute`, 60)
      }
    },
    count(host) {
      turn()
      counts.set(host, (counts.get(host) ?? 0) + 1)
    },
    async checkQueue(countWaiting, most) {
      const time = now().getTime()
      if (Math.abs(time - lookedAt) > LOOK_AGAIN_MS) {
        lookedAt = time
        full = (await countWaiting()) >= most
      }
      if (full) throw new Refusal(429, "too much is waiting to be handled", 300)
    },
  }
}
