/** What it costs to take part: nothing, an amount, or what the organiser writes (`Prix libre`). */
export type Price = { free: true } | { amount: number; currency: string } | { words: string }

/** Nothing has to be paid; null where only the organiser's words could tell. */
export function isFree(price: Price): boolean | null {
  if ("words" in price) return null
  return "free" in price || price.amount === 0
}

/** `12.50`, or `12` for a whole amount. */
export const amountText = (amount: number): string => (Number.isInteger(amount) ? String(amount) : amount.toFixed(2))
