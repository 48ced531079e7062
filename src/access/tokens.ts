import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, randomUUID } from "node:crypto"
import { errors, jwtVerify, SignJWT } from "jose"
import { z } from "zod"
import type { Site } from "../actions/site.ts"
import { DomainError, notFound } from "../domain/errors.ts"
import { because, parseInput } from "../input/parse.ts"
import { line } from "../input/scalars.ts"
import type { Db } from "../store/db.ts"
import { insertToken, readToken, readTokens, type StoredToken, setTokenRevoked, setTokenUsed } from "../store/tokens.ts"

/** What a token may do. `admin` may everything; a token that may write may read what it writes. */
export const SCOPES = ["read", "write:events", "write:interviews", "admin"] as const
export type Scope = (typeof SCOPES)[number]

/** The pair that signs tokens: it never leaves the process and is the same on every machine with the same SECRET_KEY. */
export interface TokenKeys {
  privateKey: KeyObject
  publicKey: KeyObject
}

/** Who signs, in whose name, at what time. */
type Issuer = Pick<Site, "origin" | "now">

const audience = ({ origin }: Pick<Site, "origin">) => `${origin}/api/v1`

/** PKCS #8 before the 32 bytes of an Ed25519 seed (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex")

/** An Ed25519 pair derived from SECRET_KEY by HKDF-SHA-256, apart from every other use of it. */
export function createTokenKeys(secretKey: string): TokenKeys {
  const seed = hkdfSync("sha256", secretKey, "", "beffroi api tokens ed25519", 32)
  const key = Buffer.concat([PKCS8_ED25519, Buffer.from(seed)])
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

export const tokenInput = z.strictObject({
  name: line(100),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1, because("scopes-missing", { scopes: SCOPES }))
    .transform(scopes => SCOPES.filter(scope => scopes.includes(scope))),
  expiresAt: z.date().nullish(),
  accountId: z.uuid().nullish(),
})

/**
 * Makes a token. The JWT is in the answer and nowhere else.
 * @throws {DomainError} `invalid` when the name is empty, a scope is not known or the end lies in the past
 */
export async function createToken(
  db: Db,
  site: Issuer,
  keys: TokenKeys,
  input: z.input<typeof tokenInput>,
): Promise<{ token: StoredToken; jwt: string }> {
  const now = site.now()
  const schema = tokenInput.refine(({ expiresAt }) => !expiresAt || expiresAt > now, {
    path: ["expiresAt"],
    error: because("not-in-the-future"),
  })
  const { name, scopes, expiresAt = null, accountId = null } = parseInput(schema, input)
  const token = {
    id: randomUUID(),
    name,
    scopes,
    accountId,
    createdAt: now,
    expiresAt,
    revokedAt: null,
    lastUsedAt: null,
  }
  await insertToken(db, token)
  const jwt = new SignJWT({ scope: scopes.join(" ") })
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT" })
    .setIssuer(site.origin)
    .setAudience(audience(site))
    .setJti(token.id)
    .setIssuedAt(now)
  if (expiresAt) jwt.setExpirationTime(expiresAt)
  return { token, jwt: await jwt.sign(keys.privateKey) }
}

/** Every token, newest first, with its last use (to the minute). */
export const listTokens = (db: Db): Promise<StoredToken[]> => readTokens(db)

/** From now on the token opens nothing. @throws {DomainError} `not-found` */
export async function revokeToken(db: Db, site: Pick<Site, "now">, id: string): Promise<void> {
  const known = z.uuid().safeParse(id).success && (await setTokenRevoked(db, id, site.now()))
  if (!known) throw notFound("token")
}

/** A token that was checked. */
export interface Bearer {
  id: string
  name: string
  scopes: Scope[]
}

/** @throws {DomainError} `unauthorized` saying why: not ours, expired, revoked */
export async function verifyToken(db: Db, site: Issuer, keys: TokenKeys, jwt: string): Promise<Bearer> {
  const { jti } = await readClaims(site, keys, jwt)
  const token = z.uuid().safeParse(jti).success ? await readToken(db, jti!) : null
  if (!token) throw new DomainError("token-unknown")
  const now = site.now()
  if (token.revokedAt) throw new DomainError("token-revoked")
  if (token.expiresAt && token.expiresAt <= now) throw expired()
  await setTokenUsed(db, token.id, now)
  return { id: token.id, name: token.name, scopes: token.scopes as Scope[] }
}

async function readClaims(site: Issuer, keys: TokenKeys, jwt: string): Promise<{ jti?: string }> {
  try {
    const { payload } = await jwtVerify(jwt, keys.publicKey, {
      algorithms: ["EdDSA"],
      issuer: site.origin,
      audience: audience(site),
      requiredClaims: ["jti", "iat"],
      currentDate: site.now(),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw expired()
    if (error instanceof errors.JOSEError) throw new DomainError("token-foreign")
    throw error
  }
}

const expired = () => new DomainError("token-expired")
