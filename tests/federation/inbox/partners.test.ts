import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { followRemote } from "../../../src/actions/following/follow.ts"
import { unfollow } from "../../../src/actions/following/unfollow.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import type { RemoteActor } from "../../../src/domain/follower.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "./site.ts"

let server: InboxSite
let host: RemoteHost
let other: RemoteHost
let theatre: Someone
let count = 0

beforeAll(async () => {
  ;[server, host, other] = await Promise.all([openInboxSite(), openHost(), openHost()])
})
afterAll(async () => {
  await Promise.all([server.close(), host.close(), other.close()])
})
beforeEach(() => {
  theatre = host.person(`/theatre/${++count}`, { type: "Group" })
  other.asked.length = 0
})

const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const instance = () => `${server.origin}/actors/instance`

const remote = ({ id }: Someone, at = host): RemoteActor => ({
  id,
  host: at.host,
  type: "Group",
  handle: null,
  name: null,
  url: null,
  inbox: `${id}/inbox`,
  sharedInbox: null,
  fetchedAt: new Date(0),
})
const state = async ({ id }: Someone) =>
  (await server.db.selectFrom("following").select("state").where("remoteId", "=", id).executeTakeFirst())?.state ?? null
const sentTo = async ({ id }: Someone) => {
  const rows = await server.db
    .selectFrom("outbox")
    .innerJoin("delivery", "delivery.outboxId", "outbox.id")
    .select("outbox.body")
    .where("delivery.inbox", "=", `${id}/inbox`)
    .orderBy("delivery.id")
    .execute()
  return rows.map(row => JSON.parse(row.body!) as JsonObject)
}
const held = async () =>
  server.db.selectFrom("partnerEvent").selectAll().where("id", "like", `%/events/${count}%`).orderBy("id").execute()

const event = (more: JsonObject = {}): JsonObject => ({
  id: `${host.origin}/events/${count}`,
  type: "Event",
  name: "Concert",
  attributedTo: theatre.id,
  startTime: "2026-12-01T20:30:00+01:00",
  published: "2026-11-01T10:00:00Z",
  location: { type: "Place", name: "Salle des fêtes" },
  to: [PUBLIC],
  ...more,
})
const activityOf = (type: string, object: unknown, who = theatre): JsonObject => ({
  "@context": "https://www.w3.org/ns/activitystreams",
  id: `${who.id}/acts/${type}/${Math.random()}`,
  type,
  actor: who.id,
  object,
  to: [PUBLIC],
})
const follow = () => followRemote(server.db, server.site, OPERATOR, remote(theatre))

describe("our Follow", () => {
  test("goes to their personal inbox, and again while it is not accepted", async () => {
    expect(await follow()).toBe(true)
    const [asked] = await sentTo(theatre)
    expect(asked).toMatchObject({ type: "Follow", actor: instance(), object: theatre.id, to: [theatre.id] })
    expect(await state(theatre)).toBe("pending")
    expect(await follow()).toBe(true)
    expect(await sentTo(theatre)).toHaveLength(2)
    await server.deliver(
      theatre,
      activityOf("Accept", { type: "Follow", id: "https://whatever.example/", actor: instance(), object: theatre.id }),
    )
    expect(await state(theatre)).toBe("accepted")
    expect(await follow()).toBe(false)
    expect(await sentTo(theatre)).toHaveLength(2)
  })

  test("is answered by its id alone, rejected, and undone", async () => {
    await follow()
    const [asked] = await sentTo(theatre)
    await server.deliver(theatre, activityOf("Accept", asked!.id))
    expect(await state(theatre)).toBe("accepted")
    await server.deliver(theatre, activityOf("Reject", asked))
    expect(await state(theatre)).toBe("rejected")
    expect(await unfollow(server.db, server.site, OPERATOR, theatre.id)).toBe(true)
    expect(await state(theatre)).toBe(null)
    expect((await sentTo(theatre)).at(-1)).toMatchObject({
      type: "Undo",
      actor: instance(),
      object: { id: asked!.id, type: "Follow", actor: instance(), object: theatre.id },
    })
    expect(await unfollow(server.db, server.site, OPERATOR, theatre.id)).toBe(false)
  })

  test("is not answered by others, nor by an answer to another activity", async () => {
    await follow()
    const [asked] = await sentTo(theatre)
    const eve = other.person(`/eve/${count}`)
    await server.deliver(eve, activityOf("Accept", asked, eve))
    await server.deliver(eve, activityOf("Accept", asked!.id, eve))
    await server.deliver(
      theatre,
      activityOf("Accept", { type: "Follow", actor: `${server.origin}/actors/agenda`, object: theatre.id }),
    )
    await server.deliver(
      theatre,
      activityOf("Accept", { type: "Event", id: `${server.origin}/events/1`, actor: instance() }),
    )
    expect(await state(theatre)).toBe("pending")
  })
})

