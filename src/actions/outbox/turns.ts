import { setImmediate as nextTurn } from "node:timers/promises"

export interface Sequence {
  /** Resolves when there is room for another. @throws what an earlier one threw: nothing is done after it */
  add(task: () => Promise<void>): Promise<void>
  /** Resolves when everything is done. @throws what one threw */
  end(): Promise<void>
}

/** Does one thing after the other while the next is made: one is being done, one waits, and who brings a third waits as well. */
export function inSequence(): Sequence {
  let [doing, waiting] = [Promise.resolve(), Promise.resolve()]
  return {
    async add(task) {
      await doing
      doing = waiting
      waiting = waiting.then(task)
      // met where it is awaited
      waiting.catch(() => {})
    },
    end: () => waiting,
  }
}

/** Milliseconds after which others have their turn. */
const TURN = 2

/** Like `map`, for long lists: requests are answered and statements sent meanwhile. */
export async function mapInTurns<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const mapped: R[] = []
  let begun = performance.now()
  for (const item of items) {
    if (performance.now() - begun > TURN) {
      await nextTurn()
      begun = performance.now()
    }
    mapped.push(map(item))
  }
  return mapped
}
