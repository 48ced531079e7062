import { randomUUID } from "node:crypto"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { readActor } from "../../../src/store/actors.ts"
import { putFollower } from "../../../src/store/followers.ts"
import { putFollowing } from "../../../src/store/following.ts"
import { AP, BROWSER, LD, ORIGIN, openSite, type TestSite } from "./site.ts"
import { expectWayBack, walk } from "./walk.ts"

let server: TestSite
beforeEach(async () => {
  server = await openSite()
})
afterEach(() => server.close())

const AS2 = "https://www.w3.org/ns/activitystreams"

async function stranger(name: string) {
  const id = `https://b.example/users/${name}`
  const unknown = { handle: name, name: null, url: null, sharedInbox: null, fetchedAt: new Date() }
  await server.db
    .insertInto("remoteActor")
    .values({ id, host: "b.example", type: "Person", inbox: `${id}/inbox`, ...unknown })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return id
}

async function follow(handle: string, name: string) {
  const actorId = (await readActor(server.db, handle))!.id
  await putFollower(server.db, {
    actorId,
    remoteId: await stranger(name),
    followId: `https://b.example/f/${name}`,
    createdAt: new Date(),
  })
}

describe("followers and following", () => {
  test("how many follow is public, who they are is not", async () => {
    await follow("agenda", "zoe")
    await follow("agenda", "ana")
    await follow("rencontres", "zoe")
    const answer = await server.get("/actors/agenda/followers")
    expect(answer.json).toEqual({
      "@context": AS2,
      id: `${ORIGIN}/actors/agenda/followers`,
      type: "OrderedCollection",
      totalItems: 2,
    })
    const page = await server.get("/actors/agenda/followers?page=1")
    expect(page.text).toBe(answer.text)
    expect((await server.get("/actors/instance/followers")).json.totalItems).toBe(0)
  })

  test("following lists the partners that accepted", async () => {
    const actorId = (await readActor(server.db, "instance"))!.id
    const accepted = []
    for (let i = 0; i < 45; i++) {
      const remoteId = await stranger(`partner${i}`)
      const state = i % 9 === 0 ? "pending" : i % 9 === 1 ? "rejected" : "accepted"
      await putFollowing(server.db, { actorId, remoteId, followId: randomUUID(), state, createdAt: new Date(1e12 + i) })
      if (state === "accepted") accepted.push(remoteId)
    }
    const { head, pages, members } = await walk(server.get, "/actors/instance/following")
    expect([head.type, head.totalItems]).toEqual(["OrderedCollection", 35])
    expect(members).toEqual(accepted)
    expect(pages.map(page => page.members.length)).toEqual([20, 15])
    expectWayBack(pages)
    expect((await walk(server.get, "/actors/agenda/following")).members).toEqual([])
  })
})

