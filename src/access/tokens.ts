import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto"
import { errors, jwtVerify, SignJWT } from "jose"
import { z } from "zod"
import type { ByToken, Scope } from "../domain/by.ts"
import { DomainError } from "../domain/errors.ts"
import { readByAccount } from "../store/accounts.ts"
import type { Db } from "../store/db.ts"
import { readToken, setTokenUsed } from "../store/tokens.ts"

/** The pair that signs tokens: it never leaves the process and is the same on every machine with the same SECRET_KEY. */
export interface TokenKeys {
  privateKey: KeyObject
  publicKey: KeyObject
}

/** Who issues tokens, and the clock. */
export interface Issuer {
  origin: string
  now(): Date
}

const audience = ({ origin }: Pick<Issuer, "origin">) => `${origin}/api/v1`

/** PKCS #8 before the 32 bytes of an Ed25519 seed (RFC 8410 §7). */
const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex")

/** An Ed25519 pair derived from SECRET_KEY by HKDF-SHA-256, apart from every other use of it. */
export function createTokenKeys(secretKey: string): TokenKeys {
  const seed = hkdfSync("sha256", secretKey, "", "beffroi api tokens ed25519", 32)
  const key = Buffer.concat([PKCS8_ED25519, Buffer.from(seed)])
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

/** The JWT of a token (RFC 7519, EdDSA). */
export function signToken(
  issuer: Issuer,
  keys: TokenKeys,
  {
    id,
    scopes,
    createdAt,
    expiresAt,
  }: { id: string; scopes: readonly string[]; createdAt: Date; expiresAt: Date | null },
): Promise<string> {
  const jwt = new SignJWT({ scope: scopes.join(" ") })
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT" })
    .setIssuer(issuer.origin)
    .setAudience(audience(issuer))
    .setJti(id)
    .setIssuedAt(createdAt)
  if (expiresAt) jwt.setExpirationTime(expiresAt)
  return jwt.sign(keys.privateKey)
}

/**
 * Who acts by this token, with what its account may do now.
 * @throws {DomainError} `unauthorized` saying why: not ours, expired, revoked
 */
export async function verifyToken(db: Db, issuer: Issuer, keys: TokenKeys, jwt: string): Promise<ByToken> {
  const { jti } = await readClaims(issuer, keys, jwt)
  const token = z.uuid().safeParse(jti).success ? await readToken(db, jti!) : null
  if (!token) throw new DomainError("token-unknown")
  const now = issuer.now()
  if (token.revokedAt) throw new DomainError("token-revoked")
  if (token.expiresAt && token.expiresAt <= now) throw expired()
  await setTokenUsed(db, token.id, now)
  const { id, name, scopes, accountId } = token
  const account = accountId === null ? null : await readByAccount(db, accountId)
  return { kind: "token", id, name, scopes: scopes as Scope[], account }
}

async function readClaims(issuer: Issuer, keys: TokenKeys, jwt: string): Promise<{ jti?: string }> {
  try {
    const { payload } = await jwtVerify(jwt, keys.publicKey, {
      algorithms: ["EdDSA"],
      issuer: issuer.origin,
      audience: audience(issuer),
      requiredClaims: ["jti", "iat"],
      currentDate: issuer.now(),
    })
    return payload
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw expired()
    if (error instanceof errors.JOSEError) throw new DomainError("token-foreign")
    throw error
  }
}

const expired = () => new DomainError("token-expired")
