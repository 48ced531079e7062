import { type TokenKeys, verifyToken } from "../access/tokens.ts"
import type { Site } from "../actions/site.ts"
import type { ByToken, Scope } from "../domain/by.ts"
import { DomainError } from "../domain/errors.ts"
import type { Db } from "../store/db.ts"
import { sentenceOf } from "../text/errors.ts"
import { HttpProblem } from "./problem.ts"

/** Whether a token's scopes open this: `admin` opens everything. What its account may do is asked by the action. */
const opens = ({ scopes }: ByToken, scope: Scope): boolean => scopes.includes("admin") || scopes.includes(scope)

/**
 * The caller by the bearer token (RFC 6750), null without one: what is public needs none. An invalid token is refused even there, so
 * that an expired one does not look like an empty agenda.
 * @throws {HttpProblem} 401
 */
export async function readBearer(
  db: Db,
  site: Pick<Site, "origin" | "now">,
  keys: TokenKeys,
  header: string | undefined,
): Promise<ByToken | null> {
  if (header === undefined) return null
  const jwt = /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1]
  if (!jwt) throw unauthorized(site, "the Authorization header must be: Bearer, a space, and a token")
  try {
    return await verifyToken(db, site, keys, jwt)
  } catch (error) {
    if (error instanceof DomainError && error.kind === "unauthorized") throw unauthorized(site, sentenceOf(error))
    throw error
  }
}

/** @throws {HttpProblem} 401 without a token, 403 when its scopes do not include this one */
export function requireScope(site: Pick<Site, "origin">, bearer: ByToken | null, scope: Scope): void {
  if (!bearer) throw unauthorized(site, `this needs a token with the scope ${scope}`, false)
  if (opens(bearer, scope)) return
  throw new HttpProblem(403, `this needs the scope ${scope}; this token has ${bearer.scopes.join(", ")}`, {
    headers: { "WWW-Authenticate": challenge(site, `error="insufficient_scope", scope="${scope}"`) },
  })
}

const challenge = ({ origin }: Pick<Site, "origin">, more = ""): string =>
  `Bearer realm="${origin}/api/v1"${more && `, ${more}`}`

const unauthorized = (site: Pick<Site, "origin">, detail: string, given = true): HttpProblem =>
  new HttpProblem(401, detail, {
    headers: {
      "WWW-Authenticate": challenge(site, given ? `error="invalid_token", error_description="${detail}"` : ""),
    },
  })
