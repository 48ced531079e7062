import { randomUUID } from "node:crypto"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { cancelEvent, deleteEvent } from "../../../src/actions/event-changes.ts"
import { readActor } from "../../../src/store/actors.ts"
import { putFollower } from "../../../src/store/followers.ts"
import { putFollowing } from "../../../src/store/following.ts"
import { AP, BROWSER, LD, ORIGIN, openSite, type Site } from "./site.ts"

let site: Site
beforeEach(async () => {
  site = await openSite()
})
afterEach(() => site.close())

const AS2 = "https://www.w3.org/ns/activitystreams"

/** Members of every page, along `next`. */
async function walk(path: string, headers: Record<string, string> = { accept: AP }) {
  const head = (await site.get(path, headers)).json
  const pages = []
  for (let next: string | undefined = head.first; next !== undefined && pages.length < 20; ) {
    expect(next.startsWith(`${ORIGIN}${path}?page=`)).toBe(true)
    const { json } = await site.get(next.slice(ORIGIN.length), headers)
    expect([json.id, json.partOf, json.type]).toEqual([next, ORIGIN + path, `${head.type}Page`])
    pages.push(json)
    next = json.next
  }
  expect(pages.map(page => page.prev)).toEqual([undefined, ...pages.slice(0, -1).map(page => page.id)])
  return { head, pages, members: pages.flatMap(page => page.orderedItems ?? page.items) }
}

async function stranger(name: string) {
  const id = `https://b.example/users/${name}`
  const unknown = { handle: name, name: null, url: null, sharedInbox: null, fetchedAt: new Date() }
  await site.db
    .insertInto("remoteActor")
    .values({ id, host: "b.example", type: "Person", inbox: `${id}/inbox`, ...unknown })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return id
}

async function follow(handle: string, name: string) {
  const actorId = (await readActor(site.db, handle))!.id
  await putFollower(site.db, {
    actorId,
    remoteId: await stranger(name),
    followId: `https://b.example/f/${name}`,
    createdAt: new Date(),
  })
}

async function reply(objectPath: string, name: string, isPublic: boolean, receivedAt: Date) {
  const id = `https://b.example/notes/${name}`
  await site.db
    .insertInto("reply")
    .values({
      id,
      objectPath,
      actor: "https://b.example/users/zoe",
      inReplyTo: ORIGIN + objectPath,
      content: `<p>secret of ${name}</p>`,
      url: null,
      public: isPublic,
      // dates that strangers write are not to be believed
      publishedAt: new Date("1990-01-01T00:00:00Z"),
      receivedAt: receivedAt as never,
    })
    .execute()
  return id
}

describe("followers and following", () => {
  test("how many follow is public, who they are is not", async () => {
    await follow("agenda", "zoe")
    await follow("agenda", "ana")
    await follow("rencontres", "zoe")
    const answer = await site.get("/actors/agenda/followers")
    expect(answer.json).toEqual({
      "@context": AS2,
      id: `${ORIGIN}/actors/agenda/followers`,
      type: "OrderedCollection",
      totalItems: 2,
    })
    const page = await site.get("/actors/agenda/followers?page=1")
    expect(page.text).toBe(answer.text)
    expect((await site.get("/actors/instance/followers")).json.totalItems).toBe(0)
  })

  test("following lists the partners that accepted", async () => {
    const actorId = (await readActor(site.db, "instance"))!.id
    const accepted = []
    for (let i = 0; i < 45; i++) {
      const remoteId = await stranger(`partner${i}`)
      const state = i % 9 === 0 ? "pending" : i % 9 === 1 ? "rejected" : "accepted"
      await putFollowing(site.db, { actorId, remoteId, followId: randomUUID(), state, createdAt: new Date(1e12 + i) })
      if (state === "accepted") accepted.push(remoteId)
    }
    const { head, pages, members } = await walk("/actors/instance/following")
    expect([head.type, head.totalItems]).toEqual(["OrderedCollection", 35])
    expect(members).toEqual(accepted)
    expect(pages.map(page => page.orderedItems.length)).toEqual([20, 15])
    expect((await walk("/actors/agenda/following")).members).toEqual([])
  })
})

