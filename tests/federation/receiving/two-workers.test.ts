import { sql } from "kysely"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { createInboxJob } from "../../../federation/receiving/job.ts"
import type { Db } from "../../../src/store/db.ts"
import { claimInboxActivities } from "../../../src/store/inbox.ts"
import { eventually } from "../../support/beffroi.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "../inbox/site.ts"

/** A worker that was slow or suspended goes on after its lease has ended and another one has done its work. */
let server: InboxSite
let host: RemoteHost
let ana: Someone
let count = 0
const LEASE_MS = 60_000

beforeAll(async () => {
  ;[server, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await server.close()
  await host.close()
})
beforeEach(() => {
  ana = host.person(`/users/ana${++count}`)
})

const follow = () => {
  const object = `${server.origin}/actors/agenda`
  return { id: `${ana.id}/follow`, type: "Follow", actor: ana.id, object }
}
/** @param learnHost what it does in the middle of a Follow */
const worker = (learnHost: () => Promise<unknown> = async () => {}) => {
  const { db, site, federation } = server
  return createInboxJob({ db, site, ...federation, learnHost, leaseMs: LEASE_MS })
}
const leasesEnd = () => {
  const after = server.clock.now().getTime() + 2 * LEASE_MS
  server.clock.now = () => new Date(after)
}
/** A worker that is suspended in the middle of ana's Follow until it is resumed. */
async function suspendedWorker() {
  const gate = Promise.withResolvers<void>()
  let asleep = false
  const slow = worker(() => {
    asleep = true
    return gate.promise
  })
  const run = slow.runOnce()
  await eventually(async () => asleep)
  return {
    async resume() {
      gate.resolve()
      await run
    },
  }
}
const follows = async () =>
  (await server.db.selectFrom("follower").select("followId").where("remoteId", "=", ana.id).execute()).length
const accepts = async () =>
  (await server.db.selectFrom("delivery").select("id").where("inbox", "=", `${ana.id}?inbox`).execute()).length
const activity = () =>
  server.db
    .selectFrom("inboxActivity")
    .select(["state", "attempts", "error", "leasedUntil"])
    .where("activityId", "=", `${ana.id}/follow`)
    .executeTakeFirstOrThrow()

test("an activity that another worker has handled, and whose effect was undone since, is not handled again", async () => {
  expect((await server.post(ana, follow())).status).toBe(202)
  const slow = await suspendedWorker()
  expect(await worker().runOnce()).toBe(0)
  leasesEnd()
  expect(await worker().runOnce()).toBe(1)
  expect([await follows(), await accepts()]).toEqual([1, 1])
  await server.deliver(ana, { id: `${ana.id}/undo`, type: "Undo", actor: ana.id, object: follow() })
  expect(await follows()).toBe(0)

  await slow.resume()
  expect([await follows(), await accepts()]).toEqual([0, 1])
  expect(await activity()).toEqual({ state: "done", attempts: 2, error: null, leasedUntil: null })
})

test("two workers at the same moment: one of them handles the activity", async () => {
  expect((await server.post(ana, follow())).status).toBe(202)
  const one = await suspendedWorker()
  leasesEnd()
  const other = await suspendedWorker()
  await Promise.all([one.resume(), other.resume()])
  expect([await follows(), await accepts()]).toEqual([1, 1])
  expect(await activity()).toEqual({ state: "done", attempts: 2, error: null, leasedUntil: null })
})

test("a late failure does not change that another worker has handled the activity", async () => {
  const gate = Promise.withResolvers<never>()
  let asleep = false
  // before the handler of a Create has what it needs
  const late = createInboxJob({
    db: server.db,
    site: server.site,
    directory: server.federation.directory,
    load: () => {
      asleep = true
      return gate.promise
    },
    leaseMs: LEASE_MS,
  })
  const note = { id: `${ana.id}/notes/1`, type: "Note", attributedTo: ana.id, content: "Oui" }
  const inReplyTo = server.origin + (await server.event())
  host.serve({ ...note, inReplyTo, to: "https://www.w3.org/ns/activitystreams#Public" })
  const create = { id: `${ana.id}/create`, type: "Create", actor: ana.id, object: note.id }
  expect((await server.post(ana, create)).status).toBe(202)
  const run = late.runOnce()
  await eventually(async () => asleep)
  leasesEnd()
  expect(await worker().runOnce()).toBe(1)
  gate.reject(Object.assign(new Error("answers 404"), { status: 404 }))
  await run
  const row = await server.db
    .selectFrom("inboxActivity")
    .select(["state", "error"])
    .where("activityId", "=", create.id)
    .executeTakeFirstOrThrow()
  expect(row).toEqual({ state: "done", error: null })
})

test("two claims at the same moment never take activities of the same actor", async () => {
  for (let n = 1; n <= 3; n++) {
    const view = { id: `${ana.id}/views/${n}`, type: "View", actor: ana.id, object: server.origin }
    expect((await server.post(ana, view)).status).toBe(202)
  }
  const claim = async (db: Db) => {
    const rows = await claimInboxActivities(db, { limit: 2, now: server.clock.now(), leaseMs: LEASE_MS })
    return rows.map(row => row.activityId)
  }
  const [looked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = server.db.transaction().execute(async trx => {
    const ids = await claim(trx)
    looked.resolve()
    await gate.promise
    return ids
  })
  await looked.promise
  const second = claim(server.db)
  await eventually(async () => {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    `.execute(server.db)
    return rows.length === 1
  })
  gate.resolve()
  expect(await first).toEqual([`${ana.id}/views/1`, `${ana.id}/views/2`])
  expect(await second).toEqual([])
  leasesEnd()
  expect(await worker().runOnce()).toBe(3)
})

test("the effect of an activity and its state are stored together or not at all", async () => {
  await sql`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'not now'; end $$;
    create trigger refuse before update on inbox_activity for each row when (new.state = 'done') execute function refuse();
  `.execute(server.db)
  expect((await server.post(ana, follow())).status).toBe(202)
  await worker().runOnce()
  expect([await follows(), await accepts(), (await activity()).error]).toEqual([0, 0, "not now"])
  await sql`drop trigger refuse on inbox_activity`.execute(server.db)
  leasesEnd()
  await worker().runOnce()
  expect([await follows(), await accepts()]).toEqual([1, 1])
})
