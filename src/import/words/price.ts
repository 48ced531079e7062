import type { Price } from "../../domain/price.ts"
import { oneLine } from "./markdown.ts"

const FREE =
  /^(?:free|free (?:entry|admission|of charge)|gratuite?s?|(?:entrée|accès|participation) (?:libre|gratuite?)|0)$/i
const AMOUNT = /^(\d{1,7}(?:[.,]\d{1,2})?)\s?(€|euros?|[a-z]{3})$/i
const LONGEST = 200

/** A price that says exactly that it is free or what it amounts to, such as `Gratuit`, `12,50 €`, `12.5 EUR`; null for other words. */
export function exactPriceOf(text: string): Price | null {
  const line = oneLine(text)
  if (FREE.test(line)) return { free: true }
  const [, amount, unit] = AMOUNT.exec(line) ?? []
  if (!amount || !unit) return null
  const currency = /^(?:€|euros?)$/i.test(unit) ? "EUR" : unit.toUpperCase()
  return Intl.supportedValuesOf("currency").includes(currency)
    ? { amount: Number(amount.replace(",", ".")), currency }
    : null
}

/** A price in whatever words it has; null when there are none. */
export function priceOf(text: string): Price | null {
  const line = oneLine(text)
  if (line === "") return null
  return exactPriceOf(line) ?? { words: line.length > LONGEST ? `${line.slice(0, LONGEST - 1).toWellFormed()}…` : line }
}
