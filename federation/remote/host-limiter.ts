/** Thrown when too many requests to a host are waiting, or one has waited too long. */
export class HostBusyError extends Error {
  constructor(host: string) {
    super(`too many actors of ${host} are being asked for`)
    this.name = "HostBusyError"
  }
}

interface WaitingTask {
  begin(): void
}

export interface HostLimits {
  /** tasks at a time for one host; a popular post brings hundreds of actors of one server within seconds */
  perHost: number
  /** tasks of all hosts, running and waiting */
  total: number
  /** milliseconds that a task waits at most */
  patience: number
}

/** Bounds the tasks that run at a time for each host, so that a host that does not answer delays its own actors only. */
export class HostLimiter {
  readonly #limits: HostLimits
  readonly #running = new Map<string, number>()
  readonly #waiting = new Map<string, Set<WaitingTask>>()
  #total = 0

  constructor(limits: HostLimits) {
    this.#limits = limits
  }

  /**
   * Runs the task when the host has room, in order.
   * @throws {HostBusyError} when there are too many in all, or it has waited too long
   */
  async run<T>(host: string, task: () => Promise<T>): Promise<T> {
    if (this.#total >= this.#limits.total) throw new HostBusyError(host)
    this.#total++
    try {
      await this.#enter(host)
      try {
        return await task()
      } finally {
        this.#leave(host)
      }
    } finally {
      this.#total--
    }
  }

  #enter(host: string): Promise<void> {
    const running = this.#running.get(host) ?? 0
    if (running < this.#limits.perHost) {
      this.#running.set(host, running + 1)
      return Promise.resolve()
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const queue = this.#waiting.get(host) ?? new Set()
    this.#waiting.set(host, queue)
    const timer = setTimeout(() => {
      queue.delete(waiting)
      reject(new HostBusyError(host))
    }, this.#limits.patience)
    const waiting: WaitingTask = {
      begin() {
        clearTimeout(timer)
        queue.delete(waiting)
        resolve()
      },
    }
    queue.add(waiting)
    return promise
  }

  /** The place goes to the task that has waited longest. */
  #leave(host: string): void {
    const [waiting] = this.#waiting.get(host) ?? []
    if (waiting) {
      waiting.begin()
      return
    }
    this.#waiting.delete(host)
    const running = this.#running.get(host)! - 1
    if (running > 0) this.#running.set(host, running)
    else this.#running.delete(host)
  }
}
