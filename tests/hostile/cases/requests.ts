import { randomBytes } from "node:crypto"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"
import { endless } from "./bodies.ts"

/** HTTP itself: methods, addresses and heads that nobody sends in good faith. */
const line = (name: string, status: number, first: string, head = "", more: Partial<Case> = {}): Case => ({
  name,
  status,
  attack: arena => arena.raw(`${first}\r\nHost: ${arena.site.host}\r\n${head}Connection: close\r\n\r\n`),
  after: async (_, { headers }) => staysHere(headers),
  ...more,
})

/** No redirect to another host, no header that was smuggled in. */
function staysHere(headers: Record<string, string | string[] | undefined>): void {
  const location = String(headers.location ?? "")
  if (/^(\/\/|\/\\|\\|[a-z]+:)/i.test(location) && !location.startsWith("http://127.0.0.1:"))
    throw new Error(`redirects to ${location}`)
  if (headers["x-injected"] !== undefined || String(headers["set-cookie"] ?? "").includes("injected"))
    throw new Error("a header was smuggled in")
}

const path = (target: string, status: number, more: Partial<Case> = {}): Case =>
  line(`GET ${target.slice(0, 60)}`, status, `GET ${target} HTTP/1.1`, "", more)
const raw = (name: string, status: number, lines: string | Buffer | ((arena: Arena) => string | Buffer)): Case => ({
  name,
  status,
  attack: arena => arena.raw(typeof lines === "function" ? lines(arena) : lines),
})

const HOST = "Host: x\r\n"
const POST = `POST /inbox HTTP/1.1\r\n${HOST}Content-Type: application/activity+json\r\n`