describe("an event of a partner", () => {
  test("is stored as it was sent, changed and deleted", async () => {
    await follow()
    const create = activityOf("Create", event())
    await server.deliver(theatre, create)
    const [row] = await held()
    expect(row).toMatchObject({
      remoteId: theatre.id,
      name: "Concert",
      startsAt: new Date("2026-12-01T19:30:00Z"),
      activityId: create.id,
      deletedAt: null,
    })
    expect(row!.document).toEqual({ ...event(), "@context": create["@context"] })
    await server.deliver(
      theatre,
      activityOf("Update", event({ name: "Concert déplacé", updated: "2026-11-03T10:00:00Z" })),
    )
    await server.deliver(
      theatre,
      activityOf("Update", event({ name: "Concert (vieux)", updated: "2026-11-02T10:00:00Z" })),
    )
    expect(await held()).toMatchObject([{ name: "Concert déplacé", updatedAt: new Date("2026-11-03T10:00:00Z") }])
    await server.deliver(theatre, activityOf("Delete", event()))
    const [gone] = await held()
    expect(gone!.deletedAt).not.toBeNull()
    await server.deliver(theatre, activityOf("Update", event({ name: "Revenant", updated: "2026-11-05T10:00:00Z" })))
    expect(await held()).toMatchObject([{ name: "Concert déplacé", deletedAt: gone!.deletedAt }])
  })

  test("of an actor that we do not follow, or that rejected us, is not stored", async () => {
    await server.deliver(theatre, activityOf("Create", event()))
    await follow()
    await server.deliver(theatre, activityOf("Reject", { type: "Follow", actor: instance(), object: theatre.id }))
    await server.deliver(theatre, activityOf("Create", event()))
    expect(await held()).toEqual([])
  })

  test("that was deleted before it came, or is not public, is not stored", async () => {
    await follow()
    await server.deliver(theatre, activityOf("Delete", event().id))
    await server.deliver(theatre, activityOf("Create", event()))
    const followers = { to: [`${theatre.id}/followers`] }
    await server.deliver(theatre, {
      ...activityOf("Create", event({ id: `${event().id}-private`, ...followers })),
      ...followers,
    })
    expect(await held()).toEqual([])
  })

  test.each(["in the event", "in the activity alone"])("that is no longer public is not listed: %s", async how => {
    await follow()
    await server.deliver(theatre, activityOf("Create", event()))
    expect(await held()).toMatchObject([{ listed: true }])
    const { to: _, ...nameless } = event({ name: "Entre nous", updated: "2026-11-02T10:00:00Z" })
    const few = { to: [`${theatre.id}/followers`] }
    const newer = how === "in the event" ? { ...nameless, ...few } : nameless
    await server.deliver(theatre, { ...activityOf("Update", newer), ...few })
    expect(await held()).toMatchObject([{ name: "Entre nous", listed: false, deletedAt: null }])
    await server.deliver(theatre, activityOf("Update", event({ updated: "2026-11-03T10:00:00Z" })))
    expect(await held()).toMatchObject([{ name: "Concert", listed: true }])
  })

  test("is not changed or deleted by others", async () => {
    await follow()
    await server.deliver(theatre, activityOf("Create", event()))
    const neighbour = host.person(`/neighbour/${count}`)
    await server.deliver(
      neighbour,
      activityOf("Update", event({ name: "Volé", updated: "2026-11-03T10:00:00Z" }), neighbour),
    )
    await server.deliver(
      neighbour,
      activityOf(
        "Update",
        event({ name: "Volé", attributedTo: neighbour.id, updated: "2026-11-03T10:00:00Z" }),
        neighbour,
      ),
    )
    await server.deliver(neighbour, activityOf("Delete", event().id, neighbour))
    const eve = other.person(`/eve/${count}`)
    await server.deliver(eve, activityOf("Update", event({ name: "Volé", updated: "2026-11-03T10:00:00Z" }), eve))
    await server.deliver(eve, activityOf("Delete", event().id, eve))
    expect(await held()).toMatchObject([{ name: "Concert", deletedAt: null }])
  })

  test("sent by a person for the group that we follow (Mobilizon) is read from its own address only", async () => {
    await follow()
    const person = host.person(`/person/${count}`)
    // somebody of that server makes an event up
    await server.deliver(person, activityOf("Create", event({ name: "Faux" }), person)).catch(() => {})
    expect(await held()).toEqual([])
    host.serve(event({ name: "Vrai", actor: person.id }))
    await server.deliver(person, activityOf("Create", event({ name: "Faux" }), person))
    expect(await held()).toMatchObject([{ name: "Vrai", remoteId: theatre.id }])
  })

  test("with odd values is stored as far as it can be read; without a name it is not", async () => {
    await follow()
    const odd = {
      startTime: "+275760-01-01T00:00:00Z",
      endTime: 7,
      location: "Salle",
      tag: null,
      attachment: null,
      content: "<script>x</script>",
      updated: "9999-12-31T00:00:00Z",
    }
    await server.deliver(theatre, activityOf("Create", event(odd)))
    expect(await held()).toMatchObject([{ name: "Concert", startsAt: null, document: odd }])
    // a change that says it is of the future shuts no later one out
    await server.deliver(
      theatre,
      activityOf("Update", event({ name: "Concert corrigé", updated: "2026-11-03T10:00:00Z" })),
    )
    expect(await held()).toMatchObject([{ name: "Concert corrigé" }])
    const nameless = activityOf("Create", event({ id: `${event().id}-nameless`, name: " \n" }))
    await server.deliver(theatre, nameless)
    expect(await held()).toHaveLength(1)
    const row = await server.db
      .selectFrom("inboxActivity")
      .selectAll()
      .where("activityId", "=", String(nameless.id))
      .executeTakeFirst()
    expect(row).toMatchObject({ state: "failed", error: "the event has no id or no name" })
  })
})

