import { decodeJwt, decodeProtectedHeader, SignJWT } from "jose"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTokenKeys, verifyToken } from "../../src/access/tokens.ts"
import { acceptInvitation, readInvited } from "../../src/actions/accounts/accept-invitation.ts"
import { createInvitation } from "../../src/actions/accounts/invite.ts"
import { createToken } from "../../src/actions/tokens/create.ts"
import { listTokens } from "../../src/actions/tokens/list.ts"
import { revokeToken } from "../../src/actions/tokens/revoke.ts"
import { OPERATOR, type Scope } from "../../src/domain/by.ts"
import { hasAccounts } from "../../src/store/accounts.ts"
import { ORIGIN, openSite, SECRET_KEY } from "../support/site.ts"

const START = new Date("2026-11-21T10:00:00Z")
const keys = createTokenKeys(SECRET_KEY)
let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(START, { oneKeyPair: true })
})
afterAll(() => server.close())

const verify = (jwt: string) => verifyToken(server.db, server.site, keys, jwt)
const make = (over: Partial<Parameters<typeof createToken>[4]> = {}) =>
  createToken(server.db, server.site, OPERATOR, keys, { name: "essai", scopes: ["read"], ...over })

describe("tokens", () => {
  test("are EdDSA JWTs that say whose, for what and until when; the row holds no part of them", async () => {
    const { token, jwt } = await make({
      scopes: ["write:events", "read", "read"],
      expiresAt: new Date("2026-12-21T10:00:00Z"),
    })
    expect(decodeProtectedHeader(jwt)).toEqual({ alg: "EdDSA", typ: "JWT" })
    expect(decodeJwt(jwt)).toEqual({
      scope: "read write:events",
      iss: ORIGIN,
      aud: `${ORIGIN}/api/v1`,
      jti: token.id,
      iat: START.getTime() / 1000,
      exp: Date.parse("2026-12-21T10:00:00Z") / 1000,
    })
    expect(await verify(jwt)).toEqual({
      kind: "token",
      id: token.id,
      name: "essai",
      scopes: ["read", "write:events"],
      account: null,
    })
    const rows = JSON.stringify(await server.db.selectFrom("token").selectAll().execute())
    for (const part of jwt.split(".")) expect(rows).not.toContain(part)
  })

  test("the same SECRET_KEY makes the same key, another makes another", async () => {
    const { jwt } = await make()
    expect((await verifyToken(server.db, server.site, createTokenKeys(SECRET_KEY), jwt)).scopes).toEqual(["read"])
    const other = createTokenKeys(`${SECRET_KEY} `)
    await expect(verifyToken(server.db, server.site, other, jwt)).rejects.toMatchObject({
      code: "token-foreign",
      kind: "unauthorized",
    })
    expect(other.publicKey.export({ format: "jwk" }).x).not.toBe(keys.publicKey.export({ format: "jwk" }).x)
  })

  test("what a token may do is what its row says, not what it says itself", async () => {
    const { token } = await make()
    const claims = new SignJWT({ scope: "admin" })
      .setProtectedHeader({ alg: "EdDSA" })
      .setIssuer(ORIGIN)
      .setIssuedAt(START)
      .setJti(token.id)
    expect((await verify(await claims.setAudience(`${ORIGIN}/api/v1`).sign(keys.privateKey))).scopes).toEqual(["read"])
    for (const audience of [ORIGIN, "https://other.example/api/v1"])
      await expect(verify(await claims.setAudience(audience).sign(keys.privateKey))).rejects.toMatchObject({
        code: "token-foreign",
      })
    const strange = new SignJWT({})
      .setProtectedHeader({ alg: "EdDSA" })
      .setIssuer(ORIGIN)
      .setIssuedAt(START)
      .setAudience(`${ORIGIN}/api/v1`)
    for (const jti of ["x", "", "' or 1=1 --"])
      await expect(verify(await strange.setJti(jti).sign(keys.privateKey))).rejects.toMatchObject({
        code: "token-unknown",
      })
    const hmac = await new SignJWT({})
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(ORIGIN)
      .setIssuedAt(START)
      .setAudience(`${ORIGIN}/api/v1`)
      .setJti(token.id)
      .sign(keys.publicKey.export({ format: "der", type: "spki" }))
    await expect(verify(hmac)).rejects.toMatchObject({ code: "token-foreign" })
  })

  test("end when they say, and when they are revoked; the list keeps them", async () => {
    const { token, jwt } = await make({ name: "un jour", expiresAt: new Date(START.getTime() + 24 * 3600 * 1000) })
    server.setClock(new Date(START.getTime() + 24 * 3600 * 1000 - 1000))
    expect((await verify(jwt)).id).toBe(token.id)
    server.setClock(new Date(START.getTime() + 24 * 3600 * 1000))
    await expect(verify(jwt)).rejects.toMatchObject({ code: "token-expired", kind: "unauthorized" })
    server.setClock(START)
    await revokeToken(server.db, server.site, OPERATOR, token.id)
    await expect(verify(jwt)).rejects.toMatchObject({ code: "token-revoked" })
    server.setClock(new Date("2026-11-22T10:00:00Z"))
    await revokeToken(server.db, server.site, OPERATOR, token.id)
    server.setClock(START)
    expect((await listTokens(server.db, OPERATOR)).find(({ id }) => id === token.id)).toMatchObject({
      name: "un jour",
      scopes: ["read"],
      revokedAt: START,
    })
    for (const id of ["7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11", "x"])
      await expect(revokeToken(server.db, server.site, OPERATOR, id)).rejects.toMatchObject({ code: "not-found" })
  })

  test("remember their last use, to the minute", async () => {
    const { token, jwt } = await make()
    const lastUse = async () => (await listTokens(server.db, OPERATOR)).find(({ id }) => id === token.id)!.lastUsedAt
    expect(await lastUse()).toBeNull()
    for (const [seconds, expected] of [
      [0, 0],
      [59, 0],
      [61, 61],
      [90, 61],
    ] as const) {
      server.setClock(new Date(START.getTime() + seconds * 1000))
      await verify(jwt)
      expect(await lastUse()).toEqual(new Date(START.getTime() + expected * 1000))
    }
    server.setClock(START)
  })

  test.each([
    [{ name: " " }, "name"],
    [{ scopes: [] }, "scopes"],
    [{ scopes: ["write"] as unknown as Scope[] }, "scopes[0]"],
    [{ expiresAt: START }, "expiresAt"],
    [{ expiresAt: new Date(Number.NaN) }, "expiresAt"],
  ])("%o is refused by name", async (over, field) => {
    const before = await listTokens(server.db, OPERATOR)
    await expect(make(over)).rejects.toMatchObject({ code: "invalid-fields", problems: [{ field }] })
    expect(await listTokens(server.db, OPERATOR)).toEqual(before)
  })
})

