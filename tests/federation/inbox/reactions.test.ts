import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { JsonObject } from "../../../src/domain/json.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite } from "./site.ts"

let site: InboxSite
let host: RemoteHost
let ana: Someone
let bea: Someone
let path: string
let count = 0

beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
})
afterAll(async () => {
  await site.close()
  await host.close()
})
beforeEach(async () => {
  ana = host.person(`/users/ana${++count}`)
  bea = host.person(`/users/bea${count}`)
  path = await site.event()
})

const PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
const likeOf = (who: Someone, n = 1, more: JsonObject = {}): JsonObject => ({
  id: `${who.id}/likes/${path}/${n}`,
  type: "Like",
  actor: who.id,
  object: site.origin + path,
  ...more,
})
const announceOf = (who: Someone, n = 1): JsonObject => ({
  ...likeOf(who, n),
  id: `${who.id}/announces/${path}/${n}`,
  type: "Announce",
  to: [PUBLIC],
})
const undoOf = (who: Someone, undone: JsonObject, more: JsonObject = {}): JsonObject => ({
  id: `${undone.id}/undo`,
  type: "Undo",
  actor: who.id,
  object: undone,
  ...more,
})
const noteOf = (who: Someone, n = 1, more: JsonObject = {}): JsonObject => ({
  id: `${who.id}/notes/${path}/${n}`,
  type: "Note",
  attributedTo: who.id,
  inReplyTo: site.origin + path,
  content: `<p>Réponse ${n}</p>`,
  published: "2026-11-01T10:00:00Z",
  to: [PUBLIC],
  ...more,
})
const createOf = (who: Someone, note: JsonObject, more: JsonObject = {}): JsonObject => ({
  id: `${note.id}/create`,
  type: "Create",
  actor: who.id,
  object: note,
  to: note.to,
  ...more,
})
const deleteOf = (who: Someone, note: JsonObject): JsonObject => ({
  id: `${note.id}/delete`,
  type: "Delete",
  actor: who.id,
  object: { type: "Tombstone", id: note.id },
})

const replies = () => site.db.selectFrom("reply").selectAll().where("objectPath", "=", path).orderBy("id").execute()