describe("an Announce of a partner", () => {
  test("may name any actor's event, which is fetched from its own host; an embedded one is not read", async () => {
    await follow()
    const author = other.person(`/author/${count}`)
    const theirs = event({ id: `${other.origin}/events/${count}`, name: "Ailleurs", attributedTo: author.id })
    other.serve(theirs)
    await server.deliver(theatre, activityOf("Announce", { ...theirs, name: "Faux" }))
    expect(await held()).toMatchObject([{ name: "Ailleurs", remoteId: theatre.id, document: theirs }])
    // its author changes it: the one who announced it stays its source
    await server.deliver(
      author,
      activityOf("Update", { ...theirs, name: "Ailleurs, plus tard", updated: "2026-11-03T10:00:00Z" }, author),
    )
    expect(await held()).toMatchObject([{ name: "Ailleurs, plus tard", remoteId: theatre.id }])
    await server.deliver(author, activityOf("Delete", theirs.id, author))
    expect((await held())[0]!.deletedAt).not.toBeNull()
  })

  test("may name the Create", async () => {
    await follow()
    host.serve(event())
    host.serve({
      id: `${host.origin}/creates/${count}`,
      type: "Create",
      actor: theatre.id,
      object: event({ name: "Copie" }),
    })
    await server.deliver(theatre, activityOf("Announce", `${host.origin}/creates/${count}`))
    expect(await held()).toMatchObject([{ name: "Concert" }])
  })

  test("of an object that is gone, is no event, has another id, or is on a blocked host is ignored", async () => {
    await follow()
    const at = (what: string) => `${other.origin}/events/${count}-${what}`
    other.serve({ id: at("note"), type: "Note", content: "x", to: [PUBLIC] })
    other.documents.set(`/events/${count}-alias`, event())
    for (const what of ["gone", "note", "alias"]) await server.deliver(theatre, activityOf("Announce", at(what)))
    expect(await held()).toEqual([])
    other.serve(event({ id: at("blocked") }))
    other.asked.length = 0
    await server.db.insertInto("host").values({ name: other.host, blockedAt: new Date() }).execute()
    await server.deliver(theatre, activityOf("Announce", at("blocked")))
    await server.db.deleteFrom("host").where("name", "=", other.host).execute()
    expect(await held()).toEqual([])
    expect(other.asked).toEqual([])
  })

  test("of an actor that we do not follow is not fetched", async () => {
    other.serve(event({ id: `${other.origin}/events/${count}` }))
    await server.deliver(theatre, activityOf("Announce", `${other.origin}/events/${count}`))
    expect(other.asked).toEqual([])
    expect(await held()).toEqual([])
  })
})

