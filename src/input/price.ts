import { z } from "zod"
import { because } from "./parse.ts"
import { line } from "./scalars.ts"

const CURRENCIES = new Set(Intl.supportedValuesOf("currency"))

/** One of three forms; an amount has at most two decimals, so that it is stored and shown exactly. */
export const priceInput = z.union(
  [
    z.strictObject({ free: z.literal(true) }),
    z.strictObject({
      amount: z
        .number()
        .min(0)
        .max(1_000_000)
        .refine(amount => Number(amount.toFixed(2)) === amount, because("not-a-price"))
        .meta({ description: "at most 2 decimals" }),
      currency: z
        .string()
        .refine(code => CURRENCIES.has(code), because("not-a-price"))
        .meta({ description: "ISO 4217" }),
    }),
    z.strictObject({ words: line(200) }),
  ],
  { error: because("not-a-price") },
)