describe("upcoming, featured, tags", () => {
  test("upcoming holds the Events, soonest first, of a calendar, of a publisher's calendars, of all", async () => {
    const third = await server.event({ start: "2026-12-03" })
    const first = await server.event({ start: "2026-12-01" })
    const second = await server.event({ start: "2026-12-02", calendar: "rencontres" })
    // a two-day event that has begun is not over; a past one, a draft and a deleted one are not upcoming
    const now = await server.event({ start: "2026-11-01", end: "2026-11-03" })
    await server.event({ start: "2026-10-01" })
    await server.event({ publish: false })
    await deleteEvent(server.db, server.site, OPERATOR, (await server.event()).id)

    const agenda = await walk(server.get, "/actors/agenda/upcoming")
    expect([agenda.head.type, agenda.head.totalItems]).toEqual(["OrderedCollection", 3])
    expect(agenda.members).toEqual(
      await Promise.all([now, first, third].map(async e => (await server.get(`/events/${e.id}`)).json)),
    )
    for (const handle of ["conseil", "instance"]) {
      const all = await walk(server.get, `/actors/${handle}/upcoming`)
      expect([handle, all.head.totalItems, all.members.map(member => member.id)]).toEqual([
        handle,
        4,
        [now, first, second, third].map(event => `${ORIGIN}/events/${event.id}`),
      ])
    }
    expect((await walk(server.get, "/actors/entretiens/upcoming")).members).toEqual([])
  })

  test("featured names the next twenty at once", async () => {
    const ids = []
    for (let day = 24; day >= 1; day--)
      ids.unshift((await server.event({ start: `2026-12-${String(day).padStart(2, "0")}` })).id)
    const { json } = await server.get("/actors/agenda/featured")
    expect(json).toEqual({
      "@context": AS2,
      id: `${ORIGIN}/actors/agenda/featured`,
      type: "OrderedCollection",
      totalItems: 20,
      orderedItems: ids.slice(0, 20).map(id => `${ORIGIN}/events/${id}`),
    })
    expect((await walk(server.get, "/actors/agenda/upcoming")).pages.map(page => page.members.length)).toEqual([20, 4])
    expect((await server.get("/actors/conseil/featured")).json).toMatchObject({ totalItems: 0, orderedItems: [] })
  })

  test("tags are the most used ones of what is published", async () => {
    await server.event({ tags: ["communs", "logiciel libre"] })
    await server.event({ tags: ["Communs", "culture"] })
    await server.event({ tags: ["communs", "culture", "zèbre"] })
    await server.event({ tags: ["secret"], publish: false })
    const { json } = await server.get("/actors/agenda/tags")
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
    await server.event({ tags: Array.from({ length: 20 }, (_, i) => `mot${i}`), calendar: "rencontres" })
    expect((await server.get("/actors/rencontres/tags")).json.items.length).toBe(10)
    expect((await server.get("/actors/entretiens/tags")).json).toMatchObject({ totalItems: 0, items: [] })
    await server.interview({ tags: ["secret"], publish: false })
    await server.interview({ tags: ["libre"] })
    const { items } = (await server.get("/actors/entretiens/tags")).json
    expect(items.map((tag: { name: string }) => tag.name)).toEqual(["#libre"])
  })
})

describe("every collection", () => {
  test("has an ETag, both media types, CORS, and is JSON for browsers too", async () => {
    const event = await server.event({ tags: ["communs"] })
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
      const { status, headers, json } = await server.get(path)
      expect([path, status, headers["content-type"], headers.vary, headers["access-control-allow-origin"]]).toEqual([
        path,
        200,
        AP,
        "Accept",
        "*",
      ])
      expect([path, json.id]).toEqual([path, ORIGIN + path])
      const again = await server.get(path, { accept: AP, "if-none-match": String(headers.etag) })
      expect([path, again.status, again.text]).toEqual([path, 304, ""])
      const head = await server.get(path, { accept: AP }, "HEAD")
      expect([path, head.status, head.headers.etag, head.text]).toEqual([path, 200, headers.etag, ""])
      expect((await server.get(path, { accept: LD })).headers["content-type"]).toBe(LD)
      expect((await server.get(path, { accept: BROWSER })).headers["content-type"]).toBe(AP)
    }
  })

  test("refuses a page that is none, answers an empty one beyond the end", async () => {
    const event = await server.event()
    for (const path of [
      "/actors/agenda/upcoming",
      "/actors/agenda/following",
      `/events/${event.id}/replies`,
      `/contexts/${event.id}`,
    ]) {
      for (const page of ["0", "-1", "1.5", "x", "", "100000", "1%00"]) {
        const answer = await server.get(`${path}?page=${page}`)
        expect([path, page, answer.status]).toEqual([path, page, 400])
      }
      const { json } = await server.get(`${path}?page=99999`)
      expect([json.orderedItems ?? json.items, json.next, json.prev]).toEqual([
        [],
        undefined,
        `${ORIGIN}${path}?page=99998`,
      ])
    }
  })

  test("of nobody is 404", async () => {
    for (const name of ["outbox", "followers", "following", "featured", "tags", "upcoming"]) {
      expect((await server.get(`/actors/nobody/${name}`)).status).toBe(404)
    }
  })
})
