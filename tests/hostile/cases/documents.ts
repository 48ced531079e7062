import type { IncomingMessage, ServerResponse } from "node:http"
import { brotliCompressSync, gzipSync } from "node:zlib"
import type { JsonObject } from "../../../src/domain/json.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"
import { like } from "./signatures.ts"

/** What the attacker's server answers when we ask who they are. */
const AP = "application/activity+json"

type Answer = (arena: Arena, request: IncomingMessage, response: ServerResponse, document: JsonObject) => void

export const actor = (name: string, says: RegExp, answer: Answer): Case => ({
  name,
  status: 401,
  says,
  attack: arena => {
    const eve = arena.attacker()
    arena.evil.documents.set(new URL(eve.id).pathname, (request, response) =>
      answer(arena, request, response, eve.document),
    )
    return arena.post(eve, like(arena, eve))
  },
})

const bytes = (
  name: string,
  says: RegExp,
  body: (document: JsonObject) => string | Buffer,
  headers: Record<string, string> = {},
): Case =>
  actor(name, says, (_, __, response, document) =>
    response.writeHead(200, { "content-type": AP, ...headers }).end(body(document)),
  )

const big = Buffer.alloc(30 * 1024 * 1024, " ")
const bomb = gzipSync(big)
const brotli = brotliCompressSync(big)
export const documents: Case[] = [
  actor("a document without an end", /more than 1048576 bytes/, (_, __, response) => {
    response.writeHead(200, { "content-type": AP })
    const chunk = Buffer.alloc(64 * 1024, " ")
    const write = () => {
      while (!response.destroyed) if (!response.write(chunk)) return response.once("drain", write)
    }
    write()
  }),
  bytes("a gzip bomb of 30 MB", /more than 1048576 bytes/, () => bomb, { "content-encoding": "gzip" }),
  bytes("a brotli bomb of 30 MB", /more than 1048576 bytes/, () => brotli, { "content-encoding": "br" }),
  bytes("a bomb in a bomb", /content-encoding/, () => gzipSync(bomb), { "content-encoding": "gzip, gzip" }),
  bytes("an encoding that nobody knows", /content-encoding/, () => "{}", { "content-encoding": "rot13" }),
  bytes("gzip that is none", /not gzip/, () => "{}", { "content-encoding": "gzip" }),
  bytes("a document of 2 MB that says so", /more than 1048576 bytes/, document =>
    JSON.stringify({ ...document, summary: "x".repeat(2_000_000) }),
  ),
  bytes(
    "a document nested 100,000 deep",
    /is not an object|nested deeper/,
    () => "[".repeat(100_000) + "]".repeat(100_000),
  ),
  bytes(
    "a document nested 50,000 deep in objects",
    /nested deeper/,
    () => `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
  ),
  bytes("a list for a document", /is not an object/, () => "[]"),
  bytes("null for a document", /is not an object/, () => "null"),
  bytes("a number for a document", /is not an object/, () => "1e999"),
  bytes("a document that is cut off", /is not JSON/, document => JSON.stringify(document).slice(0, -20)),
  bytes("nothing for a document", /is not JSON/, () => ""),
  bytes("bytes that are no UTF-8", /is not JSON|is not an actor|cannot be had/, () => Buffer.from([0xff, 0xfe, 0x7b])),
  bytes("a document with a NUL", /NUL/, document => JSON.stringify({ ...document, name: "a\u0000b" })),
  bytes("a web page", /is text\/html/, () => "<html>", { "content-type": "text/html" }),
  bytes("an uploaded JSON file", /is application\/json/, document => JSON.stringify(document), {
    "content-type": "application/json",
  }),
  bytes("a document without a media type", /of no media type/, document => JSON.stringify(document), {
    "content-type": "",
  }),
  bytes("an actor that is a Note", /is not an actor/, document => JSON.stringify({ ...document, type: "Note" })),
  bytes("an actor without an inbox", /no inbox on its own host/, document =>
    JSON.stringify({ ...document, inbox: undefined }),
  ),
  bytes("an actor whose inbox is on a private address", /no inbox on its own host/, document =>
    JSON.stringify({ ...document, inbox: "http://127.0.0.9/inbox" }),
  ),
  bytes("an actor whose inbox is a file", /no inbox on its own host/, document =>
    JSON.stringify({ ...document, inbox: "file:///etc/passwd" }),
  ),
  ...[404, 410, 403, 500, 204].map(status =>
    actor(`the answer ${status}`, status === 204 ? /is not JSON/ : new RegExp(String(status)), (_, __, response) =>
      response.writeHead(status).end(),
    ),
  ),
  actor("a status that does not exist", /cannot be had/, (_, __, response) =>
    response.socket!.end("HTTP/1.1 999 Nope\r\nContent-Length: 0\r\n\r\n"),
  ),
  actor("an answer that is no HTTP", /cannot be had/, (_, __, response) =>
    response.socket!.end("SSH-2.0-OpenSSH_9.6\r\n"),
  ),
  actor("a connection that is reset", /cannot be had/, (_, request) => request.socket.resetAndDestroy()),
  actor("a head of 100 kB", /cannot be had/, (_, __, response) =>
    response.socket!.end(`HTTP/1.1 200 OK\r\nX-A: ${"a".repeat(100_000)}\r\n\r\n{}`),
  ),
  actor("a length that is a lie", /cannot be had/, (_, __, response) =>
    response.socket!.end(`HTTP/1.1 200 OK\r\nContent-Type: ${AP}\r\nContent-Length: 5000\r\n\r\n{}`),
  ),
  actor("two lengths", /cannot be had/, (_, __, response) =>
    response.socket!.end(`HTTP/1.1 200 OK\r\nContent-Type: ${AP}\r\nContent-Length: 2\r\nContent-Length: 50\r\n\r\n{}`),
  ),
  actor("a redirect to itself", /more than 5 redirects/, (_, request, response) =>
    response.writeHead(302, { location: request.url! }).end(),
  ),
  actor("a redirect without an address", /cannot be had/, (_, __, response) => response.writeHead(302).end()),
  {
    name: "a context that only the attacker has",
    status: 202,
    handled: "done",
    writes: ["reaction", "object"],
    attack: arena => {
      const eve = arena.attacker()
      arena.evil.asked.length = 0
      return arena.post(
        eve,
        like(arena, eve, {
          "@context": ["https://www.w3.org/ns/activitystreams", `${arena.evil.origin}/context.jsonld`],
        }),
      )
    },
    async after({ evil }) {
      if (evil.asked.some(path => path.startsWith("/context"))) throw new Error("the context was asked for")
    },
  },
  {
    name: "a context under a Linked Data signature that only the attacker has",
    status: 401,
    says: /does not list the key|not on the host|not by the key/,
    attack: arena => {
      const eve = arena.attacker()
      const other = arena.stranger()
      arena.evil.asked.length = 0
      const context = ["https://www.w3.org/ns/activitystreams", `${arena.evil.origin}/context.jsonld`]
      const signature = {
        type: "RsaSignature2017",
        creator: other.key.id,
        created: new Date().toISOString(),
        signatureValue: "AAAA",
      }
      return arena.post(eve, like(arena, other, { "@context": context, signature }))
    },
    async after({ evil }) {
      if (evil.asked.some(path => path.startsWith("/context"))) throw new Error("the context was asked for")
    },
  },
  {
    name: "a Linked Data signature over a graph that is made to be costly",
    status: 401,
    says: /does not list the key|not on the host|not by the key/,
    attack: arena => {
      const other = arena.stranger()
      const nest = (depth: number): JsonObject =>
        depth === 0 ? {} : { tag: Array.from({ length: 5 }, () => nest(depth - 1)) }
      const signature = {
        type: "RsaSignature2017",
        creator: other.key.id,
        created: new Date().toISOString(),
        signatureValue: "AAAA",
      }
      return arena.post(arena.attacker(), like(arena, other, { ...nest(3), signature }))
    },
  },
  {
    name: "collections of an answer that lead in a circle are not walked",
    status: 202,
    handled: "done",
    writes: ["reply", "object", "remote_actor"],
    attack: arena => {
      const eve = arena.attacker()
      const id = `${eve.id}/notes/${arena.next()}`
      const to = ["https://www.w3.org/ns/activitystreams#Public"]
      for (const path of ["/loop", "/loop?page=1"])
        arena.evil.documents.set(path, {
          id: arena.evil.origin + path,
          type: "Collection",
          first: `${arena.evil.origin}/loop?page=1`,
          next: `${arena.evil.origin}/loop`,
        })
      arena.evil.asked.length = 0
      const replies = `${arena.evil.origin}/loop`
      const object = {
        id,
        type: "Note",
        attributedTo: eve.id,
        inReplyTo: arena.event.uri,
        to,
        content: "<p>Bonjour</p>",
        replies,
        likes: replies,
        context: replies,
      }
      return arena.post(eve, { id: `${id}/activity`, type: "Create", actor: eve.id, to, object })
    },
    async after({ evil }) {
      if (evil.asked.some(path => path.startsWith("/loop"))) throw new Error("it was walked")
    },
  },
  {
    name: "an answer to an answer to itself",
    status: 202,
    handled: "ignored",
    attack: arena => {
      const eve = arena.attacker()
      const id = `${eve.id}/notes/${arena.next()}`
      const to = ["https://www.w3.org/ns/activitystreams#Public"]
      return arena.post(eve, {
        id: `${id}/activity`,
        type: "Create",
        actor: eve.id,
        to,
        object: { id, type: "Note", attributedTo: eve.id, inReplyTo: id, to, content: "x" },
      })
    },
  },
]
