import type { Db } from "./db.ts"

/** Deliveries with their activities, newest first; `after` is the id of the last row of the previous page. */
export const deliveryPage = (
  db: Db,
  {
    state,
    host,
    after,
    limit,
  }: {
    state?: "pending" | "done" | "dead" | undefined
    host?: string | undefined
    after: number | null
    limit: number
  },
) =>
  db
    .selectFrom("delivery")
    .innerJoin("outbox", "outbox.id", "delivery.outboxId")
    .select(["delivery.id", "state", "outbox.id as outboxId", "outbox.type", "outbox.objectPath", "inbox", "host"])
    .select(["attempts", "status", "error", "dueAt", "createdAt", "updatedAt"])
    .$if(state !== undefined, query => query.where("state", "=", state!))
    .$if(host !== undefined, query => query.where("host", "=", host!))
    .$if(after !== null, query => query.where("delivery.id", "<", after!))
    .orderBy("delivery.id", "desc")
    .limit(limit)
    .execute()

export const readDelivery = (db: Db, id: number) =>
  db.selectFrom("delivery").select(["id", "state"]).where("id", "=", id).executeTakeFirst()
