import { type RawBuilder, sql } from "kysely"
import type { Variant } from "../domain/dialect.ts"
import type { SignatureScheme } from "../domain/signature-scheme.ts"
import { type Db, transact } from "./db.ts"
import { MOST_LISTED } from "./followers.ts"
import { type ClaimResult, claim, type Queue, seconds, settle } from "./queue.ts"

/** A delivery that this process may send until its lease ends. */
export interface ClaimedDelivery {
  id: number
  outboxId: string
  actorId: string
  /** which bytes */
  variant: Variant
  inbox: string
  host: string
  /** this one included */
  attempts: number
  /** seconds since it was queued */
  age: number
  /** the signature scheme that this host is remembered to need, unless that has expired */
  signatureScheme: SignatureScheme | null
  software: string | null
  /** the host failed last time it was asked: this one is a probe */
  probe: boolean
  /** of the actor's followers on that host (FEP-8fcf), 256 digits; null when there are none, or more than fit an answer */
  followers: string | null
}

const DELIVERIES = {
  table: "delivery",
  open: sql<boolean>`due.state = 'pending'`,
  attempts: true,
  stamp: sql`updated_at = now()`,
} as const satisfies Queue

/** After this long without an answer a host is gone, and what has waited for it so long becomes a dead letter. */
export const GIVE_UP_DAYS = 7

/**
 * Takes due deliveries, at most `limit`, under a lease: `due_at` moves to the lease's end, so that nothing in flight stands at the head
 * of the queue. Each row that is looked at is decided ({@link decisions}), so that no backlog is walked through twice.
 * @returns the deliveries to send, and how many due rows were looked at: as many as asked for means that there may be more
 */
export async function claimDeliveries(
  db: Db,
  { limit, leaseSeconds }: { limit: number; leaseSeconds: number },
): Promise<{ deliveries: ClaimedDelivery[]; seen: number }> {
  const rows = await transact(db, async trx => {
    // Right after a large fan-out the statistics say that hardly anything waits: a bitmap scan would sort 100,000 rows for each
    // claim (50 ms instead of 1), a hash join read every host. A claim that is lost in a crash of PostgreSQL is made again, so that it need not be flushed.
    await sql`
      select set_config(name, 'off', true)
      from unnest(array['enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'synchronous_commit']) as name
    `.execute(trx)
    return claim<ClaimedDelivery & { taken: boolean }>(trx, DELIVERIES, {
      now: sql`now()`,
      leaseSeconds,
      limit,
      due: sql`due.due_at <= now() + interval '50 ms'`,
      order: sql`due.due_at, due.id`,
      locked: "skip",
      judge: decisions(leaseSeconds),
      returning: sql`work.id, work.outbox_id, work.actor_id, work.variant, work.inbox, work.host, work.attempts,
        extract(epoch from now() - work.created_at)::float8 as age,
        judged.signature_scheme, judged.software, judged.probe, judged.followers, judged.taken`,
    })
  })
  const deliveries = rows.filter(({ taken }) => taken).map(({ taken: _, ...delivery }) => delivery)
  return { deliveries: deliveries.sort((a, b) => a.id - b.id), seen: rows.length }
}

/**
 * One decision for each due row: it is sent; or it waits, since its host is paused or gone or is being probed by another row, or since
 * an earlier row of its thread has to reach that inbox first; or it is given up.
 */
const decisions = (leaseSeconds: number): RawBuilder<unknown> => sql`
  select id, software, probe, signature_scheme, followers, decision = 'send' as taken,
    case decision
      when 'send' then now() + ${seconds(leaseSeconds)}
      when 'drop' then due_at
      else case
        when paused then greatest(paused_until, now() + interval '1 s') + random() * interval '5 s'
        when behind is not null then greatest(behind, now() + interval '1 s')
        else now() + (1 + random()) * interval '15 s'
      end
    end as due_at,
    case decision when 'drop' then 'dead' end as state,
    case
      when decision <> 'drop' then null
      when blocked then 'this server is blocked'
      else 'this server has not answered for ' || ${GIVE_UP_DAYS}::text || ' days'
    end as error
  from (
    select *,
      case
        when blocked then 'drop'
        when paused and greatest(failing_since, created_at) < now() - ${GIVE_UP_DAYS}::int * interval '1 day'
          then 'drop'
        when paused or behind is not null or (probe and turn > 1) then 'wait'
        else 'send'
      end as decision
    from (${candidates}) candidate
  ) decided`

const candidates = sql`
  select due.*, host.software, host.failing_since, host.paused_until, coalesce(host.failures, 0) > 0 as probe,
    case when host.signature_scheme_until > now() then host.signature_scheme end as signature_scheme,
    host.blocked_at is not null as blocked,
    coalesce(host.paused_until > now(), false) or host.gone_at is not null as paused,
    row_number() over (partition by due.host order by due.due_at, due.id) as turn,
    follower_digest.digest::text as followers,
    (
      select max(case when earlier.leased_until > now() then now() else earlier.due_at end)
      from delivery earlier
      -- written so that only the index by thread fits: the planner would take another one while few rows seem to wait
      where earlier.state <> 'done' and earlier.state <> 'dead'
        and earlier.inbox = due.inbox and earlier.thread = due.thread and earlier.id < due.id
    ) as behind
  from due
  left join host on host.name = due.host
  left join follower_digest on follower_digest.actor_id = due.actor_id and follower_digest.host = due.host
    and follower_digest.followers between 1 and ${MOST_LISTED}`

/** What became of a claimed delivery. `pending`: it is due again in `delay` seconds. */
export interface DeliveryResult extends ClaimResult {
  state: "pending" | "done" | "dead"
  status: number | null
}

/** One statement for the whole batch; see {@link settle} for what happens when another worker has a delivery by now. */
export const recordDeliveries = (db: Db, results: DeliveryResult[]): Promise<void> => settle(db, DELIVERIES, results)
