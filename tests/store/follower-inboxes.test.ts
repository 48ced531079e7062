import fc from "fast-check"
import { sql } from "kysely"
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest"
import { type Db, openDatabase } from "../../src/store/db.ts"
import { countFollowers, deleteFollower, deleteFollowsOf, putFollower } from "../../src/store/followers.ts"
import { dropInbox } from "../../src/store/inboxes.ts"
import { putRemoteActor } from "../../src/store/remote-actors.ts"
import { eventually } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"
import "../support/fast-check.ts"

let database: Awaited<ReturnType<typeof createDatabase>>
let db: Db
const ACTORS = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"] as const
const NOW = new Date("2026-11-01T00:00:00Z")

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  db = openDatabase(database.url, 3).db
  for (const [n, id] of ACTORS.entries())
    await sql`
      insert into actor (id, handle, kind, name, language, created_at, updated_at)
      values (${id}, ${`agenda_${n}`}, 'calendar', 'Agenda', 'fr', now(), now())
    `.execute(db)
})
afterAll(async () => {
  await db?.destroy()
  await database?.drop()
})
beforeEach(() => sql`truncate follower, remote_actor, follower_digest, follower_inbox cascade`.execute(db))

/** Who they are, `https://a.example/users/1`, and through which of their server's inboxes they are reached. */
async function person(at: Db, host: string, n: number, inbox: "shared" | "own" | "moved" = "shared"): Promise<string> {
  const id = `https://${host}/users/${n}`
  const sharedInbox = { shared: `https://${host}/inbox`, own: null, moved: `https://${host}/new-inbox` }[inbox]
  const named = { type: "Person", handle: null, name: null, url: null, fetchedAt: NOW }
  await putRemoteActor(at, { id, host, inbox: `${id}/inbox`, sharedInbox, ...named })
  return id
}

const follow = (at: Db, actorId: string, remoteId: string) =>
  putFollower(at, { actorId, remoteId, followId: `${remoteId}#${actorId}`, createdAt: NOW })

const storedInboxes = async () => (await sql`select * from follower_inbox order by actor_id, inbox`.execute(db)).rows

/** What the table must hold, counted from the followers. */
const counted = async () =>
  (
    await sql`
      select actor_id, coalesce(shared_inbox, inbox) as inbox, host, count(*)::int as followers
      from follower join remote_actor on remote_actor.id = remote_id group by 1, 2, 3 order by 1, 2
    `.execute(db)
  ).rows

test("are kept as people follow, change their inbox, leave and vanish, in whatever order", async () => {
  const of = {
    actorId: fc.constantFrom(...ACTORS),
    host: fc.constantFrom("a.example", "b.example"),
    n: fc.integer({ min: 1, max: 3 }),
    inbox: fc.constantFrom("shared" as const, "own" as const, "moved" as const),
    what: fc.constantFrom("follow", "follow", "follow", "move", "leave", "vanish", "gone"),
  }
  await fc.assert(
    fc
      .asyncProperty(fc.array(fc.record(of), { minLength: 1, maxLength: 25 }), async steps => {
        for (const { actorId, host, n, inbox, what } of steps) {
          const id = await person(db, host, n, what === "follow" || what === "move" ? inbox : undefined)
          if (what === "follow") await follow(db, actorId, id)
          if (what === "leave") await deleteFollower(db, actorId, id)
          if (what === "vanish") await deleteFollowsOf(db, id)
          if (what === "gone") await dropInbox(db, { inbox: `https://${host}/inbox`, host, reason: "410" })
        }
        expect(await storedInboxes()).toEqual(await counted())
        for (const actorId of ACTORS) {
          const rows = await db.selectFrom("follower").select("remoteId").where("actorId", "=", actorId).execute()
          expect(await countFollowers(db, actorId)).toBe(rows.length)
        }
      })
      .beforeEach(async () => {
        await sql`truncate follower, remote_actor, follower_digest, follower_inbox cascade`.execute(db)
      }),
    { numRuns: 15 },
  )
})

test("many follow and leave in one statement", async () => {
  const [actorId] = ACTORS
  for (let n = 1; n <= 30; n++) await person(db, n % 3 ? "a.example" : "b.example", n, n % 10 ? "shared" : "own")
  await sql`
    insert into follower (actor_id, remote_id, follow_id, created_at) select ${actorId}::uuid, id, id || '#', now() from remote_actor
  `.execute(db)
  expect(await storedInboxes()).toEqual([
    { actorId, inbox: "https://a.example/inbox", host: "a.example", followers: 18 },
    { actorId, inbox: "https://a.example/users/10/inbox", host: "a.example", followers: 1 },
    { actorId, inbox: "https://a.example/users/20/inbox", host: "a.example", followers: 1 },
    { actorId, inbox: "https://b.example/inbox", host: "b.example", followers: 9 },
    { actorId, inbox: "https://b.example/users/30/inbox", host: "b.example", followers: 1 },
  ])
  expect(await countFollowers(db, actorId)).toBe(30)
  await sql`delete from follower`.execute(db)
  expect(await storedInboxes()).toEqual([])
  expect(await countFollowers(db, actorId)).toBe(0)
})

const isWaitingForLock = async (): Promise<boolean> => {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows.length > 0
}

/** Two transactions, the second begun while the first is open; each commits when it is done. */
async function atOnce(one: (trx: Db) => Promise<unknown>, two: (trx: Db) => Promise<unknown>): Promise<void> {
  const done = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const first = db.transaction().execute(async trx => {
    await one(trx)
    done.resolve()
    await finish.promise
  })
  await Promise.race([done.promise, first])
  let ended = false
  const second = db
    .transaction()
    .execute(two)
    .finally(() => {
      ended = true
    })
  await eventually(async () => ended || (await isWaitingForLock()), 5000, 5)
  finish.resolve()
  await Promise.all([first, second])
}

test.each(["follows", "leaves"])("someone %s at the moment at which their inbox changes", async what => {
  const [actorId] = ACTORS
  const act = async (trx: Db, id: string) =>
    what === "follows" ? follow(trx, actorId, id) : deleteFollower(trx, actorId, id)
  const move = (trx: Db, n: number) => person(trx, "a.example", n, "moved")
  for (const n of [1, 2]) {
    const id = await person(db, "a.example", n)
    if (what === "leaves") await follow(db, actorId, id)
    if (n === 1)
      await atOnce(
        trx => act(trx, id),
        trx => move(trx, n),
      )
    else
      await atOnce(
        trx => move(trx, n),
        trx => act(trx, id),
      )
    expect(await storedInboxes()).toEqual(await counted())
  }
  expect(await countFollowers(db, actorId)).toBe(what === "follows" ? 2 : 0)
})
