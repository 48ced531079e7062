import { afterAll, beforeAll, expect, test } from "vitest"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { cavageGet, makeKey } from "../../support/signing.ts"
import { type InboxSite, openInboxSite } from "../inbox/site.ts"

/** The list of followers that a server is given: its own people, and nobody else's. */
let site: InboxSite
let host: RemoteHost
let other: RemoteHost
let ana: Someone
let bea: Someone
let eve: Someone
let url: string

beforeAll(async () => {
  ;[site, host, other] = await Promise.all([openInboxSite(), openHost(), openHost()])
  ana = host.person("/users/ana")
  bea = host.person("/users/bea")
  eve = other.person("/users/eve")
  url = `${site.origin}/actors/agenda/followers_synchronization`
  for (const who of [ana, bea, eve]) {
    const object = `${site.origin}/actors/agenda`
    await site.deliver(who, { id: `${who.id}/follow`, type: "Follow", actor: who.id, object })
  }
})
afterAll(() => Promise.all([site.close(), host.close(), other.close()]))

const ask = (address: string, headers: Record<string, string>) => fetch(address, { headers })

/** 401 or the like, with a reason, and no name of anybody. */
async function refused(headers: Record<string, string>, status: number, words: RegExp, address = url) {
  const answer = await ask(address, headers)
  const text = await answer.text()
  expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/problem+json"])
  expect(text).toMatch(words)
  expect(text).not.toContain("/users/bea")
}

test("a server reads its own followers, signed by any of its actors", async () => {
  for (const who of [ana, host.person("/actor")]) {
    const answer = await ask(url, cavageGet(who.key, url))
    expect(answer.status).toBe(200)
    expect(answer.headers.get("content-type")).toBe("application/activity+json")
    expect(answer.headers.get("cache-control")).toBe("private, no-store")
    expect(await answer.json()).toEqual({
      "@context": "https://www.w3.org/ns/activitystreams",
      id: url,
      type: "OrderedCollection",
      totalItems: 2,
      orderedItems: [ana.id, bea.id],
    })
  }
  const theirs = await ask(url, cavageGet(eve.key, url))
  expect(((await theirs.json()) as { orderedItems: string[] }).orderedItems).toEqual([eve.id])
})

test("a server without followers reads an empty list", async () => {
  const stranger = await openHost()
  const answer = await ask(url, cavageGet(stranger.person("/users/x").key, url))
  expect(((await answer.json()) as { orderedItems: string[] }).orderedItems).toEqual([])
  await stranger.close()
})

test("a request that is not signed, or by another request's signature, an old one or another's key is refused", async () => {
  await refused({}, 401, /not signed/)
  await refused({ signature: "nonsense" }, 401, /cannot be read|must hold/)
  await refused(cavageGet(ana.key, `${site.origin}/actors/agenda/followers`), 401, /not by the key/)
  await refused(cavageGet(ana.key, url.replace("127.0.0.1", "elsewhere.example")), 401, /not by the key/)
  await refused(cavageGet(ana.key, url, { date: new Date(Date.now() - 2 * 3_600_000) }), 401, /an hour away/)
  await refused(cavageGet({ ...makeKey(""), id: ana.key.id }, url), 401, /not by the key/)
  await refused(cavageGet({ ...ana.key, id: `${host.origin}/users/nobody#main-key` }, url), 401, /cannot be had/)
  const wrong = cavageGet(ana.key, url)
  await refused({ ...wrong, signature: wrong.signature!.replace(" host date", " date") }, 401, /must cover host/)
})

test("an actor that does not exist is 404; a blocked host is refused", async () => {
  const nobody = url.replace("agenda", "nobody")
  await refused(cavageGet(ana.key, nobody), 404, /nobody is called nobody/, nobody)
  await site.db
    .insertInto("host")
    .values({ name: host.host, blockedAt: new Date() })
    .onConflict(conflict => conflict.column("name").doUpdateSet({ blockedAt: new Date() }))
    .execute()
  await refused(cavageGet(ana.key, url), 403, /blocked/)
  await site.db.updateTable("host").set({ blockedAt: null }).execute()
})

test("a server with more followers than fit a list gets 404 rather than a part of them", async () => {
  const digest = site.db.updateTable("followerDigest").where("host", "=", host.host)
  await digest.set({ followers: 10_001 }).execute()
  await refused(cavageGet(ana.key, url), 404, /than fit a list/)
  await digest.set({ followers: 10_000 }).execute()
  expect((await ask(url, cavageGet(ana.key, url))).status).toBe(200)
})
