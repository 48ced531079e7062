import { randomUUID } from "node:crypto"
import { sql } from "kysely"
import type { Trx } from "../../../src/store/db.ts"
import { pruneDone } from "../../../src/store/dead-letters.ts"
import { type ClaimedDelivery, claimDeliveries, recordDeliveries } from "../../../src/store/deliveries.ts"
import { countFollowers, deleteFollower, followersOn, putFollower } from "../../../src/store/followers.ts"
import { hostsToLearn } from "../../../src/store/hosts.ts"
import { dropInbox, isSharedInbox } from "../../../src/store/inboxes.ts"
import { fanOut } from "../../../src/store/outbox.ts"
import { putRemoteActor } from "../../../src/store/remote-actors.ts"
import { percentile, rounded } from "../support/figure.ts"
import { hostName } from "../support/hosts.ts"
import { interruption, progress } from "../support/progress.ts"
import type { TestSite } from "../support/site.ts"
import { type Answer, milliseconds } from "./answer.ts"
import { addHistory } from "./audience.ts"

export interface Asked {
  site: TestSite
  calendar: { id: string; handle: string }
  instanceId: string
}

const PUBLICATIONS = 3
const BATCH = 500
const LEASE_SECONDS = 600
const DAY_MS = 86_400_000
/** FEP-8fcf: lists up to this are given */
const LISTED = 10_000
/** Days with one publication each that the queue remembers; half are older than what is kept. */
const HISTORY = 60
const RETENTION_DAYS = 30
/** What an officer may wait for, of up to 100,000 deliveries. */
const PUBLISHING_MS = 2_000

async function times(count: number, run: (n: number) => Promise<unknown>): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < count; n++) {
    interruption.signal.throwIfAborted()
    const begun = performance.now()
    await run(n)
    all.push(performance.now() - begun)
  }
  return all
}

class Rollback extends Error {}

/** Leaves everything as it was. */
async function undone(site: TestSite, run: (trx: Trx) => Promise<unknown>): Promise<void> {
  await site.db
    .transaction()
    .execute(async trx => {
      await run(trx)
      throw new Rollback()
    })
    .catch(error => {
      if (!(error instanceof Rollback)) throw error
    })
}

/** Everything that a site of this size does, in turn, each with what it cost. The queue is empty before and after. */
export async function* answers(asked: Asked): AsyncGenerator<Answer> {
  yield* publishing(asked)
  yield* sending(asked)
  yield* following(asked)
  yield* looking(asked)
  yield* forgetting(asked)
}

async function* publishing({ site, calendar, instanceId }: Asked): AsyncGenerator<Answer> {
  progress("publishing")
  const cpu = await site.databaseCpu()
  const measured = await times(PUBLICATIONS, () => site.publish(calendar.handle))
  const spentCpu = cpu === null ? null : ((await site.databaseCpu())! - cpu) / PUBLICATIONS
  const { rows } = await sql<{ id: string; deliveries: number; hosts: number }>`
    select outbox_id as id, count(*) as deliveries, count(distinct host) as hosts from delivery group by outbox_id
    order by deliveries desc limit 1
  `.execute(site.db)
  const { id: outboxId, deliveries, hosts } = rows[0]!
  const conditions = { deliveries, hosts, ...(spentCpu !== null && { "PostgreSQL CPU ms": rounded(spentCpu) }) }
  const most = deliveries <= 100_000 ? PUBLISHING_MS : undefined
  yield { ...milliseconds("publishing", measured, conditions), ...(most && { most }) }

  const publication = {
    outboxId,
    actorId: calendar.id,
    instanceId,
    thread: "/x",
    dueAt: new Date(),
    refusedBy: ["gancio"],
  }
  const alone = async (trx: Trx, spent: number[]) => {
    const begun = performance.now()
    await fanOut(trx, publication)
    spent.push(performance.now() - begun)
  }
  const spent: number[] = []
  for (let n = 0; n < 3; n++) await undone(site, trx => alone(trx, spent))
  yield milliseconds("fan-out of a publication", spent)
  const barred: number[] = []
  await undone(site, async trx => {
    await sql`update host set blocked_at = now() where name = ${hostName(7)}`.execute(trx)
    await alone(trx, barred)
  })
  yield milliseconds("fan-out while a host is blocked", barred)
}

async function* sending({ site }: Asked): AsyncGenerator<Answer> {
  progress("sending")
  const claimed: ClaimedDelivery[][] = []
  const claims = await times(20, async () => {
    claimed.push((await claimDeliveries(site.db, { limit: BATCH, leaseSeconds: LEASE_SECONDS })).deliveries)
  })
  yield milliseconds(`claim of ${BATCH}`, claims)
  const records = await times(claimed.length, n =>
    recordDeliveries(
      site.db,
      claimed[n]!.map(({ id, attempts }) => {
        return { id, claimed: attempts, attempts, state: "done", delay: 0, status: 202, error: null }
      }),
    ),
  )
  yield milliseconds(`record of ${BATCH}`, records)
}

