import { sql } from "kysely"
import type { Db } from "./db.ts"
import { notify } from "./queue.ts"

/** A delivery that was given up: it stays, visible, until it is sent again by hand. */
interface DeadLetter {
  id: number
  /** the activity's */
  outboxId: string
  type: string
  objectPath: string | null
  actorId: string
  inbox: string
  host: string
  attempts: number
  /** the last HTTP answer, if there was one */
  status: number | null
  error: string | null
  createdAt: Date
  /** when it was given up */
  updatedAt: Date
}

/** The newest first. @param after the id of the last one of the page before */
export async function listDead(
  db: Db,
  { limit = 100, after, host }: { limit?: number; after?: number; host?: string } = {},
): Promise<DeadLetter[]> {
  return await db
    .selectFrom("delivery")
    .innerJoin("outbox", "outbox.id", "delivery.outboxId")
    .select([
      "delivery.id",
      "delivery.outboxId",
      "outbox.type",
      "outbox.objectPath",
      "delivery.actorId",
      "inbox",
      "host",
    ])
    .select(["attempts", "status", "error", "delivery.createdAt", "delivery.updatedAt"])
    .where("state", "=", "dead")
    .$if(after !== undefined, query => query.where("delivery.id", "<", after!))
    .$if(host !== undefined, query => query.where("host", "=", host!))
    .orderBy("delivery.id", "desc")
    .limit(limit)
    .execute()
}

/**
 * Sends dead letters again, now. Later deliveries of the same thread to the same inbox follow them, in order:
 * an old Create alone would bring back what its Delete has removed. Receivers know repeats by their ids.
 * @returns how many deliveries are due again
 */
export async function resend(db: Db, which: { ids: number[] } | { host: string } | "all"): Promise<number> {
  const chosen =
    which === "all" ? sql`true` : "host" in which ? sql`host = ${which.host}` : sql`id = any(${which.ids}::bigint[])`
  const result = await sql`
    with dead as materialized (
      select inbox, thread, min(id) as id from delivery where state = 'dead' and ${chosen} group by inbox, thread
    )
    update delivery
    set state = 'pending', attempts = 0, due_at = now(), leased_until = null, created_at = now(), updated_at = now()
    from dead
    where delivery.inbox = dead.inbox and delivery.thread = dead.thread and delivery.id >= dead.id
      and delivery.state <> 'pending'
  `.execute(db)
  await notify(db, "beffroi_delivery")
  return Number(result.numAffectedRows ?? 0)
}

/** How many deliveries are in which state; with an id, of one activity. */
export async function countDeliveries(
  db: Db,
  outboxId?: string,
): Promise<{ pending: number; done: number; dead: number }> {
  const rows = await db
    .selectFrom("delivery")
    .select(["state", eb => eb.fn.countAll<number>().as("count")])
    .$if(outboxId !== undefined, query => query.where("outboxId", "=", outboxId!))
    .groupBy("state")
    .execute()
  return { pending: 0, done: 0, dead: 0, ...Object.fromEntries(rows.map(row => [row.state, row.count])) }
}

/** Forgets deliveries that were done before, at most `limit` a call. Dead letters stay. @returns how many */
export async function pruneDone(db: Db, before: Date, limit = 10_000): Promise<number> {
  const old = db
    .selectFrom("delivery")
    .select("id")
    .where("state", "=", "done")
    .where("updatedAt", "<", before)
    .limit(limit)
  const result = await db.deleteFrom("delivery").where("id", "in", old).executeTakeFirst()
  return Number(result.numDeletedRows)
}
