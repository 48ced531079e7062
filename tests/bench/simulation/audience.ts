import { sql } from "kysely"
import type { Db } from "../../../src/store/db.ts"
import { hostName } from "../support/hosts.ts"
import { interruption, progress } from "../support/progress.ts"

/**
 * Followers on hosts as people live on servers: the host of rank k holds a share like 1 / k^1.2. Of 30,000 hosts the largest then
 * has a fifth of all people, ten have half and one in twenty has nine tenths, between the counts that were published of the network.
 */
const EXPONENT = 1.2
/** Rows of one statement: Ctrl-C is heard between two. */
const CHUNK = 200_000
const PARTNERS = 500

/** Where in [0, 1) each host's share begins, the largest host first. */
export function sharesOf(hosts: number): number[] {
  const weights = Array.from({ length: hosts }, (_, i) => (i + 1) ** -EXPONENT)
  const total = weights.reduce((sum, weight) => sum + weight)
  let begins = 0
  return weights.map(weight => {
    const at = begins
    begins += weight / total
    return at
  })
}

const host = (rank: string) => sql.raw(`format('${hostName("%s")}', ${rank})`)

/** Every host with its software, as NodeInfo told it; a few of Gancio among the smaller half. */
export async function addHosts(db: Db, hosts: number): Promise<void> {
  await sql`
    insert into host (name, software, version, learnt_at)
    select ${host("rank")}, case when rank > ${hosts}::int / 2 and rank % 300 = 0 then 'gancio' else 'mastodon' end, '4.5.0', now()
    from generate_series(1, ${hosts}::int) as rank
  `.execute(db)
}

/**
 * People who follow the calendar, numbers `from` to `to`, in the random order of hosts in which Follows come. Of the smaller half of
 * hosts every twentieth has no shared inbox.
 */
export async function addPeople(
  db: Db,
  actorId: string,
  { from, to, hosts }: { from: number; to: number; hosts: number },
): Promise<void> {
  const shares = sharesOf(hosts)
  for (let at = from; at < to; at += CHUNK) {
    interruption.signal.throwIfAborted()
    progress(`${at} of ${to} followers`)
    const last = Math.min(at + CHUNK, to) - 1
    await sql`
      with someone as materialized (
        select n, width_bucket(random(), ${shares}::float8[]) as rank from generate_series(${at}::int, ${last}::int) as n
      ), known as (
        insert into remote_actor (id, host, type, handle, name, url, inbox, shared_inbox, fetched_at)
        select format('https://%s/users/person%s', name, n), name, 'Person', 'person' || n, 'Person number ' || n,
          format('https://%s/@person%s', name, n), format('https://%s/users/person%s/inbox', name, n),
          case when rank > ${hosts}::int / 2 and rank % 20 = 0 then null else format('https://%s/inbox', name) end, now()
        from someone, lateral (select ${host("rank")} as name) as on_host
        returning id, host
      )
      insert into follower (actor_id, remote_id, follow_id, created_at)
      select ${actorId}::uuid, id, format('https://%s/%s', host, gen_random_uuid()), now() from known
    `.execute(db)
  }
}

/** Servers that follow the whole site, all that run Gancio among them. */
export async function addPartners(db: Db, instanceId: string): Promise<void> {
  await sql`
    with partner as (
      insert into remote_actor (id, host, type, inbox, fetched_at)
      select format('https://%s/relay', name), name, 'Application', format('https://%s/relay/inbox', name), now()
      from host order by software <> 'gancio', name limit ${PARTNERS}
      returning id
    )
    insert into follower (actor_id, remote_id, follow_id, created_at)
    select ${instanceId}::uuid, id, id || '#follow', now() from partner
  `.execute(db)
}

/** Deliveries of a publication again, done, as of so many publications, one a day: what a queue remembers. */
export async function addHistory(db: Db, days: number): Promise<void> {
  for (let day = 1; day <= days; day++) {
    interruption.signal.throwIfAborted()
    progress(`publications of ${day} of ${days} days`)
    await sql`
      with model as (
        select * from outbox where id = (select outbox_id from delivery group by outbox_id order by count(*) desc limit 1)
      ), published as (
        insert into outbox (id, actor_id, type, object_path, object_type, object_version, body, listed, published_at)
        select gen_random_uuid(), actor_id, type, object_path, object_type, object_version, body, false,
          now() - ${days - day + 1}::int * interval '1 day'
        from model
        returning id, published_at
      )
      insert into delivery (outbox_id, actor_id, variant, inbox, host, thread, state, attempts, due_at, status, created_at, updated_at)
      select published.id, actor_id, variant, inbox, host, '/history/' || published.id, 'done', 1, published_at, 202,
        published_at, published_at
      from delivery cross join published where outbox_id = (select id from model)
    `.execute(db)
  }
}
