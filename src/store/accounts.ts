import { randomUUID } from "node:crypto"
import type { Db } from "./db.ts"
import type { Role } from "./schema/accounts.ts"

export interface Account {
  id: string
  name: string
  email: string | null
  role: Role
  createdAt: Date
}

export async function insertAccount(db: Db, account: Omit<Account, "id">): Promise<Account> {
  const row = { id: randomUUID(), ...account }
  await db.insertInto("account").values(row).execute()
  return row
}

export const hasAccounts = async (db: Db): Promise<boolean> =>
  (await db.selectFrom("account").select("id").limit(1).executeTakeFirst()) !== undefined

export async function insertInvitation(
  db: Db,
  invitation: { digest: string; role: Role; createdAt: Date; expiresAt: Date },
): Promise<void> {
  await db
    .insertInto("invitation")
    .values({ ...invitation, usedAt: null })
    .execute()
}

/** The role that an invitation gives, while it can still be used. */
export async function readInvitation(db: Db, digest: string, now: Date): Promise<Role | null> {
  const row = await db
    .selectFrom("invitation")
    .select("role")
    .where("digest", "=", digest)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .executeTakeFirst()
  return row?.role ?? null
}

/** Uses an invitation up: of two at once, one gets its role and the other null. */
export async function consumeInvitation(db: Db, digest: string, now: Date): Promise<Role | null> {
  const row = await db
    .updateTable("invitation")
    .set({ usedAt: now })
    .where("digest", "=", digest)
    .where("usedAt", "is", null)
    .where("expiresAt", ">", now)
    .returning("role")
    .executeTakeFirst()
  return row?.role ?? null
}
