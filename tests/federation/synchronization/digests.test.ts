import { sql } from "kysely"
import { afterAll, beforeAll, beforeEach, expect, inject, test } from "vitest"
import { digestOf, digestOfBits } from "../../../federation/synchronization/header.ts"
import { forgetActor } from "../../../src/actions/remote-actors/forget.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { deleteFollower, putFollower } from "../../../src/store/followers.ts"
import { dropInbox } from "../../../src/store/inboxes.ts"
import { openSending, type Sending } from "../delivery/support.ts"

let sending: Sending
let actorId: string

beforeAll(async () => {
  sending = await openSending(inject("postgres"))
  actorId = sending.actorId
})
afterAll(() => sending.close())
beforeEach(async () => {
  await sql`truncate follower, remote_actor, follower_digest cascade`.execute(sending.db)
})

/** What the database keeps, in our words. */
const stored = async () => {
  const rows = await sending.db
    .selectFrom("followerDigest")
    .selectAll()
    .where("followers", ">", 0)
    .orderBy("host")
    .execute()
  return rows.map(({ host, digest, followers }) => [host, followers, digestOfBits(digest)])
}

/** What it must be. */
const counted = async () => {
  const rows = await sending.db
    .selectFrom("follower")
    .innerJoin("remoteActor", "remoteActor.id", "follower.remoteId")
    .select(["remoteId", "host"])
    .execute()
  const hosts = [...Map.groupBy(rows, row => row.host)].sort(([a], [b]) => (a < b ? -1 : 1))
  return hosts.map(([host, some]) => [host, some.length, digestOf(some.map(row => row.remoteId))])
}

test("follow what followers do: one by one, many at once, again, and not at all", async () => {
  const { db, follow } = sending
  expect(await stored()).toEqual([])
  for (const name of ["ana", "bea", "cyd"]) await follow("a.example", name)
  await follow("b.example", "élodie")
  expect(await stored()).toEqual(await counted())
  expect(await counted()).toHaveLength(2)

  const again = {
    actorId,
    remoteId: "http://a.example/users/ana",
    followId: "http://a.example/again",
    createdAt: new Date(),
  }
  await putFollower(db, again)
  expect(await stored()).toEqual(await counted())

  expect(await deleteFollower(db, actorId, "http://a.example/users/bea")).toBe(true)
  expect(await deleteFollower(db, actorId, "http://a.example/users/nobody")).toBe(false)
  expect(await stored()).toEqual(await counted())

  await sql`
    with someone as (
      insert into remote_actor (id, host, type, inbox, fetched_at)
      select format('http://h%s.example/users/%s', n % 7, n), format('h%s.example', n % 7), 'Person', 'http://x.example', now()
      from generate_series(1, 1000) as n
      returning id
    )
    insert into follower (actor_id, remote_id, follow_id, created_at) select ${actorId}, id, id, now() from someone
  `.execute(db)
  expect(await stored()).toEqual(await counted())
  expect(await counted()).toHaveLength(9)
})

test("follow those who are dropped with their inbox, or are gone", async () => {
  const { db, follow } = sending
  for (const name of ["ana", "bea"]) await follow("a.example", name, true)
  await follow("b.example", "cyd")
  await dropInbox(db, { inbox: "http://a.example/inbox", host: "a.example", reason: "gone" })
  expect(await stored()).toEqual(await counted())
  expect(await counted()).toHaveLength(1)
  await db
    .transaction()
    .execute(trx => forgetActor(trx, { now: () => new Date() }, OPERATOR, "http://b.example/users/cyd", new Date()))
  expect(await stored()).toEqual([])
})

test("hold when many come and go at once", async () => {
  const { db, follow } = sending
  await Promise.all(Array.from({ length: 60 }, (_, i) => follow(`h${i % 3}.example`, `user${i}`)))
  const leave = (i: number) => deleteFollower(db, actorId, `http://h${i % 3}.example/users/user${i}`)
  await Promise.all([
    ...Array.from({ length: 40 }, (_, i) => leave(i)),
    ...Array.from({ length: 40 }, (_, i) => follow(`h${i % 3}.example`, `late${i}`)),
  ])
  expect(await stored()).toEqual(await counted())
  const rows = await db.selectFrom("follower").select("remoteId").execute()
  expect(rows).toHaveLength(60)
})

test("what is undone was never there", async () => {
  const { db, follow } = sending
  await follow("a.example", "ana")
  const before = await stored()
  await db
    .transaction()
    .execute(async trx => {
      await deleteFollower(trx, actorId, "http://a.example/users/ana")
      throw new Error("undone")
    })
    .catch(() => {})
  expect(await stored()).toEqual(before)
})
