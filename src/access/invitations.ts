import { createHash, randomBytes } from "node:crypto"
import type { Site } from "../actions/site.ts"
import { type Account, consumeInvitation, insertAccount, insertInvitation, readInvitation } from "../store/accounts.ts"
import { type Db, transact } from "../store/db.ts"
import type { Role } from "../store/schema/accounts.ts"
import { createToken, type Scope, type TokenKeys } from "./tokens.ts"

const DAY_MS = 24 * 3600 * 1000
const INVITATION_MS = 7 * DAY_MS

const digestOf = (secret: string): string => createHash("sha256").update(secret).digest("hex")

/**
 * Makes an invitation that can be used once, within 7 days.
 * @returns its secret, for the link `/bienvenue?cle=…`; only its SHA-256 is kept, so it cannot be shown again
 */
export async function createInvitation(db: Db, role: Role, now: Date): Promise<string> {
  const secret = randomBytes(32).toString("base64url")
  const expiresAt = new Date(now.getTime() + INVITATION_MS)
  await insertInvitation(db, { digest: digestOf(secret), role, createdAt: now, expiresAt })
  return secret
}

/** The role that this secret gives; null when it is unknown, used or too old. Looking uses nothing up. */
export const roleOfInvitation = (db: Db, secret: string, now: Date): Promise<Role | null> =>
  readInvitation(db, digestOf(secret), now)

/** What a role's first token may do; authors and validators publish nothing. */
const SCOPES_OF: Record<Role, Scope[]> = {
  author: ["read"],
  validator: ["read"],
  publisher: ["read", "write:events", "write:interviews"],
  admin: ["admin"],
}

/**
 * Uses an invitation up and makes an account with an API token.
 * @returns null when the secret is unknown, used or too old: nothing was changed then
 */
export async function acceptInvitation(
  db: Db,
  site: Pick<Site, "origin" | "now">,
  keys: TokenKeys,
  secret: string,
): Promise<{ account: Account; jwt: string } | null> {
  return transact(db, async trx => {
    const now = site.now()
    const role = await consumeInvitation(trx, digestOf(secret), now)
    if (!role) return null
    const name = role === "admin" ? "Administration" : "Publication"
    const account = await insertAccount(trx, { name, email: null, role, createdAt: now })
    const { jwt } = await createToken(trx, site, keys, { name, scopes: SCOPES_OF[role], accountId: account.id })
    return { account, jwt }
  })
}
