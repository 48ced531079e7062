import { z } from "zod"
import { SCOPES } from "../domain/by.ts"
import { line } from "./scalars.ts"

/** A new API token. @param now when it is made: its end must lie later */
export const tokenInput = (now: Date) =>
  z.strictObject({
    name: line(100),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1, `must name at least one of ${SCOPES.join(", ")}`)
      .transform(scopes => SCOPES.filter(scope => scopes.includes(scope))),
    expiresAt: z
      .date()
      .nullish()
      .refine(expiresAt => !expiresAt || expiresAt > now, "must lie in the future"),
    accountId: z.uuid().nullish(),
  })
export type TokenInput = z.input<ReturnType<typeof tokenInput>>
