import { digestOf, endOfInvitation, newSecret } from "../../access/invitations.ts"
import type { By } from "../../domain/by.ts"
import { type Invited, insertInvitation } from "../../store/accounts.ts"
import { type Db, transact } from "../../store/db.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"

/**
 * Makes an invitation that can be used once, within seven days.
 * @returns its secret, for the link `/bienvenue?cle=…`
 * @throws {DomainError} `forbidden`
 */
export const createInvitation = (db: Db, site: Pick<Site, "now">, by: By, invited: Invited): Promise<string> =>
  transact(db, async trx => {
    const now = site.now()
    await authorizeAndAudit(trx, site, by, "account:invite", { kind: "invitation", id: null, details: { ...invited } })
    const secret = newSecret()
    await insertInvitation(trx, {
      ...invited,
      digest: digestOf(secret),
      createdAt: now,
      expiresAt: endOfInvitation(now),
    })
    return secret
  })
