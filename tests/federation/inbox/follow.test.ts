import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "./site.ts"

let site: InboxSite
let host: RemoteHost
let ana: Someone
let count = 0

beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await site.close()
  await host.close()
})
beforeEach(() => {
  ana = host.person(`/users/ana${++count}`)
})

const agenda = () => `${site.origin}/actors/agenda`
const follow = (id = `${ana.id}/follows/1`, object = agenda()) => ({
  "@context": "https://www.w3.org/ns/activitystreams",
  id,
  type: "Follow",
  actor: ana.id,
  object,
})
const undo = (undone: Record<string, unknown> | string) => ({
  id: `${ana.id}/undo/${++count}`,
  type: "Undo",
  actor: ana.id,
  object: undone,
})

const followers = () =>
  site.db
    .selectFrom("follower")
    .innerJoin("actor", "actor.id", "follower.actorId")
    .select(["actor.handle", "follower.followId"])
    .where("remoteId", "=", ana.id)
    .execute()

const sent = async () => {
  const rows = await site.db
    .selectFrom("outbox")
    .innerJoin("delivery", "delivery.outboxId", "outbox.id")
    .select(["outbox.type", "outbox.body", "delivery.inbox", "outbox.listed"])
    .where("delivery.inbox", "like", `${ana.id}%`)
    .orderBy("delivery.id")
    .execute()
  return rows.map(row => ({ ...row, body: JSON.parse(row.body!) }))
}

describe("a Follow", () => {
  test("adds a follower and is answered with an Accept that embeds it, at the personal inbox", async () => {
    expect(await site.post(ana, follow())).toMatchObject({ status: 202 })
    expect(await site.process()).toBe(1)
    expect(await followers()).toEqual([{ handle: "agenda", followId: `${ana.id}/follows/1` }])
    const [accept, ...more] = await sent()
    expect(more).toEqual([])
    expect(accept).toMatchObject({ type: "Accept", inbox: `${ana.id}?inbox`, listed: false })
    expect(accept!.body).toMatchObject({
      type: "Accept",
      actor: agenda(),
      to: [ana.id],
      cc: [],
      object: { id: `${ana.id}/follows/1`, type: "Follow", actor: ana.id, object: agenda() },
    })
    const remote = await site.db.selectFrom("remoteActor").selectAll().where("id", "=", ana.id).executeTakeFirst()
    expect(remote).toMatchObject({
      host: host.host,
      type: "Person",
      handle: `ana${count}`,
      name: `Someone at /users/ana${count}`,
      inbox: `${ana.id}?inbox`,
      sharedInbox: `${host.origin}/inbox`,
    })
  })

  test("may come to any inbox, name the page of the calendar, or follow the publisher and the instance", async () => {
    await site.deliver(ana, follow(`${ana.id}/1`, `${site.origin}/@agenda`), { inbox: "/actors/agenda/inbox" })
    await site.deliver(ana, follow(`${ana.id}/2`, `${site.origin}/actors/publisher`), { inbox: "/inbox" })
    await site.deliver(ana, follow(`${ana.id}/3`, `${site.origin}/`), { inbox: "/actors/instance/inbox" })
    expect((await followers()).map(row => row.handle).sort()).toEqual(["agenda", "instance", "publisher"])
  })

  test("twice counts once: from the shared inbox and the personal one, and the same request again", async () => {
    const date = new Date()
    for (const inbox of ["/inbox", "/inbox", "/actors/agenda/inbox"]) await site.deliver(ana, follow(), { inbox, date })
    expect(await followers()).toHaveLength(1)
    expect((await sent()).map(row => row.type)).toEqual(["Accept"])
  })

  test("twenty times at the same moment counts once, and every one of them is answered 202", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => site.post(ana, follow())))
    expect(answers.map(({ status, detail }) => [status, detail])).toEqual(Array(20).fill([202, ""]))
    const stored = site.db.selectFrom("inboxActivity").select("state").where("actor", "=", ana.id)
    expect(await stored.execute()).toEqual([{ state: "pending" }])
    await site.process()
    expect([(await followers()).length, (await sent()).length]).toEqual([1, 1])
  })

  test("again under another id is accepted again: the first answer may have been lost", async () => {
    await site.deliver(ana, follow(`${ana.id}/1`))
    await site.deliver(ana, follow(`${ana.id}/2`))
    expect(await followers()).toEqual([{ handle: "agenda", followId: `${ana.id}/2` }])
    expect((await sent()).map(row => row.body.object.id)).toEqual([`${ana.id}/1`, `${ana.id}/2`])
  })

  test("of an actor that does not exist is acknowledged and ignored", async () => {
    await site.deliver(ana, follow(undefined, `${site.origin}/actors/nobody`))
    await site.deliver(ana, follow(`${ana.id}/2`, "https://elsewhere.example/actors/agenda"))
    expect(await followers()).toEqual([])
    expect(await sent()).toEqual([])
  })

  test("may be signed by RFC 9421", async () => {
    expect((await site.post(ana, follow(), { spec: "rfc9421" })).status).toBe(202)
    const covered = ["@method", "@authority", "@path", "content-digest", "content-type", "date"]
    expect((await site.post(ana, follow(`${ana.id}/2`), { spec: "rfc9421", covered })).status).toBe(202)
    await site.process()
    expect(await followers()).toHaveLength(1)
  })
})

