/** One measured figure, with what it is held against: a limit, or a peer measured in the same run. */
export interface Figure {
  bench: string
  figure: string
  value: number
  unit: string
  limit?: Range
  /** in the same unit; `least` and `most` are of the ratio */
  peer?: Range & { name: string; value: number; ratio: number }
  holds: boolean
  /** conditions and side figures */
  with?: Record<string, number | string | number[]>
}

interface Range {
  least?: number
  most?: number
}

type Named = Pick<Figure, "bench" | "figure" | "value" | "unit" | "with">

/** @param limit in the unit of the value */
export function against({ bench, figure, value, unit, with: conditions }: Named, limit: Range): Figure {
  const holds = within(value, limit)
  return { bench, figure, value: rounded(value), unit, limit, holds, ...(conditions && { with: conditions }) }
}

/** Against a peer of the same run: `ratio` is ours over theirs. @param promise of the ratio; none: it is only told */
export function beside(
  { bench, figure, value, unit, with: conditions }: Named,
  { name, value: theirs }: { name: string; value: number },
  promise: Range = {},
): Figure {
  const ratio = value / theirs
  const peer = { name, value: rounded(theirs), ratio: rounded(ratio), ...promise }
  const holds = within(ratio, promise)
  return { bench, figure, value: rounded(value), unit, peer, holds, ...(conditions && { with: conditions }) }
}

const within = (value: number, { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Range) =>
  value >= least && value <= most

/** Three significant digits below 1,000, whole numbers above. */
export const rounded = (value: number): number =>
  Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3))

export const median = (values: number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** @param share 0 to 1 */
export const percentile = (values: number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
