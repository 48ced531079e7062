import { z } from "zod"
import { ACCESSIBILITY } from "../domain/accessibility.ts"

/** A set, always stored in the same order. */
export const accessibilityInput = z
  .array(z.enum(ACCESSIBILITY))
  .max(50)
  .overwrite(given => ACCESSIBILITY.filter(name => given.includes(name)))
  .default([])
