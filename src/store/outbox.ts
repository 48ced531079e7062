import { type Insertable, sql } from "kysely"
import type { Db } from "./db.ts"
import type { OutboxTable } from "./schema/outbox.ts"

export type OutboxRow = Insertable<OutboxTable>

/** In the order in which they are to be listed. */
export async function insertOutbox(db: Db, ...rows: OutboxRow[]): Promise<void> {
  await db.insertInto("outbox").values(rows).execute()
}

interface FanOut {
  outboxId: string
  /** whose followers */
  actorId: string
  /** our object that it is about: rows of one thread reach an inbox in order */
  thread: string
  dueAt: Date
  /** NodeInfo names of softwares that are not sent this */
  refusedBy: string[]
  /**
   * The instance actor, when Gancio hosts that follow it are to get its own form of this activity. A host that follows both
   * gets only that one: for Gancio an event stays with one actor.
   */
  instanceId: string | null
}

/**
 * Turns followers into deliveries in one statement: one row an inbox, shared inboxes once, none for hosts that are gone. No bytes and
 * no key in a row.
 * @returns how many inboxes
 */
export const fanOut = (db: Db, { outboxId, thread, dueAt, ...to }: FanOut): Promise<number> =>
  fanOutAll(db, [{ outboxId, thread, dueAt }], to)

/** The same for several activities to the same followers, in their order. */
export async function fanOutAll(
  db: Db,
  activities: readonly Pick<FanOut, "outboxId" | "thread" | "dueAt">[],
  { actorId, refusedBy, instanceId }: Pick<FanOut, "actorId" | "refusedBy" | "instanceId">,
): Promise<number> {
  const columns = [
    activities.map(row => row.outboxId),
    activities.map(row => row.thread),
    activities.map(row => row.dueAt),
  ] as const
  const result = await sql`
    with activity as materialized (
      select * from unnest(${columns[0]}::uuid[], ${columns[1]}::text[], ${columns[2]}::timestamptz[])
        with ordinality as activity (outbox_id, thread, due_at, place)
    ), blocked as materialized (
      select rtrim(lower(name), '.') as name from host where blocked_at is not null
    ), barred as materialized (
      -- a block holds for every subdomain and port; this reads nothing while no host is blocked
      select distinct host
      from (
        select distinct host, string_to_array(split_part(host, ':', 1), '.') as labels from follower_inbox
        where actor_id in (${actorId}::uuid, ${instanceId}::uuid)
      ) hosts
      cross join lateral generate_series(0, cardinality(labels)) n
      join blocked on blocked.name = case n when 0 then host else array_to_string(labels[n:], '.') end
    ), instance_gancio as materialized (
      select follower_inbox.host, follower_inbox.inbox
      from follower_inbox
      join host on host.name = follower_inbox.host
      where follower_inbox.actor_id = ${instanceId}::uuid and host.software = 'gancio' and host.gone_at is null
        and follower_inbox.host not in (select host from barred)
    ), own_inbox as (
      select follower_inbox.inbox, follower_inbox.host,
        case when host.software in ('gancio', 'mobilizon') then host.software else '' end as variant
      from follower_inbox
      left join host on host.name = follower_inbox.host
      where follower_inbox.actor_id = ${actorId}
        and host.gone_at is null
        and follower_inbox.host not in (select host from barred)
        and coalesce(host.software, '') <> all (${refusedBy}::text[])
        and follower_inbox.host not in (select host from instance_gancio)
    ), reached as (
      select ${actorId}::uuid as actor_id, variant, inbox, host from own_inbox
      union all
      select ${instanceId}::uuid, 'gancio-instance', inbox, host from instance_gancio
    )
    insert into delivery (outbox_id, actor_id, variant, inbox, host, thread, due_at)
    select outbox_id, actor_id, variant, inbox, host, thread, due_at from activity cross join reached order by place
  `.execute(db)
  return Number(result.numAffectedRows ?? 0)
}

/** Whether any of these actors has followers. */
export async function isFollowed(db: Db, actorIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ followed: boolean }>`
    select exists (select from follower_inbox where actor_id = any(${actorIds}::uuid[])) as followed
  `.execute(db)
  return rows[0]!.followed
}

/** Deliveries to given personal inboxes: the Accept of a Follow goes to the inbox of the follower, never to a shared one. */
export async function deliverTo(
  db: Db,
  { outboxId, actorId, thread, dueAt, inboxes }: Omit<FanOut, "refusedBy" | "instanceId"> & { inboxes: string[] },
): Promise<void> {
  if (inboxes.length === 0) return
  const rows = inboxes.map(inbox => ({ outboxId, actorId, thread, dueAt, inbox, host: new URL(inbox).host }))
  await db.insertInto("delivery").values(rows).execute()
}

/**
 * Deletes activities that answered one person before then (Accept, Reject, Ignore) unless their delivery waits or was given up, at
 * most `limit` a call. They are not public, and there is one for each Follow. @returns how many
 */
export async function pruneAnswers(db: Db, before: Date, limit = 10_000): Promise<number> {
  const result = await sql`
    delete from outbox where id in (
      select id from outbox
      where type in ('Accept', 'Reject', 'Ignore') and not listed and published_at < ${before}
        and not exists (select from delivery where delivery.outbox_id = outbox.id and delivery.state <> 'done')
      order by published_at
      limit ${limit}
    )
  `.execute(db)
  return Number(result.numAffectedRows ?? 0)
}

/** Bytes and type of activities that have bytes. */
export async function readPayloads(db: Db, outboxIds: string[]) {
  return await db
    .selectFrom("outbox")
    .select(["id", "type", "body"])
    .where("id", "in", outboxIds)
    .where("body", "is not", null)
    .$narrowType<{ body: string }>()
    .execute()
}
