import { randomUUID } from "node:crypto"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { AP, ORIGIN, openSite, type TestSite } from "./site.ts"
import { expectWayBack, walk } from "./walk.ts"

let server: TestSite
beforeEach(async () => {
  server = await openSite()
})
afterEach(() => server.close())

const AS2 = "https://www.w3.org/ns/activitystreams"

async function reply(objectPath: string, name: string, isPublic: boolean, receivedAt: Date) {
  const id = `https://b.example/notes/${name}`
  await server.db
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

describe("likes, shares, replies", () => {
  test("likes and shares are numbers without names", async () => {
    const event = await server.event()
    const path = `/events/${event.id}`
    await server.db.updateTable("object").set({ likes: 3, shares: 2 }).where("path", "=", path).execute()
    const object = (await server.get(path)).json
    for (const kind of ["likes", "shares"] as const) {
      const { json } = await server.get(`${path}/${kind}`)
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
    const event = await server.event()
    const path = `/events/${event.id}`
    const ids = []
    for (let i = 0; i < 45; i++) {
      const id = await reply(path, `n${i}`, i % 3 !== 0, new Date(1e12 + i))
      if (i % 3 !== 0) ids.push(id)
    }
    const { head, pages, members } = await walk(
      path => server.get(path, { accept: AP, host: "evil.example" }),
      `${path}/replies`,
    )
    expect([head.type, head.totalItems]).toEqual(["Collection", 30])
    expect(members).toEqual(ids)
    expect(pages.map(page => page.members.length)).toEqual([20, 10])
    expectWayBack(pages)
  })

  test("of a draft, of nothing: 404; of something deleted: 410", async () => {
    const draft = await server.event({ publish: false })
    const gone = await server.event()
    await deleteEvent(server.db, server.site, OPERATOR, gone.id)
    for (const kind of ["likes", "shares", "replies"]) {
      expect((await server.get(`/events/${draft.id}/${kind}`)).status).toBe(404)
      expect((await server.get(`/interviews/${randomUUID()}/${kind}`)).status).toBe(404)
      expect((await server.get(`/events/${gone.id}/${kind}`)).status).toBe(410)
    }
  })
})

describe("contexts", () => {
  test("join an event, its news, its interviews and the public replies, oldest first", async () => {
    const event = await server.event()
    const id = `${ORIGIN}/events/${event.id}`
    server.clock.now = new Date("2026-11-03T09:00:00Z")
    const { news } = await cancelEvent(server.db, server.site, OPERATOR, event.id)
    server.clock.now = new Date("2026-11-04T09:00:00Z")
    const interview = await server.interview({ event: event.slug })
    await server.interview({ event: event.slug, publish: false })
    const other = await server.interview()
    const early = await reply(`/events/${event.id}`, "early", true, new Date("2026-11-02T10:00:00Z"))
    await reply(`/events/${event.id}`, "private", false, new Date("2026-11-02T10:00:00Z"))
    const late = await reply(`/news/${news[0]!.id}`, "late", true, new Date("2026-11-05T10:00:00Z"))

    const path = `/contexts/${event.id}`
    expect((await server.get(`/events/${event.id}`)).json.context).toBe(ORIGIN + path)
    expect((await server.get(`/interviews/${interview.id}`)).json.context).toBe(ORIGIN + path)
    const { head, members } = await walk(server.get, path)
    expect(head).toEqual({
      "@context": AS2,
      id: ORIGIN + path,
      type: "OrderedCollection",
      totalItems: 5,
      first: `${ORIGIN}${path}?page=1`,
      attributedTo: `${ORIGIN}/actors/agenda`,
    })
    expect(members).toEqual([id, early, `${ORIGIN}/news/${news[0]!.id}`, `${ORIGIN}/interviews/${interview.id}`, late])

    const alone = await walk(server.get, `/contexts/${other.id}`)
    expect([alone.head.attributedTo, alone.members]).toEqual([
      `${ORIGIN}/actors/entretiens`,
      [`${ORIGIN}/interviews/${other.id}`],
    ])

    await deleteEvent(server.db, server.site, OPERATOR, event.id)
    expect((await walk(server.get, path)).members).toEqual([`${ORIGIN}/interviews/${interview.id}`])
  })

  test("of a draft, of nothing: 404", async () => {
    const draft = await server.event({ publish: false })
    expect((await server.get(`/contexts/${draft.id}`)).status).toBe(404)
    expect((await server.get(`/contexts/${randomUUID()}`)).status).toBe(404)
  })
})