describe("upcoming, featured, tags", () => {
  test("upcoming holds the Events, soonest first, of a calendar, of a publisher's calendars, of all", async () => {
    const third = await site.event({ start: "2026-12-03" })
    const first = await site.event({ start: "2026-12-01" })
    const second = await site.event({ start: "2026-12-02", calendar: "rencontres" })
    // a two-day event that has begun is not over; a past one, a draft and a deleted one are not upcoming
    const now = await site.event({ start: "2026-11-01", end: "2026-11-03" })
    await site.event({ start: "2026-10-01" })
    await site.event({ publish: false })
    await deleteEvent(site.db, site.house, (await site.event()).id)

    const agenda = await walk("/actors/agenda/upcoming")
    expect([agenda.head.type, agenda.head.totalItems]).toEqual(["OrderedCollection", 3])
    expect(agenda.members).toEqual(
      await Promise.all([now, first, third].map(async e => (await site.get(`/events/${e.id}`)).json)),
    )
    for (const handle of ["conseil", "instance"]) {
      const all = await walk(`/actors/${handle}/upcoming`)
      expect([handle, all.head.totalItems, all.members.map(member => member.id)]).toEqual([
        handle,
        4,
        [now, first, second, third].map(event => `${ORIGIN}/events/${event.id}`),
      ])
    }
    expect((await walk("/actors/entretiens/upcoming")).members).toEqual([])
  })

  test("featured names the next twenty at once", async () => {
    const ids = []
    for (let day = 24; day >= 1; day--)
      ids.unshift((await site.event({ start: `2026-12-${String(day).padStart(2, "0")}` })).id)
    const { json } = await site.get("/actors/agenda/featured")
    expect(json).toEqual({
      "@context": AS2,
      id: `${ORIGIN}/actors/agenda/featured`,
      type: "OrderedCollection",
      totalItems: 20,
      orderedItems: ids.slice(0, 20).map(id => `${ORIGIN}/events/${id}`),
    })
    expect((await walk("/actors/agenda/upcoming")).pages.map(page => page.orderedItems.length)).toEqual([20, 4])
    expect((await site.get("/actors/conseil/featured")).json).toMatchObject({ totalItems: 0, orderedItems: [] })
  })

  test("tags are the most used ones of what is published", async () => {
    await site.event({ tags: ["communs", "logiciel libre"] })
    await site.event({ tags: ["Communs", "culture"] })
    await site.event({ tags: ["communs", "culture", "zèbre"] })
    await site.event({ tags: ["secret"], publish: false })
    const { json } = await site.get("/actors/agenda/tags")
    expect([json.type, json.totalItems]).toEqual(["Collection", 4])
    expect(
      json.items.map((tag: { type: string; name: string; href: string }) => [
        tag.type,
        tag.name.toLowerCase(),
        tag.href.toLowerCase(),
      ]),
    ).toEqual([
      ["Hashtag", "#communs", `${ORIGIN}/tags/communs`],
      ["Hashtag", "#culture", `${ORIGIN}/tags/culture`],
      ["Hashtag", "#logiciellibre", `${ORIGIN}/tags/logiciel%20libre`],
      ["Hashtag", "#zèbre", `${ORIGIN}/tags/z%c3%a8bre`],
    ])
    await site.event({ tags: Array.from({ length: 20 }, (_, i) => `mot${i}`), calendar: "rencontres" })
    expect((await site.get("/actors/rencontres/tags")).json.items.length).toBe(10)
    expect((await site.get("/actors/entretiens/tags")).json).toMatchObject({ totalItems: 0, items: [] })
    await site.interview({ tags: ["secret"], publish: false })
    await site.interview({ tags: ["libre"] })
    const { items } = (await site.get("/actors/entretiens/tags")).json
    expect(items.map((tag: { name: string }) => tag.name)).toEqual(["#libre"])
  })
})

describe("likes, shares, replies", () => {
  test("likes and shares are numbers, nobody's names", async () => {
    const event = await site.event()
    const path = `/events/${event.id}`
    await site.db.updateTable("object").set({ likes: 3, shares: 2 }).where("path", "=", path).execute()
    const object = (await site.get(path)).json
    for (const kind of ["likes", "shares"] as const) {
      const { json } = await site.get(`${path}/${kind}`)
      const { "@context": _, ...collection } = json
      // the same as what the object embeds
      expect(collection).toEqual(object[kind])
      expect(collection).toEqual({
        id: `${ORIGIN}${path}/${kind}`,
        type: "Collection",
        totalItems: kind === "likes" ? 3 : 2,
      })
    }
  })

  test("replies names the public ones only, by id, as they came", async () => {
    const event = await site.event()
    const path = `/events/${event.id}`
    const ids = []
    for (let i = 0; i < 45; i++) {
      const id = await reply(path, `n${i}`, i % 3 !== 0, new Date(1e12 + i))
      if (i % 3 !== 0) ids.push(id)
    }
    const { head, pages, members } = await walk(`${path}/replies`, { accept: AP, host: "evil.example" })
    expect([head.type, head.totalItems]).toEqual(["Collection", 30])
    expect(members).toEqual(ids)
    expect(pages.map(page => page.items.length)).toEqual([20, 10])
  })

  test("of a draft, of nothing: 404; of something deleted: 410", async () => {
    const draft = await site.event({ publish: false })
    const gone = await site.event()
    await deleteEvent(site.db, site.house, gone.id)
    for (const kind of ["likes", "shares", "replies"]) {
      expect((await site.get(`/events/${draft.id}/${kind}`)).status).toBe(404)
      expect((await site.get(`/interviews/${randomUUID()}/${kind}`)).status).toBe(404)
      expect((await site.get(`/events/${gone.id}/${kind}`)).status).toBe(410)
    }
  })
})