export const requests: Case[] = [
  line("TRACE", 404, "TRACE / HTTP/1.1"),
  line("PUT on the home page", 404, "PUT / HTTP/1.1", "Content-Length: 0\r\n"),
  line("DELETE of an event's page", 404, "DELETE /e/seance-pleniere HTTP/1.1"),
  line("DELETE of an event's id", 405, "DELETE /events/1 HTTP/1.1"),
  line("PATCH of an actor", 405, "PATCH /actors/agenda HTTP/1.1", "Content-Length: 0\r\n"),
  line("GET of an inbox", 405, "GET /inbox HTTP/1.1"),
  line("a method that does not exist", 400, "HACK / HTTP/1.1"),
  line("a method in lower case", 400, "get / HTTP/1.1"),
  line("a method of 10,000 letters", 400, `${"A".repeat(10_000)} / HTTP/1.1`),
  raw("CONNECT to somewhere else", 0, `CONNECT victim.example:443 HTTP/1.1\r\n${HOST}\r\n`),
  line("a method in a header", 200, "GET / HTTP/1.1", "X-HTTP-Method-Override: DELETE\r\nX-Method: DELETE\r\n"),
  line("an address with a host of its own", 200, "GET http://victim.example/ HTTP/1.1"),
  line("OPTIONS *", 400, "OPTIONS * HTTP/1.1"),
  path("//evil.example/", 404),
  path("//evil.example/%2f..", 404),
  path("//evil.example", 404),
  path("/\\evil.example/", 400),
  path("/%5cevil.example/", 301),
  path("/%2f%2fevil.example/", 301),
  path("/archives//evil.example/", 301),
  path("///", 404),
  path("/fr//evil.example/", 301),
  path("/@agenda//evil.example/", 301),
  path("/../../../../etc/passwd", 404),
  path("/..%2f..%2f..%2fetc/passwd", 404),
  path("/%2e%2e/%2e%2e/etc/passwd", 404),
  path("/assets/../../package.json", 404),
  path("/assets/..%2f..%2f..%2fpackage.json", 404),
  path("/.git/config", 404),
  path("/.env", 404),
  path("/%00", 404),
  path("/e/%00", 404),
  path("/%", 404),
  path("/%zz", 404),
  path("/%ff%fe", 404),
  path("/%c0%ae%c0%ae/", 301),
  path("/tags/%ff", 404),
  path(`/${"a/".repeat(6000)}`, 301),
  path(`/${"a".repeat(12_000)}`, 404),
  path("/archives/?x=%0d%0aX-Injected:%201%0d%0aSet-Cookie:%20injected=1", 301),
  path("/fr/?x=%0d%0aX-Injected:%201", 301),
  path("/?x=%0d%0aX-Injected:%201", 200),
  path("/events/%0d%0aX-Injected:%201", 404),
  line("a bare line end in an address", 200, "GET /\nX-Injected: 1 HTTP/1.1"),
  line("2,000 headers", 431, "GET / HTTP/1.1", Array.from({ length: 2000 }, (_, i) => `X-${i}: ${i}\r\n`).join("")),
  line("a header of 64 kB", 431, "GET / HTTP/1.1", `X-A: ${"a".repeat(65_536)}\r\n`),
  line("a header of 64 kB on an inbox", 431, "POST /inbox HTTP/1.1", `Signature: ${"a".repeat(65_536)}\r\n`),
  line("a header without a name", 400, "GET / HTTP/1.1", ": x\r\n"),
  line("a header with a NUL", 400, "GET / HTTP/1.1", "X-A: a\u0000b\r\n"),
  line("a header that goes on in the next line", 400, "GET / HTTP/1.1", "X-A: a\r\n b\r\nX-B : c\r\n"),
  line(
    "an Accept of 2,000 kinds",
    200,
    "GET / HTTP/1.1",
    `Accept: ${Array.from({ length: 1500 }, (_, i) => `a/b${i}`).join()},*/*\r\n`,
  ),
  line("an Accept that is garbage", 200, "GET / HTTP/1.1", "Accept: ;q=;;,,/=%%%\r\n"),
  line("an Accept-Language of 10 kB", 200, "GET / HTTP/1.1", `Accept-Language: ${"fr;q=0.1,".repeat(1100)}\r\n`),
  line("an If-None-Match of 10 kB", 200, "GET / HTTP/1.1", `If-None-Match: ${'"a",'.repeat(2500)}"b"\r\n`),
  line("an If-Modified-Since that is none", 200, "GET /tout.ics HTTP/1.1", "If-Modified-Since: 99999999999999999\r\n"),
  line(
    "a Range of everything, a hundred times",
    200,
    "GET /tout.ics HTTP/1.1",
    `Range: bytes=${"0-,".repeat(1300)}0-\r\n`,
  ),
  line("an upgrade to h2c", 200, "GET / HTTP/1.1", "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n"),
  line(
    "an upgrade to a WebSocket",
    200,
    "GET / HTTP/1.1",
    "Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
  ),
  line("an expectation that nobody meets", 417, "POST /inbox HTTP/1.1", "Expect: miracles\r\nContent-Length: 2\r\n"),
  line("cookies of 12 kB", 200, "GET / HTTP/1.1", `Cookie: ${"a=b; ".repeat(2400)}\r\n`),
  {
    ...line(
      "a forwarded host",
      200,
      "GET / HTTP/1.1",
      "X-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: gopher\r\nForwarded: host=evil.example\r\nX-Original-URL: /admin\r\n",
    ),
    async after(_, { text }) {
      if (text.includes("evil.example")) throw new Error("the page names it")
    },
  },
  {
    name: "another Host",
    status: 302,
    attack: arena =>
      arena.raw(
        `GET /@agenda HTTP/1.1\r\nHost: evil.example\r\nAccept: application/activity+json, text/html;q=0.9\r\nConnection: close\r\n\r\n`,
      ),
    async after(_, { text, headers }) {
      if ((text + JSON.stringify(headers)).includes("evil.example")) throw new Error("the answer names it")
    },
  },
  raw(
    "another Host, on an id",
    200,
    arena =>
      `GET /events/${arena.event.id} HTTP/1.1\r\nHost: evil.example\r\nAccept: application/activity+json\r\nConnection: close\r\n\r\n`,
  ),
  raw("a Host that is garbage", 400, `GET / HTTP/1.1\r\nHost: <script>alert(1)</script>\r\nConnection: close\r\n\r\n`),
  raw("a Host that is empty", 400, "GET / HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n"),
  raw("a Host of several lines", 200, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"),
  raw("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
  raw("HTTP/0.9", 400, "GET /\r\n\r\n"),
  raw("HTTP/1.0 without a Host", 400, "GET /healthz HTTP/1.0\r\n\r\n"),
  raw("HTTP/3.7", 400, `GET / HTTP/3.7\r\n${HOST}\r\n`),
  raw("the preface of HTTP/2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  raw("a TLS handshake", 400, Buffer.concat([Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), randomBytes(500)])),
  raw("random bytes", 400, randomBytes(4096)),
  raw("two lengths at once", 400, `${POST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x`),
  raw("a length and chunks", 400, `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  raw("a length that is negative", 400, `${POST}Content-Length: -1\r\n\r\n`),
  raw("a length that is no number", 400, `${POST}Content-Length: 0x10\r\n\r\n`),
  raw("chunks of no size", 400, `${POST}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`),
  raw("a chunk of 2^64 bytes", 400, `${POST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}`),
  raw(
    "a chunk with an extension of 100 kB",
    413,
    `${POST}Transfer-Encoding: chunked\r\n\r\n2;a=${"b".repeat(100_000)}\r\n{}\r\n0\r\n\r\n`,
  ),
  raw("an encoding of the transfer that nobody knows", 400, `${POST}Transfer-Encoding: identity, cow\r\n\r\n{}`),
  raw(
    "a second request hidden in the first",
    400,
    `${POST}Content-Length: 2\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n${HOST}\r\n`,
  ),
  raw("300 requests in one write", 200, `GET /healthz HTTP/1.1\r\n${HOST}\r\n`.repeat(300)),
  {
    name: "a body without an end to the API",
    status: 401,
    attack: arena => endless(arena, "/api/v1/events", "application/json"),
  },
  {
    name: "a body without an end to the API, by someone with a token",
    status: 413,
    attack: arena => endless(arena, "/api/v1/events", "application/json", `Authorization: Bearer ${arena.token}\r\n`),
  },
  {
    name: "a body without an end to a page that takes none",
    status: 404,
    attack: arena => endless(arena, "/archives", "text/plain"),
  },
  {
    name: "a form without an end",
    status: 403,
    attack: arena => endless(arena, "/suivre", "application/x-www-form-urlencoded"),
  },
]
