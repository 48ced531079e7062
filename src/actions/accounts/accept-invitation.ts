import { digestOf } from "../../access/invitations.ts"
import type { TokenKeys } from "../../access/tokens.ts"
import { type ByAccount, OPERATOR, type Role, type Scope } from "../../domain/by.ts"
import { type Account, consumeInvitation, type Invited, insertAccount, readInvitation } from "../../store/accounts.ts"
import { type Db, transact } from "../../store/db.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"
import { createToken } from "../tokens/create.ts"

/** What this secret gives; null when it does not exist, was used or is too old. Looking uses nothing up. */
export const readInvited = (db: Db, secret: string, now: Date): Promise<Invited | null> =>
  readInvitation(db, digestOf(secret), now)

/** What a role's first token opens: its account bounds it further. */
const SCOPES_OF: Record<Role, Scope[]> = {
  author: ["read", "write:events", "write:interviews"],
  validator: ["read", "write:events", "write:interviews"],
  publisher: ["read", "write:events", "write:interviews"],
  admin: ["admin"],
}

/**
 * Uses an invitation up and makes an account with an API token. The secret is the permission: whoever has it acts as the new account.
 * @returns null when the secret does not exist, was used or is too old: nothing was changed then
 */
export async function acceptInvitation(
  db: Db,
  site: Pick<Site, "origin" | "now">,
  keys: TokenKeys,
  secret: string,
): Promise<{ account: Account; role: Role; jwt: string } | null> {
  return transact(db, async trx => {
    const now = site.now()
    const invited = await consumeInvitation(trx, digestOf(secret), now)
    if (!invited) return null
    const { role, calendarIds } = invited
    const name = role === "admin" ? "Administration" : "Publication"
    const grants = (calendarIds ?? [null]).map(calendarId => ({ role, calendarId }))
    const { id, ...account } = await insertAccount(trx, { name, email: null, createdAt: now }, grants)
    const by: ByAccount = { kind: "account", id, name, grants }
    await audit(trx, site, by, "account:accept", { kind: "account", id, details: { ...invited } })
    // an account that may not make tokens for others gets its first one with the invitation
    const { jwt } = await createToken(trx, site, OPERATOR, keys, { name, scopes: SCOPES_OF[role], accountId: id })
    return { account: { id, ...account }, role, jwt }
  })
}