async function* following({ site, calendar }: Asked): AsyncGenerator<Answer> {
  const { db } = site
  const someone = (host: string) => ({ host, id: `https://${host}/users/${randomUUID()}` })
  const follow = async ({ host, id }: { host: string; id: string }) => {
    await db.transaction().execute(async trx => {
      const inboxes = { inbox: `${id}/inbox`, sharedInbox: `https://${host}/inbox` }
      const named = { handle: "someone", name: "Someone", url: id, type: "Person" }
      await putRemoteActor(trx, { id, host, ...named, ...inboxes, fetchedAt: new Date() })
      await putFollower(trx, { actorId: calendar.id, remoteId: id, followId: `${id}#follow`, createdAt: new Date() })
    })
  }
  for (const [rank, named] of [
    [1, "the largest host"],
    [5_000, "a small host"],
  ] as const) {
    progress(`following from ${named}`)
    const people = Array.from({ length: 200 }, () => someone(hostName(rank)))
    const follows = await times(people.length, n => follow(people[n]!))
    yield milliseconds(`Follow from ${named}`, follows, { "95 %": rounded(percentile(follows, 0.95)) })
    const undos = await times(people.length, n => deleteFollower(db, calendar.id, people[n]!.id))
    yield milliseconds(`Undo from ${named}`, undos, { "95 %": rounded(percentile(undos, 0.95)) })
  }
  const people = Array.from({ length: 1_000 }, () => someone(hostName(1)))
  const begun = performance.now()
  await Promise.all([0, 1, 2, 3].map(at => times(people.length / 4, n => follow(people[n * 4 + at]!))))
  const rate = (people.length / (performance.now() - begun)) * 1000
  yield { figure: "Follows from one host, four at a time", value: rate, unit: "1/s" }
  for (const { id } of people) await deleteFollower(db, calendar.id, id)
}

async function* looking({ site, calendar }: Asked): AsyncGenerator<Answer> {
  progress("looking")
  const { db } = site
  const followers = await countFollowers(db, calendar.id)
  yield milliseconds("number of followers", await times(5, () => countFollowers(db, calendar.id)), { followers })
  const { rows } = await sql<{ host: string; followers: number }>`
    select host, followers from follower_digest where actor_id = ${calendar.id} and followers <= ${LISTED}
    order by followers desc limit 1
  `.execute(db)
  const { host, followers: there } = rows[0]!
  const digest = sql`select digest from follower_digest where actor_id = ${calendar.id} and host = ${host}`
  yield milliseconds("digest of a host's followers", await times(5, () => digest.execute(db)))
  yield milliseconds("list of a host's followers", await times(5, () => followersOn(db, calendar.id, host)), {
    followers: there,
  })
  const largest = hostName(1)
  const { inbox } = await db
    .selectFrom("remoteActor")
    .select("inbox")
    .where("host", "=", largest)
    .executeTakeFirstOrThrow()
  yield milliseconds("whether an inbox is shared", await times(3, () => isSharedInbox(db, inbox, largest)))
  const gone = () => undone(site, trx => dropInbox(trx, { inbox, host: largest, reason: "gone" }))
  yield milliseconds("an inbox of the largest host goes", await times(3, gone))
  yield milliseconds("hosts whose software is to be learnt", await times(3, () => hostsToLearn(db, 10)))
}

async function* forgetting({ site: { db } }: Asked): AsyncGenerator<Answer> {
  await addHistory(db, HISTORY)
  await sql`vacuum analyze delivery`.execute(db)
  const { rows } = await sql<{ bytes: number; rows: number }>`
    select pg_total_relation_size('delivery')::float8 as bytes, count(*) as rows from delivery
  `.execute(db)
  yield { figure: "a delivery in the table", value: rows[0]!.bytes / rows[0]!.rows, unit: "bytes", with: rows[0]! }
  const before = (days: number) => new Date(Date.now() - days * DAY_MS)
  yield milliseconds("prune when nothing is old", await times(3, () => pruneDone(db, before(10 * HISTORY))))
  let pruned = 0
  const batches: number[] = []
  for (let last = -1; last !== 0; pruned += last) {
    progress(`${pruned} deliveries pruned`)
    batches.push(
      ...(await times(1, async () => {
        last = await pruneDone(db, before(RETENTION_DAYS))
      })),
    )
  }
  yield milliseconds("prune of 10,000", batches, {
    pruned,
    seconds: Math.round(batches.reduce((a, b) => a + b) / 1000),
  })
  yield milliseconds("vacuum after the prune", await times(1, () => sql`vacuum delivery`.execute(db)))
  await sql`truncate delivery`.execute(db)
  await sql`delete from outbox`.execute(db)
}
