import type { By } from "../../domain/by.ts"
import { type Db, transact } from "../../store/db.ts"
import { resend } from "../../store/dead-letters.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"

/**
 * Sends deliveries that were given up again, with what reached the same inbox about the same thing after them, in order.
 * @returns how many are due again
 * @throws {DomainError} `forbidden`
 */
export const resendDeliveries = (
  db: Db,
  site: Pick<Site, "now">,
  by: By,
  which: Parameters<typeof resend>[1],
): Promise<number> =>
  transact(db, async trx => {
    const details = which === "all" ? { all: true } : { ...which }
    await authorizeAndAudit(trx, site, by, "delivery:resend", { kind: "delivery", id: null, details })
    return resend(trx, which)
  })
