import { type Selectable, sql } from "kysely"
import type { Db } from "./db.ts"
import type { HostTable } from "./schema.ts"

export type Host = Selectable<HostTable>

/** What a batch of deliveries taught about a host. */
export interface HostNews {
  host: string
  /** why it counts as failing, or null: it answers */
  failed: string | null
  /** it asked to be left alone for this many seconds */
  pauseSeconds: number
  /** the signature to begin with for `knockSeconds`; null: nothing new */
  knock: "cavage" | "rfc9421" | null
  knockSeconds: number
}

/**
 * A failing host is paused, longer each time, then probed with one delivery; failures that were still under way when the pause
 * began do not count twice. One that answers again gets what waited for it at once, but what it has choked on before:
 * that keeps its own pace.
 * @param pauses seconds after the first failure, the second …; the last one repeats
 */
export async function recordHostNews(db: Db, news: HostNews[], pauses: readonly number[]): Promise<void> {
  await sql`
    insert into host as known (name, failures, failing_since, paused_until, last_error, knock, knock_until)
    select name, (failed is not null)::int, case when failed is not null then now() end,
      case
        when failed is not null then now() + greatest(pause, (${pauses}::float8[])[1] * (0.9 + 0.2 * random())) * interval '1 s'
        when pause > 0 then now() + pause * interval '1 s'
      end,
      failed, knock, case when knock is not null then now() + knock_seconds * interval '1 s' end
    from unnest(
      ${news.map(n => n.host)}::text[], ${news.map(n => n.failed)}::text[], ${news.map(n => n.pauseSeconds)}::float8[],
      ${news.map(n => n.knock)}::text[], ${news.map(n => n.knockSeconds)}::float8[]
    ) as news (name, failed, pause, knock, knock_seconds)
    order by name
    on conflict (name) do update set
      failures = case
        when excluded.failures = 0 then 0
        when known.paused_until > now() then greatest(known.failures, 1)
        else known.failures + 1
      end,
      failing_since = case when excluded.failures = 0 then null else coalesce(known.failing_since, now()) end,
      paused_until = case
        when excluded.failures = 0 then excluded.paused_until
        when known.paused_until > now() then greatest(known.paused_until, excluded.paused_until)
        else greatest(
          excluded.paused_until,
          now() + (${pauses}::float8[])[least(known.failures + 1, ${pauses.length}::int)] * (0.9 + 0.2 * random()) * interval '1 s'
        )
      end,
      last_error = coalesce(excluded.last_error, known.last_error),
      knock = coalesce(excluded.knock, known.knock),
      knock_until = coalesce(excluded.knock_until, known.knock_until)
  `.execute(db)
}

/** The host answers again: what waited for it is due now. What was tried more than `tries` times keeps its own time. */
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

/** Hosts that do not answer, the longest first, with how much waits for each: what an editor is told. */
export async function listFailingHosts(db: Db, limit = 100): Promise<(Host & { waiting: number })[]> {
  return await db
    .selectFrom("host")
    .selectAll("host")
    .select(eb =>
      eb
        .selectFrom("delivery")
        .select(count => count.fn.countAll<number>().as("waiting"))
        .whereRef("delivery.host", "=", "host.name")
        .where("state", "not in", ["done", "dead"])
        .as("waiting"),
    )
    .where("failures", ">", 0)
    .orderBy("failingSince")
    .limit(limit)
    .$castTo<Host & { waiting: number }>()
    .execute()
}

/** @param learnt null: it could not be learnt; what is known stays, and it is asked again in a day rather than a week */
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

/** Hosts of people who follow us or whom we follow, whose software is not known or was learnt over a week ago, with an inbox there. */
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
