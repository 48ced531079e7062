import { type Selectable, sql } from "kysely"
import type { FailingHost } from "../domain/failing-host.ts"
import type { SignatureScheme } from "../domain/signature-scheme.ts"
import type { Db } from "./db.ts"
import { GIVE_UP_DAYS } from "./deliveries.ts"
import type { HostTable } from "./schema/hosts.ts"

export type Host = Selectable<HostTable>

/** Deliveries are tried sixteen times at most. */
const ANY_TRIES = 1_000

/** What a batch of deliveries taught about a host. */
export interface HostNews {
  host: string
  /** why it counts as failing, or null: it answers */
  failed: string | null
  /** it asked to be left alone for this many seconds */
  pauseSeconds: number
  /** the scheme to send first for `signatureSchemeSeconds`; null: nothing new */
  signatureScheme: SignatureScheme | null
  signatureSchemeSeconds: number
}

/**
 * A failing host is paused, longer each time, then probed with one delivery; failures that were still under way when the pause
 * began do not count twice. One that answers again gets what waited for it at once, except deliveries that
 * failed before: those keep their own due time. One that has failed for a week and fails again is gone; the time during which this
 * server was down does not count.
 * @param pauses seconds after the first failure, the second …; the last one repeats
 * @returns names of those that are gone from now on
 */
export async function recordHostNews(db: Db, news: HostNews[], pauses: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ name: string; gone: boolean }>`
    insert into host as previous
      (name, failures, failing_since, paused_until, last_error, signature_scheme, signature_scheme_until)
    select name, (failed is not null)::int, case when failed is not null then now() end,
      case
        when failed is not null
          then now() + greatest(pause, (${pauses}::float8[])[1] * (0.9 + 0.2 * random())) * interval '1 s'
        when pause > 0 then now() + pause * interval '1 s'
      end,
      failed, signature_scheme,
      case when signature_scheme is not null then now() + signature_scheme_seconds * interval '1 s' end
    from unnest(
      ${news.map(n => n.host)}::text[], ${news.map(n => n.failed)}::text[], ${news.map(n => n.pauseSeconds)}::float8[],
      ${news.map(n => n.signatureScheme)}::text[], ${news.map(n => n.signatureSchemeSeconds)}::float8[]
    ) as news (name, failed, pause, signature_scheme, signature_scheme_seconds)
    order by name
    on conflict (name) do update set
      failures = case
        when excluded.failures = 0 then 0
        when previous.paused_until > now() then greatest(previous.failures, 1)
        else previous.failures + 1
      end,
      failing_since = case when excluded.failures = 0 then null else coalesce(previous.failing_since, now()) end,
      paused_until = case
        when excluded.failures = 0 then excluded.paused_until
        when previous.paused_until > now() then greatest(previous.paused_until, excluded.paused_until)
        else greatest(
          excluded.paused_until,
          now() + (${pauses}::float8[])[least(previous.failures + 1, ${pauses.length}::int)]
            * (0.9 + 0.2 * random()) * interval '1 s'
        )
      end,
      gone_at = case
        when excluded.failures > 0 and previous.failing_since < now() - ${GIVE_UP_DAYS}::int * interval '1 day'
          then coalesce(previous.gone_at, now())
        when excluded.failures > 0 then previous.gone_at
      end,
      last_error = coalesce(excluded.last_error, previous.last_error),
      signature_scheme = coalesce(excluded.signature_scheme, previous.signature_scheme),
      signature_scheme_until = coalesce(excluded.signature_scheme_until, previous.signature_scheme_until)
    returning name, coalesce(previous.gone_at = now(), false) as gone
  `.execute(db)
  return rows.filter(row => row.gone).map(row => row.name)
}

/**
 * Gone hosts that it is time to ask whether they are back, each for one worker only: once a day at first, once a week when they have
 * been gone for long. Hosts without a stored actor are not asked.
 */