describe("likes and shares", () => {
  test("are counted, one per person, and undone", async () => {
    await site.deliver(ana, likeOf(ana))
    await site.deliver(bea, likeOf(bea))
    await site.deliver(ana, announceOf(ana))
    await site.deliver(ana, likeOf(ana, 2, { content: "🎉" }))
    expect(await site.counts(path)).toEqual({ likes: 2, shares: 1, replies: 0 })
    await site.deliver(ana, undoOf(ana, likeOf(ana)))
    expect(await site.counts(path)).toEqual({ likes: 2, shares: 1, replies: 0 })
    await site.deliver(ana, undoOf(ana, likeOf(ana, 2)))
    await site.deliver(ana, undoOf(ana, announceOf(ana)))
    expect(await site.counts(path)).toEqual({ likes: 1, shares: 0, replies: 0 })
  })

  test("are undone by actor and object, whatever id is named, or by the id alone", async () => {
    await site.deliver(ana, likeOf(ana))
    await site.deliver(ana, undoOf(ana, { ...likeOf(ana), id: `${ana.id}/another` }))
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
    await site.deliver(ana, likeOf(ana, 2))
    const { id: _, ...nameless } = likeOf(ana, 2)
    await site.deliver(ana, { id: `${ana.id}/undo/nameless`, type: "Undo", actor: ana.id, object: nameless })
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
    await site.deliver(ana, likeOf(ana, 3))
    await site.deliver(ana, { id: `${ana.id}/undo/id`, type: "Undo", actor: ana.id, object: likeOf(ana, 3).id })
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
  })

  test("are counted for the object when its Create or its page is named; an emoji is a like", async () => {
    const { id } = await site.db
      .selectFrom("outbox")
      .select("id")
      .where("objectPath", "=", path)
      .where("type", "=", "Create")
      .executeTakeFirstOrThrow()
    const { page } = await site.db
      .selectFrom("object")
      .select("page")
      .where("path", "=", path)
      .executeTakeFirstOrThrow()
    await site.deliver(ana, likeOf(ana, 1, { object: { id: `${site.origin}/activities/${id}`, type: "Create" } }))
    await site.deliver(bea, likeOf(bea, 1, { type: "EmojiReact", content: "🎉", object: site.origin + page! }))
    expect(await site.counts(path)).toMatchObject({ likes: 2 })
    await site.deliver(ana, undoOf(ana, likeOf(ana, 1)))
    await site.deliver(bea, undoOf(bea, likeOf(bea, 1, { type: "EmojiReact" })))
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
  })

  test("repeats and Undos by others change nothing; counts are never negative", async () => {
    for (let i = 0; i < 3; i++) await site.deliver(ana, likeOf(ana), { date: new Date(Date.now() - i * 60_000) })
    expect(await site.counts(path)).toMatchObject({ likes: 1 })
    await site.deliver(bea, undoOf(bea, { ...likeOf(ana), actor: bea.id }))
    await site.deliver(bea, undoOf(bea, likeOf(ana), { id: `${bea.id}/undo/forged` }))
    expect(await site.counts(path)).toMatchObject({ likes: 1 })
    for (let i = 0; i < 3; i++) await site.deliver(ana, undoOf(ana, likeOf(ana), { id: `${ana.id}/undo/${i}` }))
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
  })

  test("snac2 likes again under the same id, later", async () => {
    const at = (minute: number) => `2026-11-01T10:0${minute}:00Z`
    await site.deliver(ana, undoOf(ana, likeOf(ana), { published: at(1) }))
    await site.deliver(ana, likeOf(ana, 1, { published: at(0) }))
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
    await site.deliver(ana, likeOf(ana, 1, { published: at(2) }))
    expect(await site.counts(path)).toMatchObject({ likes: 1 })
    await site.deliver(ana, undoOf(ana, likeOf(ana), { id: `${ana.id}/undo/2`, published: at(3) }))
    await site.deliver(ana, likeOf(ana, 1, { published: at(4) }))
    expect(await site.counts(path)).toMatchObject({ likes: 1 })
  })

  test("of objects that are not ours, do not exist, or were deleted are ignored", async () => {
    await site.deliver(ana, likeOf(ana, 1, { object: `${site.origin}/events/nothing` }))
    await site.deliver(ana, likeOf(ana, 2, { object: "https://elsewhere.example/events/1" }))
    await site.deliver(ana, likeOf(ana, 3, { object: `${site.origin}/actors/agenda` }))
    await site.deliver(ana, likeOf(ana, 4, { object: `${site.origin}/activities/not-a-uuid` }))
    await site.db.updateTable("object").set({ gone: true }).where("path", "=", path).execute()
    await site.deliver(ana, likeOf(ana, 5))
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
    expect(await site.db.selectFrom("reaction").select("actor").where("actor", "=", ana.id).execute()).toEqual([])
  })
})

