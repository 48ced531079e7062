import { type RawBuilder, sql } from "kysely"
import type { Variant } from "../domain/dialect.ts"
import type { SignatureScheme } from "../domain/signature-scheme.ts"
import { type Db, transact } from "./db.ts"
import { MOST_LISTED } from "./followers.ts"

/** A delivery that is ours to send until its lease ends. */
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

export interface Claim {
  deliveries: ClaimedDelivery[]
  /** how many due rows were looked at: as many as asked for means that there may be more */
  seen: number
}

/** After this long without an answer a host is gone, and what has waited for it so long becomes a dead letter. */
export const GIVE_UP_DAYS = 7

/**
 * Takes due rows, at most `limit`, under a lease: `due_at` moves to the lease's end, so that the rows of a worker that died
 * become due again by themselves and nothing in flight stands at the head of the queue. Of each row that is looked at,
 * one thing is decided, so that no backlog is walked through twice: it is sent, or it waits (its host is paused or gone, or is
 * being probed by another row, or an earlier row of its thread has to reach that inbox first), or it is given up.
 */
export async function claimDeliveries(
  db: Db,
  { limit, leaseSeconds }: { limit: number; leaseSeconds: number },
): Promise<Claim> {
  const rows = await transact(db, async trx => {
    // Right after a large fan-out the statistics say that hardly anything waits: a bitmap scan would sort 100,000 rows for each
    // claim (50 ms instead of 1), a hash join read every host. And a claim that a crash of PostgreSQL forgets is only made again.
    await sql`
      select set_config(name, 'off', true)
      from unnest(array['enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'synchronous_commit']) as name
    `.execute(trx)
    return await takeDue(trx, limit, leaseSeconds)
  })
  return { deliveries: rows.filter(row => row.verdict === "send").sort((a, b) => a.id - b.id), seen: rows.length }
}

async function takeDue(trx: Db, limit: number, leaseSeconds: number) {
  const { rows } = await sql<ClaimedDelivery & { verdict: "send" | "wait" | "drop" }>`
    with due as materialized (
      select id, actor_id, inbox, thread, host, due_at, created_at
      from delivery
      where state = 'pending' and due_at <= now() + interval '50 ms'
      order by due_at, id
      limit ${limit}
      for update skip locked
    ), candidate as (
      select due.*, host.software, host.failing_since, host.paused_until, coalesce(host.failures, 0) > 0 as probe,
        case when host.signature_scheme_until > now() then host.signature_scheme end as signature_scheme,
        host.blocked_at is not null as blocked,
        coalesce(host.paused_until > now(), false) or host.gone_at is not null as paused,
        row_number() over (partition by due.host order by due.due_at, due.id) as turn,
        follower_digest.digest as followers,
        (
          select max(case when earlier.leased_until > now() then now() else earlier.due_at end)
          from delivery earlier
          -- in these words only the index by thread fits: the others would look right while little seems to wait
          where earlier.state <> 'done' and earlier.state <> 'dead'
            and earlier.inbox = due.inbox and earlier.thread = due.thread and earlier.id < due.id
        ) as behind
      from due
      left join host on host.name = due.host
      left join follower_digest on follower_digest.actor_id = due.actor_id and follower_digest.host = due.host
        and follower_digest.followers between 1 and ${MOST_LISTED}
    ), judged as (
      select id, software, probe, signature_scheme, behind, paused, paused_until, blocked, followers,
        case
          when blocked then 'drop'
          when paused and greatest(failing_since, created_at) < now() - ${days(GIVE_UP_DAYS)} then 'drop'
          when paused or behind is not null or (probe and turn > 1) then 'wait'
          else 'send'
        end as verdict
      from candidate
    )
    update delivery set
      state = case verdict when 'drop' then 'dead' else state end,
      attempts = attempts + (verdict = 'send')::int,
      leased_until = case verdict when 'send' then now() + ${seconds(leaseSeconds)} end,
      due_at = case
        when verdict = 'send' then now() + ${seconds(leaseSeconds)}
        when verdict = 'drop' then due_at
        when paused then greatest(paused_until, now() + interval '1 s') + random() * interval '5 s'
        when behind is not null then greatest(behind, now() + interval '1 s')
        else now() + (1 + random()) * interval '15 s'
      end,
      error = case
        when verdict <> 'drop' then error
        when blocked then 'this server is blocked'
        else 'this server has not answered for ' || ${GIVE_UP_DAYS}::text || ' days'
      end,
      updated_at = now()
    from judged
    where delivery.id = judged.id
    returning delivery.id, outbox_id, actor_id, variant, inbox, host, attempts, signature_scheme, software, probe, verdict,
      extract(epoch from now() - created_at)::float8 as age, followers::text
  `.execute(trx)
  return rows
}

