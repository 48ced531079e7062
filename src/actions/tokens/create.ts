import { randomUUID } from "node:crypto"
import { signToken, type TokenKeys } from "../../access/tokens.ts"
import type { By } from "../../domain/by.ts"
import { parseInput } from "../../input/parse.ts"
import { type TokenInput, tokenInput } from "../../input/token.ts"
import { type Db, transact } from "../../store/db.ts"
import { insertToken, type StoredToken } from "../../store/tokens.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"

/**
 * Makes an API token. The JWT is in the result and nowhere else.
 * @throws {DomainError} `invalid` when the name is empty, a scope does not exist or the end lies in the past; `forbidden`
 */
export async function createToken(
  db: Db,
  site: Pick<Site, "origin" | "now">,
  by: By,
  keys: TokenKeys,
  input: TokenInput,
): Promise<{ token: StoredToken; jwt: string }> {
  const now = site.now()
  const { name, scopes, expiresAt = null, accountId = null } = parseInput(tokenInput(now), input)
  const id = randomUUID()
  const token = { id, name, scopes, accountId, createdAt: now, expiresAt, revokedAt: null, lastUsedAt: null }
  return transact(db, async trx => {
    await authorizeAndAudit(trx, site, by, "token:create", { kind: "token", id, details: { name, scopes } })
    await insertToken(trx, token)
    return { token, jwt: await signToken(site, keys, token) }
  })
}
