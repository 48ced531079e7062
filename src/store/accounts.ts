import { randomUUID } from "node:crypto"
import type { ByAccount, Grant, Role } from "../domain/by.ts"
import type { Db } from "./db.ts"
import { insertRows } from "./rows.ts"

export interface Account {
  id: string
  name: string
  email: string | null
  createdAt: Date
}

export async function insertAccount(
  db: Db,
  account: Omit<Account, "id">,
  grants: readonly Grant[],
): Promise<Account & { grants: readonly Grant[] }> {
  const row = { id: randomUUID(), ...account }
  await db.insertInto("account").values(row).execute()
  await insertRows(
    db,
    "accountGrant",
    grants.map(grant => ({ accountId: row.id, ...grant })),
  )
  return { ...row, grants }
}

/** Who acts when an account does, with what it may do now. */
export async function readByAccount(db: Db, id: string): Promise<ByAccount | null> {
  const rows = await db
    .selectFrom("account")
    .leftJoin("accountGrant", "accountGrant.accountId", "account.id")
    .select(["account.name", "accountGrant.role", "accountGrant.calendarId"])
    .where("account.id", "=", id)
    .execute()
  if (rows.length === 0) return null
  const grants = rows.flatMap(({ role, calendarId }) => (role === null ? [] : [{ role, calendarId }]))
  return { kind: "account", id, name: rows[0]!.name, grants }
}

export const hasAccounts = async (db: Db): Promise<boolean> =>
  (await db.selectFrom("account").select("id").limit(1).executeTakeFirst()) !== undefined

/** What an invitation gives: a role on some calendars, or (null) on every one. */
export interface Invited {
  role: Role
  calendarIds: string[] | null
}

export async function insertInvitation(
  db: Db,
  invitation: Invited & { digest: string; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto("invitation")
    .values({ ...invitation, usedAt: null })
    .execute()
}

/** What an invitation gives, while it can still be used. */
export async function readInvitation(db: Db, digest: string, now: Date): Promise<Invited | null> {
  const row = await db
    .selectFrom("invitation")
    .select(["role", "calendarIds"])
    .where("digest", "=", digest)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .executeTakeFirst()
  return row ?? null
}

/** Uses an invitation up: of two requests at the same time, one gets what it gives and the other null. */
export async function consumeInvitation(db: Db, digest: string, now: Date): Promise<Invited | null> {
  const row = await db
    .updateTable("invitation")
    .set({ usedAt: now })
    .where("digest", "=", digest)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .returning(["role", "calendarIds"])
    .executeTakeFirst()
  return row ?? null
}