describe("an Undo", () => {
  test("of a Follow ends it, whatever id it names", async () => {
    await site.deliver(ana, follow())
    await site.deliver(ana, undo({ id: `${ana.id}/another`, type: "Follow", actor: ana.id, object: agenda() }))
    expect(await followers()).toEqual([])
    await site.deliver(ana, follow(`${ana.id}/follows/2`))
    expect(await followers()).toHaveLength(1)
  })

  test("may name the Follow by its id only", async () => {
    await site.deliver(ana, follow())
    await site.deliver(ana, undo(`${ana.id}/follows/1`))
    expect(await followers()).toEqual([])
  })

  test("that arrives first cancels its Follow, and no later one", async () => {
    await site.deliver(ana, undo(follow()))
    await site.deliver(ana, follow())
    await site.deliver(ana, follow(), { inbox: "/actors/agenda/inbox" })
    expect(await followers()).toEqual([])
    expect(await sent()).toEqual([])
    await site.deliver(ana, follow(`${ana.id}/follows/2`))
    expect(await followers()).toHaveLength(1)
  })

  test("of another actor's Follow changes nothing", async () => {
    await site.deliver(ana, follow())
    const eve = host.person("/users/eve")
    const forged = { id: `${eve.id}/undo`, type: "Undo", actor: eve.id, object: follow() }
    expect((await site.post(eve, forged)).status).toBe(202)
    await site.process()
    expect(await followers()).toHaveLength(1)
    const row = await site.db
      .selectFrom("inboxActivity")
      .selectAll()
      .where("activityId", "=", `${eve.id}/undo`)
      .executeTakeFirst()
    expect(row).toMatchObject({ state: "failed", error: "undoes what someone else did" })
  })

  test("Gancio follows again and again under the same ids", async () => {
    const id = `${host.origin}/federation/m/${agenda()}#follow`
    const unfollow = { ...undo({ id, type: "Follow", object: agenda() }), id: id.replace("#follow", "#unfollow") }
    const began = Date.now()
    const date = (minutes: number) => new Date(began - (30 - minutes) * 60_000)
    for (const minute of [0, 2, 4]) {
      await site.deliver(ana, follow(id), { date: date(minute) })
      expect(await followers()).toEqual([{ handle: "agenda", followId: id }])
      await site.deliver(ana, unfollow, { date: date(minute + 1) })
      expect(await followers()).toEqual([])
    }
    // what somebody recorded is not played again
    await site.deliver(ana, follow(id), { date: date(4) })
    expect(await followers()).toEqual([])
  })
})

test("a Block ends the follow, the Delete of an actor everything", async () => {
  await site.deliver(ana, follow())
  await site.deliver(ana, { id: `${ana.id}/block`, type: "Block", actor: ana.id, object: agenda() })
  expect(await followers()).toEqual([])
  await site.deliver(ana, follow(`${ana.id}/follows/2`))
  expect(await followers()).toHaveLength(1)
  await site.deliver(ana, { id: `${ana.id}#delete`, type: "Delete", actor: ana.id, object: ana.id })
  expect(await followers()).toEqual([])
  expect(await site.db.selectFrom("remoteActor").select("id").where("id", "=", ana.id).execute()).toEqual([])
})
