import { setImmediate as nextTurn } from "node:timers/promises"

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
