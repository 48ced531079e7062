import type { JsonObject } from "../../../src/domain/json.ts"
import type { Arena } from "../arena.ts"
import type { Case } from "../case.ts"
import { like } from "./signatures.ts"

/** Bodies that are no activity, or are made to break who reads them. */
const signed = (name: string, status: number, says: RegExp, body: (arena: Arena) => string | Buffer): Case => ({
  name,
  status,
  says,
  attack: arena => arena.send(body(arena), { as: arena.attacker() }),
})

/** A well signed activity with something odd in it. */
const odd = (name: string, says: RegExp, more: JsonObject | ((arena: Arena) => JsonObject)): Case => ({
  name,
  status: 400,
  says,
  attack: arena => {
    const eve = arena.attacker()
    return arena.post(eve, like(arena, eve, typeof more === "function" ? more(arena) : more))
  },
})

const typed = (type: string): Case => ({
  name: `the media type ${type || "that is missing"}`,
  status: 415,
  says: /must be application\/activity\+json/,
  attack: arena => {
    const eve = arena.attacker()
    return arena.post(eve, like(arena, eve), { contentType: type, headers: { "content-type": type || undefined } })
  },
})

/** Text of JSON that no JSON.stringify writes, around a Like that is right. */
const around = (
  name: string,
  text: (json: string) => string,
  expected: Partial<Case> = { handled: "done", writes: ["reaction", "object"] },
): Case => ({
  name,
  status: 202,
  attack: arena => {
    const eve = arena.attacker()
    return arena.send(text(JSON.stringify(like(arena, eve))), { as: eve })
  },
  ...expected,
})

const deep = (depth: number, open: string, close: string, middle = "") =>
  open.repeat(depth) + middle + close.repeat(depth)