describe("invitations", () => {
  test("work once, within seven days, and make an account of their role with its token", async () => {
    expect(await hasAccounts(server.db)).toBe(false)
    const secret = await createInvitation(server.db, server.site, OPERATOR, { role: "publisher", calendarIds: null })
    expect(secret).toMatch(/^[\w-]{43}$/)
    expect(await readInvited(server.db, secret, START)).toEqual({ role: "publisher", calendarIds: null })
    const { account, jwt } = (await acceptInvitation(server.db, server.site, keys, secret))!
    expect(account).toMatchObject({ createdAt: START, email: null })
    const bearer = await verify(jwt)
    expect(bearer.scopes).toEqual(["read", "write:events", "write:interviews"])
    expect(bearer.account).toEqual({
      kind: "account",
      id: account.id,
      name: "Publication",
      grants: [{ role: "publisher", calendarId: null }],
    })
    expect((await listTokens(server.db, OPERATOR)).find(({ id }) => id === bearer.id)?.accountId).toBe(account.id)
    expect(await readInvited(server.db, secret, START)).toBeNull()
    expect(await acceptInvitation(server.db, server.site, keys, secret)).toBeNull()
    expect(await hasAccounts(server.db)).toBe(true)
  })

  test("too old, unknown: nothing", async () => {
    const secret = await createInvitation(
      server.db,
      { now: () => new Date(START.getTime() - 7 * 24 * 3600 * 1000) },
      OPERATOR,
      { role: "admin", calendarIds: null },
    )
    expect([
      await readInvited(server.db, secret, START),
      await acceptInvitation(server.db, server.site, keys, secret),
    ]).toEqual([null, null])
    expect(await acceptInvitation(server.db, server.site, keys, "")).toBeNull()
  })

  test("when the token cannot be made, the invitation is still good", async () => {
    const secret = await createInvitation(server.db, server.site, OPERATOR, { role: "admin", calendarIds: null })
    const broken = { ...keys, privateKey: keys.publicKey }
    await expect(acceptInvitation(server.db, server.site, broken, secret)).rejects.toThrow()
    expect(await readInvited(server.db, secret, START)).toEqual({ role: "admin", calendarIds: null })
  })
})
