import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import { listen } from "./listen.ts"

const log = getLogger(["beffroi", "worker"])

/** A kind of work that is done whenever some is due. */
export interface Job {
  name: string
  /** PostgreSQL channel on which due work is announced; without it only the poll finds it */
  channel?: string
  /** milliseconds between polls when nothing was due; default: 1000 */
  everyMs?: number
  /** Does what is due. @returns how much that was: when more than 0, it is called again at once */
  runOnce(): Promise<number>
  /** Finishes what is under way within `grace` milliseconds. */
  stop?(grace: number): Promise<void>
}

export interface Worker {
  /** Finishes what is under way, within ten seconds; leases give the rest to another worker. */
  stop(): Promise<void>
}

/** A lost notification (the connection broke) delays work by this long, and work that becomes due by time is found within it. */
const POLL_MS = 1000
const GRACE_MS = 8000
/** A stop ends within ten seconds, also when the database no longer answers. */
const LONGEST_STOP_MS = 9500
/** After a failure, so that a broken database is not asked in a tight loop. */
const BACK_OFF_MS = 1000

/** Runs jobs until it is stopped: woken by PostgreSQL's notifications, and by a poll in case one is lost. */
export function startWorker({ databaseUrl, jobs }: { databaseUrl: string; jobs: Job[] }): Worker {
  const stopping = new AbortController()
  const wakeups = new Map(jobs.map(job => [job, createWakeup()]))
  const channels = [...new Set(jobs.flatMap(job => job.channel ?? []))]
  const listening = listen(databaseUrl, channels, stopping.signal, channel => {
    for (const [job, wakeup] of wakeups) if (job.channel === channel) wakeup.wake()
  })
  const loops = jobs.map(job => run(job, wakeups.get(job)!, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      for (const wakeup of wakeups.values()) wakeup.wake()
      const ended = Promise.all([listening, ...loops, ...jobs.map(job => job.stop?.(GRACE_MS))])
      const cut = new AbortController()
      await Promise.race([ended, sleep(LONGEST_STOP_MS, undefined, { signal: cut.signal }).catch(() => {})])
      cut.abort()
    },
  }
}

async function run(job: Job, wakeup: Wakeup, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await job.runOnce()) === 0) await wakeup.wait(job.everyMs ?? POLL_MS)
    } catch (error) {
      if (signal.aborted) return
      log.error("{job} failed and goes on: {error}", { job: job.name, error })
      await wakeup.wait(BACK_OFF_MS)
    }
  }
}

interface Wakeup {
  wake(): void
  /** Resolves when it is woken, at once if that happened since the last wait, or after so many milliseconds. */
  wait(ms: number): Promise<void>
}

function createWakeup(): Wakeup {
  let missed = false
  let waiting: (() => void) | null = null
  return {
    wake() {
      if (waiting) waiting()
      else missed = true
    },
    wait(ms) {
      if (missed) {
        missed = false
        return Promise.resolve()
      }
      return new Promise(resolve => {
        const timer = setTimeout(() => waiting?.(), ms)
        waiting = () => {
          clearTimeout(timer)
          waiting = null
          resolve()
        }
      })
    },
  }
}