export const bodies: Case[] = [
  ...[
    "text/plain",
    "text/html",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    "application/xml",
    "",
  ].map(typed),
  signed("a list", 400, /must be a JSON object/, () => "[]"),
  signed("a string", 400, /must be a JSON object/, () => '"Like"'),
  signed("a number", 400, /must be a JSON object/, () => "1"),
  signed("null", 400, /must be a JSON object/, () => "null"),
  signed("nothing", 400, /not JSON/, () => ""),
  signed("JSON that is cut off", 400, /not JSON/, () => '{"type":"Like","actor":'),
  signed("bytes that are no UTF-8 for a body", 400, /not UTF-8/, () => Buffer.from([0x7b, 0xff, 0x7d])),
  signed("a body nested 20,000 deep in objects", 400, /nested deeper/, () => deep(20_000, '{"a":', "}", "1")),
  signed("a body nested 100,000 deep in lists", 400, /nested deeper/, () => `{"a":${deep(100_000, "[", "]")}}`),
  signed("half a million brackets that never close", 400, /nested deeper/, () => "[".repeat(500_000)),
  signed("a megabyte of spaces", 400, /not JSON/, () => " ".repeat(1_000_000)),
  signed("a megabyte of quotes and backslashes", 400, /not JSON/, () => `"${"\\".repeat(999_999)}`),
  signed("two megabytes", 413, /over 1048576 bytes/, () => " ".repeat(2_000_000)),
  signed("a NUL", 400, /NUL/, () => '{"id":"http://a.example/\\u0000","type":"Like"}'),
  signed(
    "a number that no computer has",
    400,
    /out of range|object must be/,
    ({ evil }) => `{"id":"${evil.origin}/1","actor":"${evil.origin}/2","type":"Like","object":{"n":1e999}}`,
  ),
  {
    name: "a compressed body",
    status: 415,
    says: /gzip/,
    attack: arena => {
      const eve = arena.attacker()
      return arena.post(eve, like(arena, eve), { headers: { "content-encoding": "gzip" } })
    },
  },
  {
    name: "60 MB, announced",
    status: 413,
    attack: arena =>
      arena.raw(
        "POST /inbox HTTP/1.1\r\nHost: x\r\nContent-Type: application/activity+json\r\nContent-Length: 60000000\r\n\r\n{",
      ),
  },
  {
    name: "a body without an end, in chunks",
    status: 413,
    attack: arena => endless(arena, "/inbox", "application/activity+json"),
  },
  odd("no type", /type must be/, { type: undefined }),
  odd("two types", /type must be/, { type: ["Like", "Follow"] }),
  odd("a type that is an object", /type must be/, { type: { "@id": "Like" } }),
  odd("a type of 10,000 characters", /type must be/, { type: "L".repeat(10_000) }),
  odd("no id", /id must be/, { id: undefined }),
  odd("an id that is a list", /id must be/, { id: ["http://a.example/1"] }),
  odd("an id that is no address", /id must be/, { id: "urn:uuid:1" }),
  odd("an id with credentials", /id must be/, { id: "http://a:b@a.example/1" }),
  odd("an id of 5,000 characters", /id must be/, { id: `http://a.example/${"a".repeat(5000)}` }),
  odd("an id with half a character", /id must be/, { id: "http://a.example/\ud800" }),
  odd("an id with a line end", /id must be/, { id: "http://a.example/\r\nX: y" }),
  odd("two actors", /actor must be/, ({ ana }) => ({ actor: [ana.id, ana.id] })),
  odd("an actor that is javascript", /actor must be/, { actor: "javascript:alert(1)" }),
  odd("no actor", /actor must be/, { actor: undefined }),
  odd("no object", /object must be/, { object: undefined }),
  odd("an object that is a number", /object must be/, { object: 7 }),
  odd("an object that is an empty list", /object must be/, { object: [] }),
  odd("an object that is half a character", /object must be/, { object: "\udfff" }),
  around(
    "__proto__ and constructor",
    json => `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${json.slice(1)}`,
  ),
  around("keys that stand there twice", json => `{"actor":"http://127.0.0.9/","type":"Delete",${json.slice(1)}`),
  around(
    "60,000 members",
    json => `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":0`).join()},${json.slice(1)}`,
    {
      status: 400,
      says: /more than 10000 members/,
    },
  ),
  around("9,000 members", json => `{${Array.from({ length: 9000 }, (_, i) => `"k${i}":0`).join()},${json.slice(1)}`),
  around("a name of half a megabyte", json => `{"${"k".repeat(500_000)}":0,${json.slice(1)}`),
  around("100,000 tags", json => `{"tag":[${Array(100_000).fill(0).join()}],${json.slice(1)}`),
  around("50,000 addressees", json => `{"to":[${Array(50_000).fill('"as:x"').join()}],${json.slice(1)}`),
  around("an integer of 100,000 digits", json => `{"n":${"9".repeat(100_000)},${json.slice(1)}`, {
    status: 400,
    says: /out of range/,
  }),
  around("half a character in a text", json => `{"content":"\\ud800",${json.slice(1)}`, {
    status: 400,
    says: /half a character/,
  }),
  ...["constructor", "toString", "hasOwnProperty", "valueOf"].map(type => ({
    name: `an activity of the type ${type}`,
    status: 202,
    handled: "ignored" as const,
    attack: (arena: Arena) => {
      const eve = arena.attacker()
      return arena.post(eve, like(arena, eve, { type }))
    },
  })),
]

interface Heard {
  status: number
  text: string
  headers: Record<string, string>
}

/**
 * Writes until it is cut off. A reset that follows the answer may overtake it (the kernel then drops what was not read yet):
 * whoever was reset without a word asks again.
 */
export function endless(arena: Arena, path: string, type: string, headers = "", tries = 5): Promise<Heard> {
  const socket = arena.connect()
  const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`
  let text = ""
  socket.setEncoding("latin1")
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\n${headers}Transfer-Encoding: chunked\r\n\r\n`,
  )
  // thirty times what is taken
  let left = 500
  const write = () => {
    while (!socket.destroyed && left-- > 0) if (!socket.write(chunk)) return socket.once("drain", write)
  }
  write()
  let reset = false
  return new Promise<Heard>(resolve => {
    const timer = setTimeout(() => socket.destroy(), 5000)
    socket.on("data", part => {
      text += part
      if (text.includes("\r\n\r\n")) setTimeout(() => socket.destroy(), 50)
    })
    socket.on("error", () => {
      reset = true
    })
    socket.on("close", () => {
      clearTimeout(timer)
      const again = reset && text === "" && left > 0 && tries > 1
      if (again) return resolve(endless(arena, path, type, headers, tries - 1))
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text, headers: {} })
    })
  })
}
