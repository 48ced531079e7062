import { type Selectable, sql } from "kysely"
import { blockedAmong } from "./blocked-hosts.ts"
import { type Db, type Trx, transact } from "./db.ts"
import type { InboxActivityTable } from "./schema/inbox.ts"

/** An activity that came in, its signature checked. */
export type InboxActivity = Selectable<InboxActivityTable>

export interface InboxActivityToStore {
  activityId: string
  digest: string
  actor: string
  type: string
  /** handle of the actor whose inbox it came to; null for the shared one */
  recipient: string | null
  body: string
  receivedAt: Date
}

/** Remembers what came in. @returns false for a repeat, which changes nothing */
export async function insertInboxActivity(db: Db, activity: InboxActivityToStore): Promise<boolean> {
  const row = await db
    .insertInto("inboxActivity")
    .values({ ...activity, dueAt: activity.receivedAt })
    .onConflict(conflict => conflict.columns(["activityId", "digest"]).doNothing())
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/**
 * What is known before a signature is checked, in one question: every activity that comes in asks it.
 * @param hosts the sender's own first
 */
export async function readStanding(
  db: Db,
  { hosts, activityId, digest }: { hosts: string[]; activityId: string; digest: string },
): Promise<{ isBlocked: boolean; isRepeat: boolean; isGone: boolean }> {
  const repeat = db
    .selectFrom("inboxActivity")
    .select("id")
    .where("activityId", "=", activityId)
    .where("digest", "=", digest)
  return db
    .selectNoFrom(({ exists }) => [
      exists(blockedAmong(db, hosts)).as("isBlocked"),
      // the very same came in before
      exists(repeat).as("isRepeat"),
      exists(db.selectFrom("host").select("name").where("name", "=", hosts[0]!).where("goneAt", "is not", null)).as(
        "isGone",
      ),
    ])
    .$castTo<{ isBlocked: boolean; isRepeat: boolean; isGone: boolean }>()
    .executeTakeFirstOrThrow()
}

/** Whether this actor has sent an activity of that id. */
export async function wasReceived(db: Db, activityId: string, actor: string): Promise<boolean> {
  const row = await db
    .selectFrom("inboxActivity")
    .select("id")
    .where("activityId", "=", activityId)
    .where("actor", "=", actor)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Takes what is due under a lease, in the order in which it came. While something of an actor is being handled, later
 * things of that actor wait; what waits for another try holds nobody up.
 */
export const claimInboxActivities = (
  db: Db,
  { limit, now, leaseMs }: { limit: number; now: Date; leaseMs: number },
): Promise<InboxActivity[]> =>
  transact(db, async trx => {
    // one at a time: two workers would each see the other's actor as free
    await sql`select pg_advisory_xact_lock(hashtext('beffroi_inbox'))`.execute(trx)
    const rows = await trx
      .updateTable("inboxActivity")
      .set({ leasedUntil: new Date(now.getTime() + leaseMs), attempts: sql`attempts + 1` })
      .where("id", "in", where =>
        where
          .selectFrom("inboxActivity as due")
          .select("due.id")
          .where("due.state", "=", "pending")
          .where("due.dueAt", "<=", now)
          .where(({ or, eb }) => or([eb("due.leasedUntil", "is", null), eb("due.leasedUntil", "<", now)]))
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom("inboxActivity as earlier")
                  .select("earlier.id")
                  .where("earlier.state", "=", "pending")
                  .whereRef("earlier.actor", "=", "due.actor")
                  .whereRef("earlier.id", "<", "due.id")
                  .where("earlier.leasedUntil", ">=", now),
              ),
            ),
          )
          .orderBy("due.id")
          .limit(limit),
      )
      .returningAll()
      .execute()
    return rows.sort((a, b) => a.id - b.id)
  })

/** Holds it until the transaction ends. @returns false when another worker has handled it since */
export async function holdInboxActivity(trx: Trx, id: number): Promise<boolean> {
  const row = await trx
    .selectFrom("inboxActivity")
    .select("id")
    .where("id", "=", id)
    .where("state", "=", "pending")
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function finishInboxActivity(trx: Trx, id: number, state: "done" | "ignored"): Promise<void> {
  await trx.updateTable("inboxActivity").set({ state, leasedUntil: null, error: null }).where("id", "=", id).execute()
}

/** What another worker has handled since stays so. @param dueAt when to try again; null: never */
export async function failInboxActivity(db: Db, id: number, error: string, dueAt: Date | null): Promise<void> {
  const rest = dueAt === null ? { state: "failed" as const } : { dueAt }
  await db
    .updateTable("inboxActivity")
    .set({ ...rest, leasedUntil: null, error })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .execute()
}

/** Gives back what was claimed and not begun. */
export async function releaseInboxActivities(db: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable("inboxActivity")
    .set({ leasedUntil: null, attempts: sql`attempts - 1` })
    .where("id", "in", ids)
    .where("state", "=", "pending")
    .execute()
}

/** How many wait; counted only up to `limit`. */
export async function countPendingInboxActivities(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from inbox_activity where state = 'pending' limit ${limit}) as waiting
  `.execute(db)
  return rows[0]!.count
}

/** Forgets what was handled before then: requests so old are refused by their date. @returns how many */
export async function pruneInboxActivities(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("inboxActivity")
    .where("state", "<>", "pending")
    .where("receivedAt", "<", before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
