import { createHash } from "node:crypto"
import { connect } from "node:net"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { JsonObject } from "../../../src/domain/json.ts"
import { openHost, type RemoteHost, type Someone } from "../../support/elsewhere.ts"
import { cavage, rfc9421 } from "../../support/signing.ts"
import { type InboxSite, openInboxSite, type PostOptions } from "../inbox/site.ts"

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
  host.asked.length = 0
})

const AP = "application/activity+json"
const note = (more: JsonObject = {}): JsonObject => ({
  "@context": "https://www.w3.org/ns/activitystreams",
  id: `${ana.id}/likes/${++count}`,
  type: "Like",
  actor: ana.id,
  object: `${site.origin}/events/1`,
  ...more,
})

const remembered = async (id: unknown) =>
  await site.db
    .selectFrom("inboxActivity")
    .select(["actor", "type", "recipient", "state"])
    .where("activityId", "=", String(id))
    .execute()

/** Refused with this status for a reason with these words; nothing is remembered. */
async function refused(activity: JsonObject, status: number, words: RegExp, options: PostOptions = {}, who = ana) {
  const answer = await site.post(who, activity, options)
  expect([answer.status, answer.type]).toEqual([status, "application/problem+json"])
  expect(answer.detail).toMatch(words)
  expect(await remembered(activity.id)).toEqual([])
}

/** Bytes that are signed whatever they are. */
const signed = (body: string | Buffer, inbox = "/inbox") =>
  site.send(inbox, body, cavage(ana.key, site.origin + inbox, body))

test("a valid activity is accepted, and stored once", async () => {
  const activity = note()
  for (let i = 0; i < 3; i++) expect(await site.post(ana, activity)).toMatchObject({ status: 202, detail: "" })
  await site.post(ana, activity, { inbox: "/actors/agenda/inbox" })
  expect(await remembered(activity.id)).toEqual([{ actor: ana.id, type: "Like", recipient: null, state: "pending" }])
  // the document of the actor was asked for once, and nothing else
  expect(host.asked).toEqual([`/users/ana${count - 1}`])
})