/** What became of a claimed delivery. `pending`: it is due again in `delay` seconds. */
export interface DeliveryResult {
  id: number
  state: "pending" | "done" | "dead"
  /** `attempts` as it was claimed: each claim has another number */
  claimed: number
  /** what is to be remembered of them */
  attempts: number
  delay: number
  status: number | null
  error: string | null
}

/**
 * One statement for the whole batch. Only what is under a lease is written: what another worker has finished meanwhile (our
 * lease had run out) and what was dropped stays as it is. While another worker has it under a lease of its own, it is only told what
 * arrived, since that is true whoever sent it. (`state = 'pending'` would let the planner walk through all that waits.)
 */
export async function recordDeliveries(db: Db, results: DeliveryResult[]): Promise<void> {
  await sql`
    update delivery set
      state = result.state,
      attempts = result.attempts,
      due_at = case result.state when 'pending' then now() + result.delay * interval '1 s' else due_at end,
      leased_until = null,
      status = result.status,
      error = result.error,
      updated_at = now()
    from unnest(
      ${results.map(r => r.id)}::bigint[], ${results.map(r => r.state)}::text[], ${results.map(r => r.attempts)}::int[],
      ${results.map(r => r.delay)}::float8[], ${results.map(r => r.status)}::int[], ${results.map(r => r.error)}::text[],
      ${results.map(r => r.claimed)}::int[]
    ) as result (id, state, attempts, delay, status, error, claimed)
    where delivery.id = result.id and delivery.leased_until is not null
      and (result.state = 'done' or result.claimed = delivery.attempts)
  `.execute(db)
}

/** Bytes and kind of activities, by outbox id. */
export async function readPayloads(db: Db, outboxIds: string[]) {
  return await db
    .selectFrom("outbox")
    .select(["id", "type", "body"])
    .where("id", "in", outboxIds)
    .where("body", "is not", null)
    .$narrowType<{ body: string }>()
    .execute()
}

/**
 * Nobody is behind this inbox any more: who was followed through it is no follower now, and what waits for it is dropped,
 * visibly. @returns how many followers went
 */
export async function dropInbox(
  db: Db,
  { inbox, host, reason }: { inbox: string; host: string; reason: string },
): Promise<number> {
  const gone = await sql`
    delete from follower using remote_actor
    where remote_actor.id = follower.remote_id and remote_actor.host = ${host}
      and (remote_actor.inbox = ${inbox} or remote_actor.shared_inbox = ${inbox})
  `.execute(db)
  await db
    .updateTable("delivery")
    .set({ state: "dead", error: reason, leasedUntil: null, updatedAt: sql`now()` })
    .where("inbox", "=", inbox)
    .where("state", "=", "pending")
    .execute()
  return Number(gone.numAffectedRows ?? 0)
}

/** Whether an inbox stands for a whole server: a 404 of its proxy must not cost all its followers at once. */
export async function isSharedInbox(db: Db, inbox: string, host: string): Promise<boolean> {
  const found = await db
    .selectFrom("remoteActor")
    .select("id")
    .where("host", "=", host)
    .where("sharedInbox", "=", inbox)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

const seconds = (n: number): RawBuilder<unknown> => sql`${n}::float8 * interval '1 s'`
const days = (n: number): RawBuilder<unknown> => sql`${n}::float8 * interval '1 day'`
