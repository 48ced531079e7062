import { randomBytes } from "node:crypto"
import type { ServerResponse } from "node:http"
import type { JsonObject } from "../../../src/domain/json.ts"
import { cavageGet, makeKey } from "../../support/signing.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"

/** Lists of followers (FEP-8fcf): who asks for ours, and what others say of theirs. */
const LIST = "/actors/agenda/followers_synchronization"

const asking = (
  name: string,
  status: number,
  says: RegExp,
  headers: (arena: Arena, url: string) => Record<string, string>,
): Case => ({
  name: `our followers, asked for ${name}`,
  status,
  says,
  attack: arena => arena.get(LIST, headers(arena, arena.origin + LIST)),
  async after({ ana }, { status, text }) {
    if (status === 200 && text.includes(ana.id)) throw new Error("it names a follower")
  },
})

/** The partner says that we do not follow it, and serves this list to prove it. The activity that brings it is one that fails. */
const listCase = (
  name: string,
  serve: (response: ServerResponse, list: string) => void,
  header?: (arena: Arena, list: string) => string,
): Case => ({
  name: `a partner's followers with ${name}`,
  status: 202,
  handled: "failed",
  attack: arena => {
    const { host, partner } = arena
    const path = `/users/partner/followers${arena.next()}`
    const list = host.origin + path
    host.documents.set(path, (_, response) => serve(response, list))
    const digest = randomBytes(32).toString("hex")
    const value = header?.(arena, list) ?? `collectionId="${partner.id}/followers", url="${list}", digest="${digest}"`
    const activity = {
      id: `${partner.id}/acts/${arena.next()}`,
      type: "Delete",
      actor: partner.id,
      object: "http://elsewhere.example/1",
    }
    return arena.post(partner, activity, {
      covered: ["(request-target)", "host", "date", "digest", "collection-synchronization"],
      more: { "collection-synchronization": value },
    })
  },
})

const json = (response: ServerResponse, body: JsonObject) =>
  response.writeHead(200, { "content-type": "application/activity+json" }).end(JSON.stringify(body))

export const synchronization: Case[] = [
  asking("without a signature", 401, /not signed/, () => ({})),
  asking("with garbage", 401, /must hold|cannot be read/, () => ({ signature: "a=b", date: new Date().toUTCString() })),
  asking("by another server", 200, /"orderedItems":\[\]/, ({ attacker }, url) => cavageGet(attacker().key, url)),
  asking("with a wrong key", 401, /not by the key/, ({ ana }, url) =>
    cavageGet({ ...makeKey(""), id: ana.key.id }, url),
  ),
  asking("with another's signature of yesterday", 401, /an hour away/, ({ ana }, url) =>
    cavageGet(ana.key, url, { date: new Date(Date.now() - 86_400_000) }),
  ),
  asking("with a key at a private address", 401, /not a public address/, ({ ana, trap }, url) =>
    cavageGet({ ...ana.key, id: `http://127.0.0.9:${trap.port}/users/x#main-key` }, url),
  ),
  asking("with a key at a file", 401, /keyId must be/, ({ ana }, url) =>
    cavageGet({ ...ana.key, id: "file:///etc/passwd" }, url),
  ),
  asking("by one of ours", 401, /not by the key/, ({ ana, origin }, url) =>
    cavageGet({ ...ana.key, id: `${origin}/actors/agenda#main-key` }, url),
  ),
  listCase("a list in a circle", (response, list) =>
    json(response, { id: list, type: "OrderedCollection", first: list }),
  ),
  listCase("a page that follows itself", (response, list) =>
    json(response, { id: list, type: "OrderedCollectionPage", orderedItems: [], next: list }),
  ),
  listCase("a thousand pages", (response, list) =>
    json(response, {
      id: list,
      type: "OrderedCollection",
      orderedItems: [],
      next: `${list}?page=${randomBytes(4).toString("hex")}`,
    }),
  ),
  listCase("a next page on a private address", response =>
    json(response, { type: "OrderedCollection", orderedItems: [], next: "http://127.0.0.9/" }),
  ),
  listCase("100,000 members", response =>
    json(response, { type: "OrderedCollection", orderedItems: Array(100_000).fill({}) }),
  ),
  listCase("members that are none", response =>
    json(response, { type: "OrderedCollection", orderedItems: [1, null, "javascript:alert(1)"] }),
  ),
  listCase("no members", response => json(response, { type: "Person" })),
  listCase("a list of 30 MB", response => {
    response.writeHead(200, { "content-type": "application/activity+json" }).end(Buffer.alloc(30 * 1024 * 1024, " "))
  }),
  listCase("a redirect to a private address for a list", response =>
    response.writeHead(302, { location: "http://127.0.0.9/" }).end(),
  ),
  listCase(
    "a list at a private address",
    () => {},
    ({ partner, trap }) =>
      `collectionId="${partner.id}/followers", url="http://127.0.0.9:${trap.port}/", digest="${"0".repeat(64)}"`,
  ),
  listCase(
    "a list that is another's",
    () => {},
    ({ ana, partner }) => `collectionId="${ana.id}/followers", url="${partner.id}", digest="${"0".repeat(64)}"`,
  ),
  listCase(
    "a header of 10 kB",
    () => {},
    () => `collectionId="${"a".repeat(10_000)}"`,
  ),
]
