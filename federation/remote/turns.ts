/** Thrown when a turn does not come. */
export class Busy extends Error {
  constructor(host: string) {
    super(`too many actors of ${host} are being asked for`)
    this.name = "Busy"
  }
}

interface Waiting {
  begin(): void
}

export interface TurnLimits {
  /** under way at once for one host; a popular post brings hundreds of strangers of one server within seconds */
  perHost: number
  /** waiting and under way, of all hosts */
  inAll: number
  /** milliseconds */
  patience: number
}

/** A host that does not answer holds back its own people only, and they are told to come back after a while. */
export class Turns {
  readonly #limits: TurnLimits
  readonly #underWay = new Map<string, number>()
  readonly #waiting = new Map<string, Set<Waiting>>()
  #all = 0

  constructor(limits: TurnLimits) {
    this.#limits = limits
  }

  /** Runs when it is this host's turn. @throws {Busy} */
  async run<T>(host: string, work: () => Promise<T>): Promise<T> {
    if (this.#all >= this.#limits.inAll) throw new Busy(host)
    this.#all++
    try {
      await this.#turn(host)
      try {
        return await work()
      } finally {
        this.#next(host)
      }
    } finally {
      this.#all--
    }
  }

  #turn(host: string): Promise<void> {
    const underWay = this.#underWay.get(host) ?? 0
    if (underWay < this.#limits.perHost) {
      this.#underWay.set(host, underWay + 1)
      return Promise.resolve()
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const queue = this.#waiting.get(host) ?? new Set()
    this.#waiting.set(host, queue)
    const timer = setTimeout(() => {
      queue.delete(waiting)
      reject(new Busy(host))
    }, this.#limits.patience)
    const waiting: Waiting = {
      begin() {
        clearTimeout(timer)
        queue.delete(waiting)
        resolve()
      },
    }
    queue.add(waiting)
    return promise
  }

  /** The turn passes to whoever waits longest. */
  #next(host: string): void {
    const [waiting] = this.#waiting.get(host) ?? []
    if (waiting) {
      waiting.begin()
      return
    }
    this.#waiting.delete(host)
    const underWay = this.#underWay.get(host)! - 1
    if (underWay > 0) this.#underWay.set(host, underWay)
    else this.#underWay.delete(host)
  }
}
