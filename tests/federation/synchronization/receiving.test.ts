import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { digestOf } from "../../../federation/synchronization/header.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { type InboxSite, openInboxSite, type PostOptions } from "../inbox/site.ts"

/** A partner says who of us follows it. */
let site: InboxSite
let host: RemoteHost
let partner: Someone
let instance: string
let count = 0

beforeAll(async () => {
  ;[site, host] = await Promise.all([openInboxSite(), openHost()])
  instance = `${site.origin}/actors/instance`
})
afterAll(() => Promise.all([site.close(), host.close()]))
beforeEach(() => {
  const path = `/users/partner${++count}`
  partner = host.person(path, { followers: `${host.origin}${path}/followers` })
  host.asked.length = 0
})

const path = (end = "") => new URL(partner.id).pathname + end
const list = () => `${partner.id}/followers_synchronization`

/** The list that the partner gives. */
const counts = (ids: string[], more: JsonObject = {}) =>
  host.documents.set(path("/followers_synchronization"), {
    id: list(),
    type: "OrderedCollection",
    orderedItems: ids,
    ...more,
  })

async function follow(state: "pending" | "accepted" | "rejected"): Promise<void> {
  const { id: actorId } = await site.actor("instance")
  const now = new Date()
  const remote = {
    id: partner.id,
    host: host.host,
    type: "Person",
    inbox: String(partner.document.inbox),
    fetchedAt: now,
  }
  await site.db.insertInto("remoteActor").values(remote).execute()
  const followId = crypto.randomUUID()
  await site.db
    .insertInto("following")
    .values({ actorId, remoteId: partner.id, followId, state, createdAt: now })
    .execute()
}

const stateOf = async () =>
  (await site.db.selectFrom("following").select("state").where("remoteId", "=", partner.id).executeTakeFirst())
    ?.state ?? null

/** Sends something with the header, and handles it. */
async function say(ids: string[], { header, ...options }: PostOptions & { header?: string } = {}): Promise<void> {
  const value = header ?? `collectionId="${partner.id}/followers", url="${list()}", digest="${digestOf(ids)}"`
  const rfc = options.spec === "rfc9421"
  const covered = rfc ? ["@method", "@target-uri", "content-digest"] : ["(request-target)", "host", "date", "digest"]
  const activity = {
    id: `${partner.id}/acts/${++count}`,
    type: "View",
    actor: partner.id,
    object: `${site.origin}/events/1`,
  }
  await site.deliver(partner, activity, {
    covered: [...covered, "collection-synchronization"],
    more: { "collection-synchronization": value },
    ...options,
  })
  await site.process()
}

const asked = () => host.asked.filter(one => one === path("/followers_synchronization")).length

const undone = async (): Promise<JsonObject[]> => {
  const rows = await site.db
    .selectFrom("outbox")
    .innerJoin("delivery", "delivery.outboxId", "outbox.id")
    .select(["outbox.body", "delivery.inbox"])
    .where("outbox.type", "=", "Undo")
    .where("delivery.inbox", "=", String(partner.document.inbox))
    .execute()
  return rows.map(row => JSON.parse(row.body!))
}

describe("when the digests agree", () => {
  test("no list is fetched", async () => {
    await follow("accepted")
    await say([instance])
    expect([asked(), await stateOf()]).toEqual([0, "accepted"])
  })

  test("nor while nobody follows, or a Follow is pending", async () => {
    await say([])
    await follow("pending")
    await say([])
    expect([asked(), await stateOf()]).toEqual([0, "pending"])
  })
})