describe("replies", () => {
  test("are stored sanitised, with their author, and counted", async () => {
    const content = `<p onclick="x()">Bonjour <a href="javascript:x()">toi</a> <a href="https://a.example/" target="_blank">là</a><script>x()</script><img src="https://t.example/1.gif"></p>`
    await site.deliver(ana, createOf(ana, noteOf(ana, 1, { content, url: `${ana.id}/page` })))
    expect(await replies()).toMatchObject([
      {
        id: noteOf(ana).id,
        actor: ana.id,
        inReplyTo: site.origin + path,
        content:
          '<p>Bonjour <a rel="nofollow noopener noreferrer ugc">toi</a> <a href="https://a.example/" rel="nofollow noopener noreferrer ugc">là</a></p>',
        url: `${ana.id}/page`,
        public: true,
        publishedAt: new Date("2026-11-01T10:00:00Z"),
      },
    ])
    expect(await site.counts(path)).toEqual({ likes: 0, shares: 0, replies: 1 })
    const author = await site.db.selectFrom("remoteActor").selectAll().where("id", "=", ana.id).executeTakeFirst()
    expect(author).toMatchObject({ name: ana.document.name })
  })

  test("to replies belong to the same object", async () => {
    await site.deliver(ana, createOf(ana, noteOf(ana)))
    await site.deliver(bea, createOf(bea, noteOf(bea, 1, { inReplyTo: noteOf(ana).id })))
    expect(await replies()).toHaveLength(2)
    expect(await site.counts(path)).toMatchObject({ replies: 2 })
  })

  test("that are not public are stored and not counted", async () => {
    await site.deliver(ana, createOf(ana, noteOf(ana, 1, { to: [`${ana.id}/followers`] })))
    await site.deliver(ana, createOf(ana, noteOf(ana, 2, { to: [`${site.origin}/actors/agenda`] })))
    await site.deliver(ana, createOf(ana, noteOf(ana, 3, { to: [`${ana.id}/followers`], cc: ["as:Public"] })))
    expect((await replies()).map(reply => reply.public)).toEqual([false, false, true])
    expect(await site.counts(path)).toMatchObject({ replies: 1 })
    // one that becomes public, or stops being so
    const update = (n: number, to: string) => ({
      id: `${ana.id}/updates/${path}/${n}`,
      type: "Update",
      actor: ana.id,
      object: noteOf(ana, n, { to: [to], updated: "2026-11-02T10:00:00Z" }),
    })
    await site.deliver(ana, update(1, PUBLIC))
    expect(await site.counts(path)).toMatchObject({ replies: 2 })
    await site.deliver(ana, update(3, `${ana.id}/followers`))
    expect(await site.counts(path)).toMatchObject({ replies: 1 })
    await site.deliver(ana, deleteOf(ana, noteOf(ana, 2)))
    expect(await site.counts(path)).toMatchObject({ replies: 1 })
  })

  test("are edited by their authors, and an older edit changes nothing", async () => {
    const update = (who: Someone, day: number) => ({
      id: `${who.id}/updates/${path}/${day}`,
      type: "Update",
      actor: who.id,
      object: noteOf(ana, 1, {
        attributedTo: who.id,
        content: `<p>le ${day}</p>`,
        updated: `2026-11-0${day}T10:00:00Z`,
      }),
    })
    // before its Create
    await site.deliver(ana, update(ana, 3))
    await site.deliver(ana, createOf(ana, noteOf(ana)))
    await site.deliver(ana, update(ana, 2))
    expect(await replies()).toMatchObject([{ content: "<p>le 3</p>" }])
    await site.deliver(ana, update(ana, 4))
    await site.deliver(bea, update(bea, 5))
    expect(await replies()).toMatchObject([{ content: "<p>le 4</p>", actor: ana.id }])
    expect(await site.counts(path)).toMatchObject({ replies: 1 })
  })

  test("are deleted by their authors, also before they arrive", async () => {
    await site.deliver(ana, createOf(ana, noteOf(ana)))
    await site.deliver(bea, deleteOf(bea, noteOf(ana)))
    expect(await replies()).toHaveLength(1)
    await site.deliver(ana, deleteOf(ana, noteOf(ana)))
    await site.deliver(ana, createOf(ana, noteOf(ana), { id: `${ana.id}/again` }))
    await site.deliver(ana, deleteOf(ana, noteOf(ana, 2)))
    await site.deliver(ana, createOf(ana, noteOf(ana, 2)))
    expect(await replies()).toEqual([])
    expect(await site.counts(path)).toMatchObject({ replies: 0 })
  })

  test("in another's name, from another host, or to no object of ours are ignored", async () => {
    await site.deliver(ana, createOf(ana, noteOf(bea), { id: `${ana.id}/forged/1` }))
    await site.deliver(
      ana,
      createOf(ana, noteOf(ana, 2, { id: "https://elsewhere.example/notes/1" }), { id: `${ana.id}/forged/2` }),
    )
    await site.deliver(ana, createOf(ana, noteOf(ana, 3, { inReplyTo: "https://elsewhere.example/notes/1" })))
    await site.deliver(ana, createOf(ana, noteOf(ana, 4, { inReplyTo: null })))
    await site.deliver(ana, createOf(ana, noteOf(ana, 5, { inReplyTo: `${site.origin}/events/nothing` })))
    expect(await replies()).toEqual([])
  })

  test("of which only the id is sent are fetched", async () => {
    host.serve(noteOf(ana))
    await site.deliver(ana, { ...createOf(ana, noteOf(ana)), object: noteOf(ana).id })
    expect(await replies()).toHaveLength(1)
  })

  test("with odd dates, addresses and texts are stored as far as they can be read", async () => {
    const odd = {
      published: "+275760-09-13T00:00:00Z",
      updated: "9999-99-99T00:00:00Z",
      url: "javascript:alert(1)",
      content: null,
      tag: null,
    }
    await site.deliver(ana, createOf(ana, noteOf(ana, 1, odd)))
    await site.deliver(
      ana,
      createOf(
        ana,
        noteOf(ana, 2, {
          published: "2199-01-01T00:00:00Z",
          content: { html: "x" },
          url: [{ type: "Link", href: `${ana.id}/page`, mediaType: "text/html" }],
        }),
      ),
    )
    const [first, second] = await replies()
    expect(first).toMatchObject({ content: "", url: noteOf(ana).id, updatedAt: null })
    expect(Math.abs(first!.publishedAt.getTime() - Date.now())).toBeLessThan(60_000)
    expect(second).toMatchObject({ content: "", url: `${ana.id}/page` })
    expect(Math.abs(second!.publishedAt.getTime() - Date.now())).toBeLessThan(60_000)
  })
})

