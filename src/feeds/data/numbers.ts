/**
 * A whole number for formats that want one where we have a uuid: its first 47 bits, which every language reads without loss.
 * Two of a thousand sessions share one with a chance of one in 10⁸.
 */
export const numberOf = (uuid: string): number =>
  Math.floor(Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16) / 2) + 1