describe("when they differ", () => {
  test("an actor that is not in the list no longer follows", async () => {
    await follow("accepted")
    counts([])
    await say([])
    expect([asked(), await stateOf(), await undone()]).toEqual([1, "rejected", []])
  })

  test("a pending Follow of an actor that is in the list was accepted", async () => {
    await follow("pending")
    counts([instance])
    await say([instance])
    expect([asked(), await stateOf(), await undone()]).toEqual([1, "accepted", []])
  })

  test("an actor that is in the list and does not follow sends an Undo", async () => {
    counts([
      instance,
      `${site.origin}/actors/agenda`,
      `${site.origin}/actors/nobody`,
      "https://elsewhere.example/users/x",
    ])
    await say([instance])
    const activities = await undone()
    expect(activities.map(({ actor, object }) => [actor, object])).toEqual(
      [instance, `${site.origin}/actors/agenda`].map(actor => [
        actor,
        { id: expect.stringContaining(`${site.origin}/activities/`), type: "Follow", actor, object: partner.id },
      ]),
    )
  })

  test("an actor that was rejected and is in the list sends an Undo that names its Follow", async () => {
    await follow("rejected")
    counts([instance])
    await say([instance])
    const { followId } = await site.db
      .selectFrom("following")
      .selectAll()
      .where("remoteId", "=", partner.id)
      .executeTakeFirstOrThrow()
    const [undo] = await undone()
    expect(undo!.object).toMatchObject({ id: `${site.origin}/activities/${followId}`, actor: instance })
    expect(await stateOf()).toBe("rejected")
  })

  test("the list decides, not its digest", async () => {
    await follow("accepted")
    counts([instance])
    await say([])
    expect([asked(), await stateOf()]).toEqual([1, "accepted"])
  })

  test("the list is fetched once an hour, however often the header comes", async () => {
    await follow("accepted")
    counts([instance])
    for (let i = 0; i < 5; i++) await say([])
    expect(asked()).toBe(1)
  })

  test("the header may be signed by RFC 9421", async () => {
    await follow("accepted")
    counts([])
    await say([], { spec: "rfc9421" })
    expect(await stateOf()).toBe("rejected")
  })

  test("a list on several pages is read to its end, and in a circle not at all", async () => {
    await follow("accepted")
    const page = (n: number) => `${list()}?page=${n}`
    counts([], { orderedItems: undefined, first: page(1) })
    for (const [n, orderedItems, next] of [
      [1, [], 2],
      [2, [instance], null],
    ] as const) {
      const document = { id: page(n), type: "OrderedCollectionPage", orderedItems, ...(next && { next: page(next) }) }
      host.documents.set(path(`/followers_synchronization?page=${n}`), document)
    }
    await say([])
    expect(await stateOf()).toBe("accepted")
    expect(host.asked.filter(one => one.includes("page="))).toHaveLength(2)

    host.documents.set(path("/followers_synchronization?page=2"), {
      type: "OrderedCollectionPage",
      orderedItems: [],
      next: page(1),
    })
    await say([`${site.origin}/actors/agenda`])
    expect(await stateOf()).toBe("accepted")
  })
})

describe("forged headers and lists", () => {
  test.each([
    ["that is not signed", { covered: ["(request-target)", "host", "date", "digest"] }, undefined],
    [
      "of another collection",
      {},
      (id: string) => `collectionId="${id}/friends", url="${id}/followers_synchronization", digest="${"0".repeat(64)}"`,
    ],
    [
      "with a list on another host",
      {},
      (id: string) => `collectionId="${id}/followers", url="http://127.0.0.2:1/list", digest="${"0".repeat(64)}"`,
    ],
    ["that cannot be read", {}, () => "collectionId=;;;"],
  ])("a header %s is ignored, and the activity accepted", async (_, options, header) => {
    await follow("accepted")
    counts([])
    await say([], { ...options, ...(header && { header: header(partner.id) }) })
    expect([asked(), await stateOf()]).toEqual([0, "accepted"])
  })

  test.each([
    ["is gone", () => host.documents.delete(path("/followers_synchronization"))],
    ["is no collection", () => counts([], { orderedItems: undefined })],
    [
      "is another's",
      () =>
        host.documents.set(path("/followers_synchronization"), (_, response) =>
          response.writeHead(302, { location: "http://127.0.0.2:1/" }).end(),
        ),
    ],
    ["holds something else", () => counts([{ type: "Person" } as never])],
  ])("a list that %s changes nothing", async (_, serve) => {
    await follow("accepted")
    serve()
    await say([])
    expect(await stateOf()).toBe("accepted")
  })

  test("a received activity of the type of the queue's entry is ignored", async () => {
    await follow("accepted")
    counts([])
    for (const type of ["followers synchronization", "followers-synchronization"]) {
      const activity = { id: `${partner.id}/acts/${++count}`, type, actor: partner.id, object: partner.id, url: list() }
      const { status } = await site.post(partner, activity)
      expect(status).toBe(type.includes(" ") ? 400 : 202)
    }
    await site.process()
    expect([asked(), await stateOf()]).toEqual([0, "accepted"])
  })
})
