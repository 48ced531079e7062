import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import { listen } from "./listen.ts"

const log = getLogger(["beffroi", "worker"])

/** Something that is done whenever there is some of it. */
export interface Job {
  name: string
  /** PostgreSQL tells on it that there is work; without it the poll alone finds out */
  channel?: string
  /** Does what is due. @returns how much that was: more than nothing, and it is asked again at once */
  runOnce(): Promise<number>
  /** Finishes what is under way within `grace` milliseconds. */
  stop?(grace: number): Promise<void>
}

export interface Worker {
  /** Finishes what is under way, within ten seconds; leases give the rest to another worker. */
  stop(): Promise<void>
}

/** A notification that was missed (connection lost) costs this long, and what becomes due by time is found within it. */
const POLL_MS = 1000
const GRACE_MS = 8000
/** The promise is to be gone within ten seconds, also when the database no longer answers. */
const LONGEST_STOP_MS = 9500
/** After a failure (PostgreSQL away), so that a broken database is not asked in a tight loop. */
const BACK_OFF_MS = 1000

/** Runs jobs until it is stopped: woken by PostgreSQL's notifications, and by a clock in case one is lost. */
export function startWorker({ databaseUrl, jobs }: { databaseUrl: string; jobs: Job[] }): Worker {
  const stopping = new AbortController()
  const bells = new Map(jobs.map(job => [job, createBell()]))
  const channels = [...new Set(jobs.flatMap(job => job.channel ?? []))]
  const listening = listen(databaseUrl, channels, stopping.signal, channel => {
    for (const [job, bell] of bells) if (job.channel === channel) bell.ring()
  })
  const loops = jobs.map(job => run(job, bells.get(job)!, stopping.signal))
  return {
    async stop() {
      stopping.abort()
      for (const bell of bells.values()) bell.ring()
      const ended = Promise.all([listening, ...loops, ...jobs.map(job => job.stop?.(GRACE_MS))])
      const cut = new AbortController()
      await Promise.race([ended, sleep(LONGEST_STOP_MS, undefined, { signal: cut.signal }).catch(() => {})])
      cut.abort()
    },
  }
}

async function run(job: Job, bell: Bell, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await job.runOnce()) === 0) await bell.rung(POLL_MS)
    } catch (error) {
      if (signal.aborted) return
      log.error("{job} failed and goes on: {error}", { job: job.name, error })
      await bell.rung(BACK_OFF_MS)
    }
  }
}

interface Bell {
  ring(): void
  /** Resolves when it rings, at once if it rang since it was last listened to, or after so many milliseconds. */
  rung(within: number): Promise<void>
}

function createBell(): Bell {
  let missed = false
  let wake: (() => void) | null = null
  return {
    ring() {
      if (wake) wake()
      else missed = true
    },
    rung(within) {
      if (missed) {
        missed = false
        return Promise.resolve()
      }
      return new Promise(resolve => {
        const timer = setTimeout(() => wake?.(), within)
        wake = () => {
          clearTimeout(timer)
          wake = null
          resolve()
        }
      })
    },
  }
}
