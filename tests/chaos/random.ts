/** Random numbers that a seed repeats (mulberry32): who is killed when, and who does what, in the same order again. */
export interface Random {
  seed: number
  /** 0 to 1 */
  next(): number
  /** a whole number, both ends included */
  between(least: number, most: number): number
  pick<T>(items: readonly T[]): T
  shuffle<T>(items: readonly T[]): T[]
  /** another stream, so that what one asks for does not move the others */
  branch(): Random
}

export function seeded(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    seed,
    next,
    between,
    pick: items => items[between(0, items.length - 1)]!,
    shuffle(items) {
      const all = [...items]
      for (let i = all.length - 1; i > 0; i--) {
        const j = between(0, i)
        ;[all[i], all[j]] = [all[j]!, all[i]!]
      }
      return all
    },
    branch: () => seeded(between(1, 2 ** 31 - 1)),
  }
}

/** Ten seconds; now and then so short that whoever asks has hung up before they are answered, and what they asked for is done. */
export const patience = (random: Random): AbortSignal =>
  AbortSignal.timeout(random.next() < 0.15 ? random.between(2, 40) : 10_000)
