import { OVERDUE } from "./send.ts"

/** A request that has been sent and not answered yet. */
export interface RequestInFlight {
  host: string
  startedAt: number
  pace: "quick" | "slow" | "hanging"
  controller: AbortController
}

export interface InFlightLimits {
  /** requests at a time as long as they are answered quickly */
  quick: number
  /** milliseconds after which a request counts as slow and makes room for another quick one */
  slowAfter: number
  /** requests at a time in all */
  total: number
  /** milliseconds after which a request counts as hanging */
  hangingAfter: number
  /** hanging requests to one host; with so many in flight, further deliveries to it are put off */
  hangingPerHost: number
  /** milliseconds after which a request is aborted */
  longest: number
}

export const IN_FLIGHT_LIMITS: InFlightLimits = {
  quick: 64,
  slowAfter: 100,
  total: 2_048,
  hangingAfter: 2_000,
  hangingPerHost: 16,
  longest: 25_000,
}

const SWEEP_MS = 50

/**
 * Bounds the requests in flight. A few at a time suffice when answers come quickly, and each costs memory; but a host that hangs
 * holds its request for ten seconds, and sixty-four of those would block every delivery. So a request that is not answered quickly
 * no longer counts against the limit of quick ones.
 */
export class RequestsInFlight {
  readonly #limits: InFlightLimits
  readonly #requests = new Set<RequestInFlight>()
  readonly #hanging = new Map<string, number>()
  readonly #onRoom: () => void
  #quick = 0
  #sweep: NodeJS.Timeout | null = null
  #idle: PromiseWithResolvers<void> | null = null

  /** @param onRoom called when slow requests have made room; not after `end`, whose caller knows that already */
  constructor(limits: InFlightLimits, onRoom: () => void) {
    this.#limits = limits
    this.#onRoom = onRoom
  }

  /** requests that do not count as slow yet */
  get quick(): number {
    return this.#quick
  }

  /** Resolves when no request is in flight. */
  async idle(): Promise<void> {
    if (this.#requests.size === 0) return
    this.#idle ??= Promise.withResolvers<void>()
    await this.#idle.promise
  }

  hasRoom(): boolean {
    return this.#quick < this.#limits.quick && this.#requests.size < this.#limits.total
  }

  isHanging(host: string): boolean {
    return (this.#hanging.get(host) ?? 0) >= this.#limits.hangingPerHost
  }

  begin(host: string): RequestInFlight {
    const request: RequestInFlight = {
      host,
      startedAt: performance.now(),
      pace: "quick",
      controller: new AbortController(),
    }
    this.#requests.add(request)
    this.#quick++
    this.#sweep ??= setInterval(() => this.#classify(), SWEEP_MS)
    return request
  }

  end(request: RequestInFlight): void {
    if (!this.#requests.delete(request)) return
    if (request.pace === "quick") this.#quick--
    if (request.pace === "hanging") this.#countHanging(request.host, -1)
    if (this.#requests.size > 0) return
    if (this.#sweep) clearInterval(this.#sweep)
    this.#sweep = null
    this.#idle?.resolve()
    this.#idle = null
  }

  abortAll(reason: Error): void {
    for (const request of this.#requests) request.controller.abort(reason)
  }

  #classify(): void {
    const now = performance.now()
    let hasRoom = false
    for (const request of this.#requests) {
      const elapsed = now - request.startedAt
      if (request.pace === "quick" && elapsed > this.#limits.slowAfter) {
        request.pace = "slow"
        this.#quick--
        hasRoom = true
      }
      if (request.pace === "slow" && elapsed > this.#limits.hangingAfter) {
        request.pace = "hanging"
        this.#countHanging(request.host, 1)
      }
      if (elapsed > this.#limits.longest) request.controller.abort(OVERDUE)
    }
    if (hasRoom) this.#onRoom()
  }

  #countHanging(host: string, change: number): void {
    const count = (this.#hanging.get(host) ?? 0) + change
    if (count > 0) this.#hanging.set(host, count)
    else this.#hanging.delete(host)
  }
}