describe("contexts", () => {
  test("join an event, its news, its interviews and the public replies, oldest first", async () => {
    const event = await site.event()
    const id = `${ORIGIN}/events/${event.id}`
    site.clock.now = new Date("2026-11-03T09:00:00Z")
    const { news } = await cancelEvent(site.db, site.house, event.id)
    site.clock.now = new Date("2026-11-04T09:00:00Z")
    const interview = await site.interview({ event: event.slug })
    await site.interview({ event: event.slug, publish: false })
    const other = await site.interview()
    const early = await reply(`/events/${event.id}`, "early", true, new Date("2026-11-02T10:00:00Z"))
    await reply(`/events/${event.id}`, "private", false, new Date("2026-11-02T10:00:00Z"))
    const late = await reply(`/news/${news[0]!.id}`, "late", true, new Date("2026-11-05T10:00:00Z"))

    const path = `/contexts/${event.id}`
    expect((await site.get(`/events/${event.id}`)).json.context).toBe(ORIGIN + path)
    expect((await site.get(`/interviews/${interview.id}`)).json.context).toBe(ORIGIN + path)
    const { head, members } = await walk(path)
    expect(head).toEqual({
      "@context": AS2,
      id: ORIGIN + path,
      type: "OrderedCollection",
      totalItems: 5,
      first: `${ORIGIN}${path}?page=1`,
      attributedTo: `${ORIGIN}/actors/agenda`,
    })
    expect(members).toEqual([id, early, `${ORIGIN}/news/${news[0]!.id}`, `${ORIGIN}/interviews/${interview.id}`, late])

    const alone = await walk(`/contexts/${other.id}`)
    expect([alone.head.attributedTo, alone.members]).toEqual([
      `${ORIGIN}/actors/entretiens`,
      [`${ORIGIN}/interviews/${other.id}`],
    ])

    await deleteEvent(site.db, site.house, event.id)
    expect((await walk(path)).members).toEqual([`${ORIGIN}/interviews/${interview.id}`])
  })

  test("of a draft, of nothing: 404", async () => {
    const draft = await site.event({ publish: false })
    expect((await site.get(`/contexts/${draft.id}`)).status).toBe(404)
    expect((await site.get(`/contexts/${randomUUID()}`)).status).toBe(404)
  })
})

describe("every collection", () => {
  test("has an ETag, both media types, CORS, and is JSON for browsers too", async () => {
    const event = await site.event({ tags: ["communs"] })
    const ofActor = ["outbox", "followers", "following", "featured", "tags", "upcoming"].map(
      name => `/actors/agenda/${name}`,
    )
    const paths = [
      ...ofActor,
      ...["outbox", "following", "upcoming"].map(name => `/actors/agenda/${name}?page=1`),
      ...["likes", "shares", "replies", "replies?page=1"].map(name => `/events/${event.id}/${name}`),
      `/contexts/${event.id}`,
      `/contexts/${event.id}?page=1`,
    ]
    for (const path of paths) {
      const { status, headers, json } = await site.get(path)
      expect([path, status, headers["content-type"], headers.vary, headers["access-control-allow-origin"]]).toEqual([
        path,
        200,
        AP,
        "Accept",
        "*",
      ])
      expect([path, json.id]).toEqual([path, ORIGIN + path])
      const again = await site.get(path, { accept: AP, "if-none-match": String(headers.etag) })
      expect([path, again.status, again.text]).toEqual([path, 304, ""])
      const head = await site.get(path, { accept: AP }, "HEAD")
      expect([path, head.status, head.headers.etag, head.text]).toEqual([path, 200, headers.etag, ""])
      expect((await site.get(path, { accept: LD })).headers["content-type"]).toBe(LD)
      expect((await site.get(path, { accept: BROWSER })).headers["content-type"]).toBe(AP)
    }
  })

  test("refuses a page that is none, answers an empty one beyond the end", async () => {
    const event = await site.event()
    for (const path of [
      "/actors/agenda/upcoming",
      "/actors/agenda/following",
      `/events/${event.id}/replies`,
      `/contexts/${event.id}`,
    ]) {
      for (const page of ["0", "-1", "1.5", "x", "", "100000", "1%00"]) {
        const answer = await site.get(`${path}?page=${page}`)
        expect([path, page, answer.status]).toEqual([path, page, 400])
      }
      const { json } = await site.get(`${path}?page=99999`)
      expect([json.orderedItems ?? json.items, json.next, json.prev]).toEqual([
        [],
        undefined,
        `${ORIGIN}${path}?page=99998`,
      ])
    }
  })

  test("of nobody is 404", async () => {
    for (const name of ["outbox", "followers", "following", "featured", "tags", "upcoming"]) {
      expect((await site.get(`/actors/nobody/${name}`)).status).toBe(404)
    }
  })
})