export async function claimGoneHosts(db: Db, limit: number): Promise<{ name: string; inbox: string }[]> {
  const { rows } = await sql<{ name: string; inbox: string }>`
    with due as materialized (
      select name from host
      where gone_at is not null and paused_until <= now() and blocked_at is null
        and exists (select from remote_actor where remote_actor.host = host.name)
      order by paused_until
      limit ${limit}
      for update skip locked
    )
    update host set paused_until = now()
      + least(interval '7 days', greatest(interval '1 day', (now() - gone_at) / 10)) * (0.9 + 0.2 * random())
    from due where host.name = due.name
    returning host.name, (select inbox from remote_actor where remote_actor.host = host.name limit 1) as inbox
  `.execute(db)
  return rows
}

/** A sign of life: a gone host is sent to again, beginning with what waits for it. @returns whether it was gone */
export async function welcomeHost(db: Db, name: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("host")
    .set({ failures: 0, failingSince: null, pausedUntil: null, goneAt: null })
    .where("name", "=", name)
    .where("goneAt", "is not", null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await wakeHosts(db, [name], ANY_TRIES)
  return true
}

/** Makes deliveries to hosts that answer again due now; those that were attempted more than `tries` times keep their due time. */
export async function wakeHosts(db: Db, hosts: string[], tries = 3): Promise<void> {
  await db
    .updateTable("delivery")
    .set({ dueAt: sql`now()` })
    .where("host", "in", hosts)
    .where("state", "not in", ["done", "dead"])
    .where("leasedUntil", "is", null)
    .where("attempts", "<=", tries)
    .where("dueAt", ">", sql<Date>`now()`)
    .execute()
}

export const readHost = (db: Db, name: string): Promise<Host | undefined> =>
  db.selectFrom("host").selectAll().where("name", "=", name).executeTakeFirst()

/** Hosts that do not answer, the longest first. */
export async function listFailingHosts(db: Db, limit = 100): Promise<(Host & FailingHost)[]> {
  return await db
    .selectFrom("host")
    .selectAll("host")
    .select(({ selectFrom }) => [
      selectFrom("delivery")
        .select(({ fn }) => fn.countAll<number>().as("waiting"))
        .whereRef("delivery.host", "=", "host.name")
        .where("state", "not in", ["done", "dead"])
        .as("waiting"),
      // a follower of two actors counts twice: there may be two million followers, and they are not compared
      selectFrom("actor")
        .innerJoin("followerDigest", "followerDigest.actorId", "actor.id")
        .select(({ fn }) => fn.coalesce(fn.sum<number>("followers"), sql.lit(0)).as("followers"))
        .whereRef("followerDigest.host", "=", "host.name")
        .as("followers"),
    ])
    .where("failures", ">", 0)
    .orderBy("failingSince")
    .limit(limit)
    .$castTo<Host & FailingHost>()
    .execute()
}

/** @param learnt null: it could not be learnt; the stored values stay, and the host is asked again in a day rather than a week */
export async function rememberSoftware(
  db: Db,
  name: string,
  learnt: { software: string; version: string | null } | null,
): Promise<void> {
  const learntAt = learnt ? sql<Date>`now()` : sql<Date>`now() - interval '6 days'`
  await db
    .insertInto("host")
    .values({ name, ...learnt, learntAt })
    .onConflict(conflict => conflict.column("name").doUpdateSet({ ...learnt, learntAt }))
    .execute()
}

/** Hosts of stored actors whose software is missing or was learnt over a week ago, each with an inbox there. */
export async function hostsToLearn(db: Db, limit: number): Promise<{ name: string; inbox: string }[]> {
  const { rows } = await sql<{ name: string; inbox: string }>`
    select host.name, (select inbox from remote_actor where remote_actor.host = host.name limit 1) as inbox
    from host
    where (learnt_at is null or learnt_at < now() - interval '7 days') and failures = 0 and blocked_at is null
      and exists (select from remote_actor where remote_actor.host = host.name)
    order by learnt_at nulls first
    limit ${limit}
  `.execute(db)
  return rows
}
