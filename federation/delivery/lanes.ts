import { OVERDUE } from "./send.ts"

/** One request under way. */
export interface Flight {
  host: string
  startedAt: number
  pace: "quick" | "slow" | "hanging"
  controller: AbortController
}

export interface LaneLimits {
  /** requests that may be under way at once as long as they are answered quickly */
  quick: number
  /** milliseconds after which a request gives its place to another and waits in the slow lane */
  slowAfter: number
  /** requests under way in all */
  total: number
  /** milliseconds after which a request counts as hanging */
  hangingAfter: number
  /** hanging requests to one host: with so many under way it gets no more for a while */
  hangingPerHost: number
  /** milliseconds after which a request is cut off */
  longest: number
}

export const LANE_LIMITS: LaneLimits = {
  quick: 64,
  slowAfter: 100,
  total: 2_048,
  hangingAfter: 2_000,
  hangingPerHost: 16,
  longest: 25_000,
}

const SWEEP_MS = 50

/**
 * Few requests at a time are enough when answers come quickly, and each costs memory; a host that hangs holds its request for
 * ten seconds, and sixty-four of those would hold everybody. So a request that is not answered quickly leaves its place.
 */
export class Lanes {
  readonly #limits: LaneLimits
  readonly #flights = new Set<Flight>()
  readonly #hanging = new Map<string, number>()
  readonly #onRoom: () => void
  #quick = 0
  #sweep: NodeJS.Timeout | null = null

  /** @param onRoom called when a place became free by slowness; `leave` is the caller's own doing */
  constructor(limits: LaneLimits, onRoom: () => void) {
    this.#limits = limits
    this.#onRoom = onRoom
  }

  /** requests that are being answered quickly, or may be yet */
  get quick(): number {
    return this.#quick
  }

  get size(): number {
    return this.#flights.size
  }

  hasRoom(): boolean {
    return this.#quick < this.#limits.quick && this.#flights.size < this.#limits.total
  }

  isHanging(host: string): boolean {
    return (this.#hanging.get(host) ?? 0) >= this.#limits.hangingPerHost
  }

  enter(host: string): Flight {
    const flight: Flight = { host, startedAt: performance.now(), pace: "quick", controller: new AbortController() }
    this.#flights.add(flight)
    this.#quick++
    this.#sweep ??= setInterval(() => this.#look(), SWEEP_MS)
    return flight
  }

  leave(flight: Flight): void {
    if (!this.#flights.delete(flight)) return
    if (flight.pace === "quick") this.#quick--
    if (flight.pace === "hanging") this.#countHanging(flight.host, -1)
    if (this.#flights.size === 0 && this.#sweep) {
      clearInterval(this.#sweep)
      this.#sweep = null
    }
  }

  abortAll(reason: Error): void {
    for (const flight of this.#flights) flight.controller.abort(reason)
  }

  #look(): void {
    const now = performance.now()
    let freed = false
    for (const flight of this.#flights) {
      const lasted = now - flight.startedAt
      if (flight.pace === "quick" && lasted > this.#limits.slowAfter) {
        flight.pace = "slow"
        this.#quick--
        freed = true
      }
      if (flight.pace === "slow" && lasted > this.#limits.hangingAfter) {
        flight.pace = "hanging"
        this.#countHanging(flight.host, 1)
      }
      if (lasted > this.#limits.longest) flight.controller.abort(OVERDUE)
    }
    if (freed) this.#onRoom()
  }

  #countHanging(host: string, change: number): void {
    const count = (this.#hanging.get(host) ?? 0) + change
    if (count > 0) this.#hanging.set(host, count)
    else this.#hanging.delete(host)
  }
}
