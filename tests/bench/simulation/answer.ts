import { against, type Figure, median, rounded } from "../support/figure.ts"

/** What one thing costs at a size. */
export interface Answer {
  figure: string
  value: number
  unit: string
  /** that it must not pass */
  most?: number
  with?: Record<string, number>
}

/** A line as the benchmarks write it. */
export function figureOf(bench: string, { most, ...answer }: Answer): Figure {
  if (most !== undefined) return against({ bench, ...answer }, { most })
  const { with: conditions, ...named } = answer
  return { bench, ...named, value: rounded(answer.value), holds: true, ...(conditions && { with: conditions }) }
}

/** @param measured milliseconds, of which the median counts */
export const milliseconds = (figure: string, measured: number[], conditions?: Record<string, number>): Answer => ({
  figure,
  value: median(measured),
  unit: "ms",
  with: { ...conditions, longest: rounded(Math.max(...measured)) },
})
