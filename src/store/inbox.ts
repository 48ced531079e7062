import { type Selectable, sql } from "kysely"
import { blockedAmong } from "./blocked-hosts.ts"
import { type Db, type Trx, transact } from "./db.ts"
import { at, claim, finish, type Queue, release, settle } from "./queue.ts"
import type { InboxActivityTable } from "./schema/inbox.ts"

/** A received activity whose signature was checked. */
export type InboxActivity = Selectable<InboxActivityTable>

interface InboxActivityToStore {
  activityId: string
  digest: string
  actor: string
  type: string
  /** handle of the actor to whose inbox it was posted; null for the shared one */
  recipient: string | null
  body: string
  receivedAt: Date
}

/** Stores a received activity. @returns false for a repeat, which changes nothing */
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
 * What is looked up before a signature is checked, in one query: it runs for every received activity.
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
      // the same activity with the same bytes was received before
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

const INBOX = {
  table: "inbox_activity",
  open: sql<boolean>`due.state = 'pending'`,
  attempts: true,
} as const satisfies Queue

/**
 * Takes due activities under a lease, in the order in which they came in. While one of an actor is being handled, later ones of
 * that actor wait; one that waits for another attempt holds up none.
 */
export const claimInboxActivities = (
  db: Db,
  { limit, now, leaseMs }: { limit: number; now: Date; leaseMs: number },
): Promise<InboxActivity[]> =>
  transact(db, async trx => {
    // one at a time: two workers would each see the other's actor as free
    await sql`select pg_advisory_xact_lock(hashtext('beffroi_inbox'))`.execute(trx)
    const rows = await claim<InboxActivity>(trx, INBOX, {
      now: at(now),
      leaseSeconds: leaseMs / 1000,
      limit,
      due: sql`due.due_at <= ${at(now)} and not exists (
        select from inbox_activity earlier
        where earlier.state = 'pending' and earlier.actor = due.actor and earlier.id < due.id
          and earlier.leased_until > ${at(now)}
      )`,
      order: sql`due.id`,
      locked: "wait",
      returning: sql`work.*`,
    })
    return rows.sort((a, b) => a.id - b.id)
  })

/** Handles an activity in this transaction, unless another worker has handled it since. */
export const finishInboxActivity = (trx: Trx, id: number, handle: () => Promise<"done" | "ignored">): Promise<void> =>
  finish(trx, INBOX, id, handle)

/**
 * Records that handling failed; what another worker does with the activity meanwhile stays.
 * @param dueAt when it is attempted again; null: never
 */
export const failInboxActivity = (
  db: Db,
  { id, attempts }: Pick<InboxActivity, "id" | "attempts">,
  error: string,
  dueAt: Date | null,
): Promise<void> =>
  settle(
    db,
    INBOX,
    [{ id, claimed: attempts, state: dueAt ? "pending" : "failed", attempts, delay: 0, error }],
    dueAt ? at(dueAt) : undefined,
  )

/** Gives back what was claimed and not begun. */
export const releaseInboxActivities = (db: Db, ids: number[]): Promise<void> => release(db, INBOX, ids)

/** How many wait; counted only up to `limit`. */
export async function countPendingInboxActivities(db: Db, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 from inbox_activity where state = 'pending' limit ${limit}) as waiting
  `.execute(db)
  return rows[0]!.count
}

/** Deletes activities that were handled before then: requests so old are refused by their date. @returns how many */
export async function pruneInboxActivities(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom("inboxActivity")
    .where("state", "<>", "pending")
    .where("receivedAt", "<", before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
