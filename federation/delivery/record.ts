import { setTimeout as sleep } from "node:timers/promises"
import { getLogger } from "@logtape/logtape"
import type { Db } from "../../src/store/db.ts"
import { type DeliveryResult, recordDeliveries } from "../../src/store/deliveries.ts"
import { type HostNews, recordHostNews, wakeHosts } from "../../src/store/hosts.ts"
import { dropInbox } from "../../src/store/inboxes.ts"
import { HOST_PAUSES } from "../remote/host-health.ts"

const log = getLogger(["beffroi", "delivery"])

/** What one attempt changes about the delivery and about its host. */
export interface AttemptReport {
  delivery: DeliveryResult
  host: {
    name: string
    answered: boolean
    /** whether it counted as failing before this attempt */
    wasFailing: boolean
    failed: string | null
    pauseSeconds: number
    signatureScheme: HostNews["signatureScheme"]
    signatureSchemeSeconds: number
  } | null
  /** the inbox, when it no longer exists */
  gone: { inbox: string; host: string; reason: string } | null
}

const BATCH = 500
/** Each statement costs its plan and a flush to disk, whether it writes five reports or fifty. */
const GATHER_MS = 25
const RETRY_MS = 500

/**
 * Writes reports in batches, one batch at a time: while one is written the next gathers. It waits for a database that is
 * unavailable, because a delivery that was made and not recorded would be repeated.
 */
export class DeliveryRecorder {
  readonly #db: Db
  #waiting: AttemptReport[] = []
  #writing: Promise<void> | null = null
  #stopped = false
  readonly #onWritten: () => void

  constructor(db: Db, onWritten: () => void) {
    this.#db = db
    this.#onWritten = onWritten
  }

  /** reports that are not written yet */
  get size(): number {
    return this.#waiting.length
  }

  add(report: AttemptReport): void {
    this.#waiting.push(report)
    this.#writing ??= this.#write().finally(() => {
      this.#writing = null
    })
  }

  /** Resolves when everything is written. */
  async settled(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  /** From now on a batch that cannot be written is dropped; its deliveries are due again when their leases end. */
  stop(): void {
    this.#stopped = true
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < BATCH) await sleep(GATHER_MS)
      const batch = this.#waiting.slice(0, BATCH)
      try {
        await record(this.#db, batch)
        this.#waiting = this.#waiting.slice(batch.length)
        this.#onWritten()
      } catch (error) {
        log.warning("{count} results of deliveries cannot be recorded: {error}", { count: this.#waiting.length, error })
        if (this.#stopped) return
        await sleep(RETRY_MS)
      }
    }
  }
}

/** Idempotent, so that a batch that failed half-way can be written again. */
async function record(db: Db, batch: AttemptReport[]): Promise<void> {
  await recordDeliveries(
    db,
    batch.map(report => report.delivery),
  )
  const news = hostNews(batch)
  for (const host of news.length > 0 ? await recordHostNews(db, news, HOST_PAUSES) : [])
    log.warning("{host} has not answered for a week: until it does nothing more is sent to it; its followers stay", {
      host,
    })
  const back = new Set(batch.filter(({ host }) => host?.answered && host.wasFailing).map(({ host }) => host!.name))
  if (back.size > 0) await wakeHosts(db, [...back])
  for (const { gone } of batch) {
    if (!gone) continue
    const followers = await dropInbox(db, gone)
    log.info("{inbox} is gone, with {followers} followers: {reason}", { ...gone, followers })
  }
}

/** One entry per host; a host that answered anything in this batch did not fail. */
export function hostNews(batch: AttemptReport[]): HostNews[] {
  const hosts = new Map<string, HostNews & { answered: boolean; wasFailing: boolean }>()
  for (const { host } of batch) {
    if (!host) continue
    const { name } = host
    const sum = hosts.get(name) ?? {
      host: name,
      failed: null,
      pauseSeconds: 0,
      signatureScheme: null,
      signatureSchemeSeconds: 0,
      answered: false,
      wasFailing: false,
    }
    sum.answered ||= host.answered
    sum.wasFailing ||= host.wasFailing
    sum.failed ??= host.failed
    sum.pauseSeconds = Math.max(sum.pauseSeconds, host.pauseSeconds)
    if (host.signatureScheme) {
      sum.signatureScheme = host.signatureScheme
      sum.signatureSchemeSeconds = host.signatureSchemeSeconds
    }
    hosts.set(name, sum)
  }
  const news: HostNews[] = []
  for (const { answered, wasFailing, ...sum } of hosts.values()) {
    if (answered) sum.failed = null
    if (sum.failed || sum.pauseSeconds > 0 || sum.signatureScheme || (answered && wasFailing)) news.push(sum)
  }
  return news
}
