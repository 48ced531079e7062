import { createHmac } from "node:crypto"
import { SignJWT } from "jose"
import type { JsonObject } from "../../../src/domain/json.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"

/** The API, by someone who has a token and by someone who would like one. */
const event = (more: JsonObject = {}): JsonObject => ({
  calendar: "agenda",
  title: "Atelier",
  start: "2032-01-01",
  publish: true,
  ...more,
})

const post = (name: string, body: unknown, says: RegExp, status = 422, path = "/events"): Case => ({
  name,
  status,
  says,
  attack: arena => arena.api("POST", path, body),
})

const get = (name: string, query: string, status: number, says: RegExp = /./): Case => ({
  name,
  status,
  says,
  attack: arena => arena.api("GET", query),
})

const bearer = (
  name: string,
  token: (arena: Arena) => string | Promise<string>,
  status = 401,
  says = /token|Authorization/,
): Case => ({
  name,
  status,
  says,
  attack: async arena => arena.api("POST", "/events", event(), { authorization: await token(arena) }),
})

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")
const parts = (arena: Arena) => arena.token.split(".") as [string, string, string]
const claims = (arena: Arena): JsonObject => JSON.parse(Buffer.from(parts(arena)[1], "base64url").toString())

export const api: Case[] = [
  bearer("no token", () => ""),
  bearer("a token that is garbage", () => "Bearer garbage"),
  bearer("a token of 10 kB", () => `Bearer ${"a".repeat(10_000)}`),
  bearer("a token with the algorithm none", arena => `Bearer ${base64({ alg: "none" })}.${parts(arena)[1]}.`),
  bearer(
    "a token with the algorithm nOnE and a signature",
    arena => `Bearer ${base64({ alg: "nOnE" })}.${parts(arena)[1]}.${parts(arena)[2]}`,
  ),
  bearer("a token signed with HMAC", arena => {
    const head = base64({ alg: "HS256" })
    const mac = createHmac("sha256", "a secret of the tests, 32 characters long")
      .update(`${head}.${parts(arena)[1]}`)
      .digest("base64url")
    return `Bearer ${head}.${parts(arena)[1]}.${mac}`
  }),
  bearer("a token that brings its own key", async arena => {
    const { publicKey, privateKey } = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as {
      publicKey: CryptoKey
      privateKey: CryptoKey
    }
    const jwk = await crypto.subtle.exportKey("jwk", publicKey)
    return `Bearer ${await new SignJWT(claims(arena)).setProtectedHeader({ alg: "EdDSA", jwk: jwk as never, jku: `http://127.0.0.9:${arena.trap.port}/` }).sign(privateKey)}`
  }),
  bearer(
    "a token whose scopes were raised",
    arena =>
      `Bearer ${parts(arena)[0]}.${base64({ ...claims(arena), scope: "admin", scopes: ["admin"], exp: 9e15 })}.${parts(arena)[2]}`,
  ),
  bearer("a token in a query", () => "Basic YWRtaW46YWRtaW4="),
  {
    name: "a token that may only read",
    status: 403,
    says: /scope/,
    attack: async arena => {
      readOnly ??= (await arena.site.command("token", "create", "--name", "reader", "--scope", "read")).trim()
      return arena.api("POST", "/events", event(), { authorization: `Bearer ${readOnly}` })
    },
    writes: ["token"],
  },
  post("a list for an event", [], /./),
  post("null for an event", "null", /./),
  post("a number for an event", "1", /./),
  post("text that is no JSON", "{title:1}", /not JSON/, 400),
  post("JSON that is cut off, for the API", '{"title":"x', /not JSON/, 400),
  post("bytes that are no UTF-8, for the API", Buffer.from([0x22, 0xff, 0x22]), /UTF-8/, 400),
  post("an event nested 50,000 deep", `${'{"place":'.repeat(50_000)}1${"}".repeat(50_000)}`, /./),
  post("an event nested 200,000 deep in lists", "[".repeat(200_000) + "]".repeat(200_000), /./),
  post("2 MB for an event", `{"title":"${"x".repeat(2_000_000)}"}`, /1 MB/, 413),
  post("an event in XML", "<event/>", /application\/json|not JSON/, 400),
  post(
    "__proto__ in an event",
    '{"__proto__":{"publish":true},"calendar":"agenda","title":"Atelier"}',
    /start|__proto__/,
  ),
  post("constructor in an event", event({ constructor: { prototype: { admin: true } } }), /constructor/),
  post("fields that do not exist", event({ state: "published", id: "1", isAdmin: true }), /isAdmin|state|Unrecognized/),
  post(
    "100,000 fields that do not exist",
    Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`f${i}`, i])),
    /./,
  ),
  post("a title with HTML", event({ title: "<script>alert(1)</script>" }), /title: must not hold/),
  post("a title with a NUL", event({ title: "a\u0000bcd" }), /title/),
  post("a title of half a character", event({ title: "abc\ud800" }), /title: must not hold half/),
  post("a title that is an object", event({ title: { toString: "x" } }), /title/),
  post("a title of half a megabyte", event({ title: "x".repeat(500_000) }), /title/),
  post("a description with a NUL", event({ description: "a\u0000" }), /description/),
  post("a description of 900 kB", event({ description: "x".repeat(900_000) }), /description/),
  post("a start in the year 275761", event({ start: "+275761-01-01" }), /start/),
  post("a start on 30 February", event({ start: "2032-02-30" }), /start/),
  post("a start at 25 o'clock", event({ start: "2032-01-01T25:00" }), /start/),
  post("a start that is a number", event({ start: 1e18 }), /start/),
  post("a start in the year 0", event({ start: "0000-01-01" }), /start/),
  post("an end before its start, for the API", event({ end: "1900-01-01" }), /end/),
  post("an hour that a clock skips", event({ start: "2032-03-28T02:30", timeZone: "Europe/Paris" }), /start/),
  post("a time zone that is a path", event({ timeZone: "../../etc/passwd" }), /timeZone/),
  post("a time zone of 100,000 characters", event({ timeZone: "A/".repeat(50_000) }), /timeZone/),
  post("a latitude beyond the pole", event({ place: { name: "x", latitude: 91, longitude: 0 } }), /latitude/),
  post(
    "a latitude that no computer has",
    JSON.stringify(event({ place: { name: "x", latitude: 0, longitude: 0 } })).replace(
      '"latitude":0',
      '"latitude":1e999',
    ),
    /latitude/,
  ),
  post("an image that runs", event({ image: { url: "javascript:alert(1).png", alt: "x" } }), /image/),
  post("an image with credentials", event({ image: { url: "https://a:b@c.example/x.png", alt: "x" } }), /image/),
  post("a link that runs, for the API", event({ url: "javascript:alert(1)" }), /url/),
  post("a link with a line end", event({ url: "https://a.example/\r\nX-Injected: 1" }), /url/),
  post("an online address that is a file", event({ online: { url: "file:///etc/passwd" } }), /online/),
  post("a slug that is a path", event({ slug: "../../etc/passwd" }), /slug/),
  post("a slug of 10,000 characters", event({ slug: "a".repeat(10_000) }), /slug/),
  post("a calendar that does not exist", event({ calendar: "x' or 1=1 --" }), /calendar/),
  post("a calendar that is constructor", event({ calendar: "constructor" }), /calendar/),
  post("50,000 tags", event({ tags: Array.from({ length: 50_000 }, (_, i) => `t${i}`) }), /tags/),
  post("50,000 organisers", event({ organisers: Array.from({ length: 50_000 }, (_, i) => `o${i}`) }), /organisers/),
  post(
    "20,000 sessions",
    event({ programme: Array.from({ length: 20_000 }, (_, i) => ({ slug: `s${i}`, title: "Session" })) }),
    /programme/,
  ),
  post(
    "a focal point beyond the picture",
    event({ image: { url: "https://a.example/x.png", alt: "x", focalPoint: [1e9, -1e9] } }),
    /focalPoint/,
  ),
  post(
    "a handle that is a path",
    { handle: "../instance", kind: "agenda", name: "x", language: "fr", timeZone: "Europe/Paris" },
    /handle/,
    422,
    "/calendars",
  ),
  post(
    "a handle that is taken",
    { handle: "instance", kind: "agenda", name: "Instance", language: "fr", timeZone: "Europe/Paris" },
    /handle|taken|same/,
    422,
    "/calendars",
  ),
  post(
    "a language that is a script",
    { handle: "neuf", kind: "agenda", name: "Neuf", language: "<script>", timeZone: "Europe/Paris" },
    /language/,
    422,
    "/calendars",
  ),
  {
    name: "an Idempotency-Key of 300 characters",
    status: 400,
    says: /Idempotency-Key/,
    attack: arena => arena.api("POST", "/events", event(), { "idempotency-key": "k".repeat(300) }),
  },
  {
    name: "an Idempotency-Key of blanks",
    status: 400,
    says: /Idempotency-Key/,
    attack: arena => arena.api("POST", "/events", event(), { "idempotency-key": "a b" }),
  },
  {
    name: "a PATCH of what is not there",
    status: 404,
    attack: arena => arena.api("PATCH", `/events/${crypto.randomUUID()}`, { title: "Autre" }),
  },
  {
    name: "a PATCH of an id that is none",
    status: 404,
    attack: arena => arena.api("PATCH", "/events/%00%ff", { title: "Autre" }),
  },
  {
    name: "a DELETE by a list of ids",
    status: 404,
    attack: arena => arena.api("DELETE", `/events/${arena.event.id},${arena.event.id}`),
  },
  { name: "PUT of all events", status: 405, attack: arena => arena.api("PUT", "/events", []) },
  {
    name: "a programme of a megabyte",
    status: 422,
    attack: arena => arena.api("PUT", `/events/${arena.event.id}/programme`, { programme: Array(80_000).fill({}) }),
  },
  {
    name: "a move to the past of the past",
    status: 422,
    says: /start/,
    attack: arena => arena.api("POST", `/events/${arena.event.id}/reschedule`, { start: "-5000-01-01" }),
  },
  get("SQL in a search", `/events?q=${encodeURIComponent("'; drop table event; --")}`, 200),
  get("wildcards in a search", `/events?q=${encodeURIComponent("%_\\%_*".repeat(25))}`, 200),
  get("a search of 10,000 characters", `/events?q=${"a".repeat(10_000)}`, 400, /q:/),
  get("a search with a NUL", "/events?q=%00", 400, /q:/),
  get("a search that is no UTF-8", "/events?q=%ff%fe", 200),
  get("a limit that is negative", "/events?limit=-1", 400, /limit/),
  get("a limit of a billion", "/events?limit=1000000000", 400, /limit/),
  get("a limit in exponents", "/events?limit=1e2", 200),
  get("a limit twice", "/events?limit=1&limit=2", 400, /more than once/),
  get("a cursor that is garbage", "/events?cursor=%F0%9F%92%A9", 400, /cursor/),
  get(
    "a cursor with other things in it",
    `/events?cursor=${base64(["2032-01-01T00:00:00.000Z", "1' or 1=1"])}`,
    400,
    /cursor/,
  ),
  get(
    "a cursor in the year 999999",
    `/events?cursor=${base64(["+275760-09-13T00:00:00.000Z", crypto.randomUUID()])}`,
    400,
    /cursor/,
  ),
  get("a cursor of 10 kB", `/events?cursor=${"A".repeat(10_000)}`, 400, /cursor/),
  get("a day that does not exist", "/events?from=2026-02-30", 400, /from/),
  get("a day in the year 0", "/events?from=0000-01-01", 200),
  get("a place that is no uuid", "/events?place=1", 400, /place/),
  get("a parameter that does not exist", "/events?where=1=1", 400, /where/),
  get("a parameter called __proto__", "/events?__proto__=1&constructor=2", 400, /./),
  get("500 parameters", `/events?${Array.from({ length: 500 }, (_, i) => `a${i}=1`).join("&")}`, 400),
  get("deliveries of garbage", "/deliveries?cursor=x&state=y&host=%00", 400),
]

let readOnly: string | undefined