describe("an object that cannot be fetched", () => {
  test("is tried again a limited number of times", async () => {
    await follow()
    const path = `/events/${count}`
    host.documents.set(path, (_, response) => response.writeHead(503).end())
    const announce = activityOf("Announce", event().id)
    await server.deliver(theatre, announce)
    const row = () =>
      server.db
        .selectFrom("inboxActivity")
        .selectAll()
        .where("activityId", "=", String(announce.id))
        .executeTakeFirstOrThrow()
    expect(await row()).toMatchObject({ state: "pending", attempts: 1, leasedUntil: null })
    expect((await row()).error).toMatch(/503/)
    expect((await row()).dueAt.getTime()).toBeGreaterThan(Date.now() + 10_000)
    // others of the same partner do not wait for it
    await server.deliver(theatre, activityOf("Create", event({ id: `${event().id}-b` })))
    expect(await held()).toHaveLength(1)
    const real = server.clock.now
    try {
      for (let day = 1; day <= 10; day++) {
        server.clock.now = () => new Date(Date.now() + day * 36 * 3_600_000)
        await server.process()
      }
    } finally {
      server.clock.now = real
    }
    expect(await row()).toMatchObject({ state: "failed", attempts: 9 })
  })

  test("is stored once it can be fetched", async () => {
    await follow()
    host.documents.set(`/events/${count}`, (_, response) => response.writeHead(503).end())
    await server.deliver(theatre, activityOf("Announce", event().id))
    host.serve(event())
    const real = server.clock.now
    try {
      server.clock.now = () => new Date(Date.now() + 60_000)
      await server.process()
    } finally {
      server.clock.now = real
    }
    expect(await held()).toHaveLength(1)
  })
})

test("a partner that moves is followed at its new actor, when that one lists the old one", async () => {
  await follow()
  const target = other.person(`/new/${count}`, { type: "Group" })
  await server.deliver(theatre, { ...activityOf("Move", theatre.id), target: target.id })
  expect([await state(theatre), await state(target)]).toEqual(["pending", null])
  target.document.alsoKnownAs = [theatre.id]
  await server.deliver(theatre, { ...activityOf("Move", theatre.id), target: target.id })
  expect([await state(theatre), await state(target)]).toEqual([null, "pending"])
})

test("a Join is answered with Ignore: participation is on the event's own page", async () => {
  const path = await server.event()
  const ana = host.person(`/ana/${count}`)
  const join = activityOf("Join", server.origin + path, ana)
  await server.deliver(ana, join)
  const rows = await server.db
    .selectFrom("outbox")
    .innerJoin("delivery", "delivery.outboxId", "outbox.id")
    .select(["outbox.body"])
    .where("delivery.inbox", "=", `${ana.id}?inbox`)
    .execute()
  expect(rows.map(row => JSON.parse(row.body!))).toMatchObject([
    {
      type: "Ignore",
      actor: `${server.origin}/actors/agenda`,
      object: { id: join.id, type: "Join", actor: ana.id, object: server.origin + path },
    },
  ])
})