test("the Delete of an actor deletes its replies and reactions", async () => {
  await site.deliver(ana, likeOf(ana))
  await site.deliver(ana, announceOf(ana))
  await site.deliver(ana, createOf(ana, noteOf(ana)))
  await site.deliver(bea, likeOf(bea))
  expect(await site.counts(path)).toEqual({ likes: 2, shares: 1, replies: 1 })
  await site.deliver(ana, {
    id: `${ana.id}#delete`,
    type: "Delete",
    actor: ana.id,
    object: { id: ana.id, type: "Tombstone" },
  })
  expect(await site.counts(path)).toEqual({ likes: 1, shares: 0, replies: 0 })
  expect(await replies()).toEqual([])
})

describe("in any order, and any number of times", () => {
  const permutations = <T>(items: T[]): T[][] =>
    items.length < 2
      ? [items]
      : items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map(rest => [item, ...rest]))

  test("activities give the same counts", async () => {
    const stories: { activities: () => JsonObject[]; counts: JsonObject }[] = [
      {
        activities: () => [likeOf(ana), undoOf(ana, likeOf(ana)), likeOf(ana, 2)],
        counts: { likes: 1, shares: 0, replies: 0 },
      },
      {
        activities: () => [likeOf(ana), undoOf(ana, likeOf(ana)), announceOf(ana), undoOf(ana, announceOf(ana))],
        counts: { likes: 0, shares: 0, replies: 0 },
      },
      {
        activities: () => [createOf(ana, noteOf(ana)), deleteOf(ana, noteOf(ana)), createOf(ana, noteOf(ana, 2))],
        counts: { likes: 0, shares: 0, replies: 1 },
      },
    ]
    for (const { activities, counts } of stories) {
      for (const order of permutations(activities().map((_, i) => i))) {
        path = await site.event()
        const all = activities()
        for (const i of [...order, ...order]) expect((await site.post(ana, all[i]!)).status).toBe(202)
        await site.process()
        expect([order, await site.counts(path)]).toEqual([order, counts])
      }
    }
  })

  test("a hundred people at once are counted as a hundred", async () => {
    const people = Array.from({ length: 100 }, (_, i) => host.person(`/crowd/${count}/${i}`))
    const answers = await Promise.all(people.map(async who => site.post(who, likeOf(who))))
    expect(answers.map(answer => answer.status)).toEqual(Array(100).fill(202))
    await Promise.all([site.process(), site.process(), site.process()])
    expect(await site.counts(path)).toMatchObject({ likes: 100 })
    await Promise.all(people.map(async who => site.post(who, undoOf(who, likeOf(who)))))
    await Promise.all([site.process(), site.process(), site.process()])
    expect(await site.counts(path)).toMatchObject({ likes: 0 })
  })
})