describe("the body", () => {
  test("of 60 MB is refused by its Content-Length, before it is read", async () => {
    const started = performance.now()
    const socket = connect(Number(new URL(site.origin).port), "127.0.0.1")
    socket.write(`POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: ${AP}\r\nContent-Length: 60000000\r\n\r\n{`)
    const answer = String(await new Promise<Buffer>(resolve => socket.once("data", resolve)))
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test("of 60 MB is refused when it is sent, signed or not, with or without its length", async () => {
    const body = Buffer.alloc(60_000_000, " ")
    expect((await site.send("/inbox", body, { "content-type": AP })).status).toBe(413)
    expect((await signed(body)).status).toBe(413)
    const chunked = await site.send("/inbox", body, {
      "content-type": AP,
      "content-length": undefined,
      "transfer-encoding": "chunked",
    })
    expect(chunked.status).toBe(413)
  })

  test.each([
    "text/plain",
    "text/html",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/json",
    "",
  ])("as %s is 415", async contentType => {
    await refused(note(), 415, /must be application\/activity\+json/, {
      contentType,
      headers: { "content-type": contentType || undefined },
    })
  })

  test.each([
    `${AP}; charset=utf-8`,
    "application/ld+json",
    'application/ld+json; profile="https://www.w3.org/ns/activitystreams"',
    "Application/Activity+JSON",
  ])("as %s is taken", async contentType => {
    expect((await site.post(ana, note(), { contentType })).status).toBe(202)
  })

  test("compressed is 415", async () => {
    await refused(note(), 415, /gzip/, { headers: { "content-encoding": "gzip" } })
  })

  const deep = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)
  test.each([
    ["an array", "[]"],
    ["an array of activities", '[{"type":"Like"}]'],
    ["a string", '"Like"'],
    ["a number", "1"],
    ["null", "null"],
    ["nothing", ""],
    ["cut off", '{"type":"Like","actor":'],
    ["no JSON", "{type:Like}"],
    ["not UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
    ["nested 20,000 deep in objects", `{"a":${deep(20_000, '{"a":', "}").replace('"a":}', '"a":1}')}}`],
    ["nested 100,000 deep in lists", `{"a":${deep(100_000, "[", "]")}}`],
    ["nested without an end", "[".repeat(900_000)],
    ["made of 10,001 members", `{${Array.from({ length: 10_001 }, (_, i) => `"m${i}":0`).join()}}`],
    ["with a NUL", '{"id":"http://a.example/\\u0000","type":"Like"}'],
    [
      "with a number that no computer has",
      '{"id":"http://a.example/1","actor":"http://a.example/2","type":"Like","object":{"n":1e999}}',
    ],
  ])("that is %s is 400", async (_, body) => {
    for (const answer of [await signed(body), await site.send("/inbox", body, { "content-type": AP })]) {
      // the last one is JSON: its signature is asked for first
      expect([400, 401]).toContain(answer.status)
      expect(answer.type).toBe("application/problem+json")
    }
    expect((await signed(body)).status).toBe(400)
  })

  test("with a list of 100,000 items is accepted", async () => {
    expect((await site.post(ana, note({ tag: Array(100_000).fill(0) }))).status).toBe(202)
  })

  test("with __proto__, constructor and toString has no effect", async () => {
    const body = `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"toString":1,${JSON.stringify(note()).slice(1)}`
    expect((await signed(body)).status).toBe(202)
    for (const type of ["constructor", "toString", "hasOwnProperty"]) {
      expect((await site.post(ana, note({ type }))).status).toBe(202)
    }
    await site.process()
    expect(({} as JsonObject).polluted).toBeUndefined()
    const rows = await site.db
      .selectFrom("inboxActivity")
      .select("state")
      .where("type", "in", ["constructor", "toString", "hasOwnProperty"])
      .execute()
    expect(rows.map(row => row.state)).toEqual(["ignored", "ignored", "ignored"])
  })

  test("that never ends is cut off", { timeout: 30_000 }, async () => {
    const started = performance.now()
    const socket = connect(Number(new URL(site.origin).port), "127.0.0.1")
    socket.write(`POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: ${AP}\r\nContent-Length: 5000\r\n\r\n{`)
    const drip = setInterval(() => socket.write(" "), 500)
    const answer = String(await new Promise<Buffer>(resolve => socket.once("data", resolve)))
    clearInterval(drip)
    socket.destroy()
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(performance.now() - started).toBeLessThan(12_000)
  })
})

describe("the envelope", () => {
  test.each<[string, JsonObject, RegExp]>([
    ["no type", { type: undefined }, /type/],
    ["two types", { type: ["Like", "Follow"] }, /type/],
    ["a number as type", { type: 1 }, /type/],
    ["an odd type", { type: "Like\n" }, /type/],
    ["no id", { id: undefined }, /id/],
    ["a list as id", { id: ["http://a.example/1"] }, /id/],
    ["an id that is no address", { id: "urn:uuid:1" }, /id/],
    ["an id with credentials", { id: "http://a:b@a.example/1" }, /id/],
    ["an id that is too long to keep", { id: `http://a.example/${"a".repeat(2000)}` }, /id/],
    ["no actor", { actor: undefined }, /actor/],
    ["two actors", { actor: ["http://a.example/1", "http://a.example/2"] }, /actor/],
    ["an actor that is no address", { actor: "javascript:alert(1)" }, /actor/],
    ["a number as actor", { actor: 7 }, /actor/],
    ["no object", { object: undefined }, /object/],
    ["null as object", { object: null }, /object/],
    ["a number as object", { object: 1 }, /object/],
    ["an empty list as object", { object: [] }, /object/],
    ["text as object", { object: "something" }, /object/],
  ])("with %s is 400", async (_, more, words) => {
    await refused(note(more), 400, words)
  })

  test("an id on another host than the actor's is refused before anything is stored", async () => {
    const id = "http://127.0.0.2:1/likes/1"
    await refused(note({ id }), 400, /host of the actor/)
    await refused(note({ id: `https://${host.host}/likes/1` }), 400, /host of the actor/)
  })

  test("without @context is read as AS2; the actor may be an object", async () => {
    const { "@context": _, ...activity } = note()
    expect((await site.post(ana, activity)).status).toBe(202)
    expect((await site.post(ana, note({ actor: { type: "Person", id: ana.id } }))).status).toBe(202)
  })

  test("of a type without a handler is acknowledged", async () => {
    const view = note({ type: "View" })
    await site.deliver(ana, view)
    expect(await remembered(view.id)).toMatchObject([{ state: "ignored" }])
  })
})

test("an actor that does not exist has no inbox", async () => {
  await refused(note(), 404, /nobody/, { inbox: "/actors/nobody/inbox" })
})

describe("the signature", () => {
  const hourAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  const seconds = (minutes: number) => Math.floor(hourAgo(minutes).getTime() / 1000)

  test("must be there", async () => {
    await refused(note(), 401, /not signed/, { headers: { signature: undefined } })
    await refused(note(), 401, /cannot be read|must hold/, { headers: { signature: "nonsense" } })
    await refused(note(), 401, /must cover|must hold/, { headers: { signature: `keyId="${ana.key.id}"` } })
  })

  test.each(["(request-target)", "host", "date", "digest"])("of draft-cavage must cover %s", async name => {
    const covered = ["(request-target)", "host", "date", "digest"].filter(covered => covered !== name)
    await refused(note(), 401, /must cover/, { covered })
  })

  test.each(["@method", "@target-uri", "content-digest"])("of RFC 9421 must cover %s", async name => {
    const covered = ["@method", "@target-uri", "content-digest"].filter(covered => covered !== name)
    await refused(note(), 401, /must cover/, { spec: "rfc9421", covered })
  })

  test("of RFC 9421 that covers only the date, or only a part of the address, is refused", async () => {
    await refused(note(), 401, /must cover/, { spec: "rfc9421", covered: ["date"] })
    await refused(note(), 401, /must cover/, { spec: "rfc9421", covered: ["@method", "@path", "content-digest"] })
  })

  test("must be one: two labels are refused", async () => {
    const activity = note()
    const body = JSON.stringify(activity)
    const one = rfc9421(ana.key, `${site.origin}/inbox`, body)
    const two = rfc9421(host.person("/users/eve").key, `${site.origin}/inbox`, body, { label: "sig2" })
    const headers = {
      ...one,
      "signature-input": `${one["signature-input"]}, ${two["signature-input"]}`,
      signature: `${one.signature}, ${two.signature}`,
    }
    expect(await site.send("/inbox", body, headers)).toMatchObject({
      status: 401,
      detail: "exactly one signature is taken",
    })
    const old = cavage(ana.key, `${site.origin}/inbox`, body)
    expect(await site.send("/inbox", body, { ...old, signature: `${old.signature},${old.signature}` })).toMatchObject({
      status: 401,
    })
    expect(await remembered(activity.id)).toEqual([])
  })

  test("must not have expired", async () => {
    await refused(note(), 401, /expired/, { spec: "rfc9421", expires: seconds(1) })
    const covered = ["(request-target)", "(expires)", "host", "date", "digest"]
    await refused(note(), 401, /expired/, { covered, expires: seconds(1) })
    expect((await site.post(ana, note(), { covered, expires: seconds(-10) })).status).toBe(202)
    expect((await site.post(ana, note(), { spec: "rfc9421", expires: seconds(-10) })).status).toBe(202)
  })

  test("must be made within an hour, before or after", async () => {
    for (const minutes of [61, -61, 60 * 24 * 365]) {
      await refused(note(), 401, /hour/, { date: hourAgo(minutes) })
      await refused(note(), 401, /hour/, { spec: "rfc9421", date: new Date(), created: seconds(minutes) })
    }
    for (const minutes of [58, -58]) {
      expect((await site.post(ana, note(), { date: hourAgo(minutes) })).status).toBe(202)
      expect((await site.post(ana, note(), { spec: "rfc9421", date: hourAgo(minutes) })).status).toBe(202)
    }
    await refused(note(), 401, /Date/, { headers: { date: "yesterday" } })
    await refused(note(), 401, /Date/, { headers: { date: undefined } })
  })

  test("must be of the bytes of the body", async () => {
    const wrong = createHash("sha256").update("something else").digest("base64")
    await refused(note(), 401, /digest is not that/, { digest: `SHA-256=${wrong}` })
    await refused(note(), 401, /content-digest is not that/, { spec: "rfc9421", digest: `sha-256=:${wrong}:` })
    await refused(note(), 401, /digest is missing/, { headers: { digest: undefined } })
    await refused(note(), 401, /content-digest is missing/, {
      spec: "rfc9421",
      headers: { "content-digest": undefined },
    })
    // a digest that nobody should believe
    const activity = note()
    const sha1 = createHash("sha1").update(JSON.stringify(activity)).digest("base64")
    await refused(activity, 401, /of no kind/, { digest: `SHA=${sha1}` })
    await refused(activity, 401, /of no kind/, { spec: "rfc9421", digest: "nonsense" })
  })

  test("for another host, address or actor's inbox is refused", async () => {
    await refused(note(), 401, /not by the key/, { host: "elsewhere.example" })
    await refused(note(), 401, /not by the key/, { host: "elsewhere.example", headers: { host: "elsewhere.example" } })
    const body = JSON.stringify(note())
    const other = cavage(ana.key, `${site.origin}/actors/agenda/inbox`, body)
    expect(await site.send("/inbox", body, other)).toMatchObject({ status: 401 })
    const rfc = rfc9421(ana.key, "https://elsewhere.example/inbox", body)
    expect(await site.send("/inbox", body, rfc)).toMatchObject({ status: 401 })
  })

  test("holds behind a proxy that renames the host", async () => {
    const answer = await site.post(ana, note(), { headers: { host: "127.0.0.1:3000", "x-forwarded-host": "whatever" } })
    expect(answer.status).toBe(202)
  })

  test("garbage in it is 401", async () => {
    for (const signature of [
      `keyId="${ana.key.id}",headers="(request-target) host date digest",signature="%%%"`,
      "a=b",
      '"',
      "=".repeat(5000),
    ]) {
      await refused(note(), 401, /./, { headers: { signature } })
    }
    for (const input of ["sig1", "sig1=()", 'sig1=("@method");created=1', "sig1=(((", "(".repeat(5000)]) {
      await refused(note(), 401, /./, { spec: "rfc9421", headers: { "signature-input": input } })
    }
    await refused(note(), 401, /keyId/, {}, { ...ana, key: { ...ana.key, id: "not an address" } })
    await refused(note(), 401, /./, {}, { ...ana, key: { ...ana.key, id: "file:///etc/passwd" } })
  })
})
