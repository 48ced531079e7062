import { createServer, type RequestListener, type Server } from "node:http"
import { type AddressInfo, createServer as createTcpServer } from "node:net"
import { gzipSync } from "node:zlib"
import { afterAll, describe, expect, test } from "vitest"
import { isPublicAddress } from "../../src/outgoing/addresses.ts"
import { createDocumentLoader, createOutgoing, OutgoingError } from "../../src/outgoing/index.ts"
import { parseHosts } from "../../src/outgoing/resolve.ts"
import { eventually } from "../support/beffroi.ts"

const userAgent = "Beffroi/test (+https://agenda.example)"
const open = createOutgoing({ allowPrivateAddresses: true, userAgent })
const guarded = createOutgoing({ allowPrivateAddresses: false, userAgent })
const servers: Server[] = []

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "answered",
    error => (error instanceof OutgoingError ? error.code : `not an OutgoingError: ${error}`),
  )

afterAll(async () => {
  await Promise.all([open.close(), guarded.close()])
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

describe("addresses", () => {
  test.each([
    ["0.1.2.3", false],
    ["10.0.0.1", false],
    ["100.64.0.1", false],
    ["127.0.0.1", false],
    ["169.254.169.254", false],
    ["172.31.255.255", false],
    ["192.168.1.1", false],
    ["192.0.2.1", false],
    ["198.18.0.1", false],
    ["224.0.0.1", false],
    ["240.0.0.1", false],
    ["255.255.255.255", false],
    ["::", false],
    ["::1", false],
    ["::7f00:1", false],
    ["::ffff:127.0.0.1", false],
    ["::ffff:10.0.0.1", false],
    ["::ffff:0:127.0.0.1", false],
    ["64:ff9b::7f00:1", false],
    ["64:ff9b:1::1", false],
    ["2002:7f00:1::", false],
    ["2001:0:53aa:64c::1", false],
    ["2001:db8::1", false],
    ["fc00::1", false],
    ["fd12::1", false],
    ["fe80::1", false],
    ["fe80::1%eth0", false],
    ["fec0::1", false],
    ["ff02::1", false],
    ["4000::1", false],
    ["localhost", false],
    ["1.1.1.1", true],
    ["172.32.0.1", true],
    ["2606:4700::1111", true],
    ["::ffff:1.1.1.1", true],
    ["64:ff9b::101:101", true],
  ])("%s public: %s", (address, expected) => expect(isPublicAddress(address)).toBe(expected))
})

describe("what is never requested", () => {
  test("a loopback address in any notation", async () => {
    let asked = 0
    const origin = await serve((_, response) => {
      asked++
      response.end("secret")
    })
    const { port } = new URL(origin)
    const forms = [
      "127.0.0.1",
      "127.1",
      "2130706433",
      "0x7f000001",
      "0177.0.0.1",
      "0x7f.0.0.1",
      "127.0.0.1.",
      "0.0.0.0",
      "0",
    ]
    const literal = [
      ...forms,
      "[::1]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[::127.0.0.1]",
      "[::]",
      "１２７.0.0.1",
    ]
    for (const host of literal)
      expect([host, await codeOf(guarded.guardedFetch(`http://${host}:${port}/`))]).toEqual([host, "url"])
    for (const host of ["localhost", "LOCALHOST", "localhost.", "a.localhost"]) {
      expect([host, await codeOf(guarded.guardedFetch(`http://${host}:${port}/`))]).toEqual([host, "address"])
    }
    expect(asked).toBe(0)
    expect((await open.guardedFetch(`http://0x7f.1:${port}/`)).body.toString()).toBe("secret")
    expect((await open.guardedFetch(`http://localhost:${port}/`)).status).toBe(200)
    expect(asked).toBe(2)
  })

  test("the dispatcher itself refuses an address that was not checked before", async () => {
    let asked = 0
    const origin = await serve((_, response) => response.end(String(asked++)))
    const post = (host: string) =>
      guarded.dispatcher.request({
        origin: origin.replace("127.0.0.1", host),
        path: "/inbox",
        method: "POST",
        body: "{}",
      })
    expect(await codeOf(post("127.0.0.1"))).toBe("url")
    expect(await codeOf(post("[::ffff:127.0.0.1]"))).toBe("url")
    expect(await codeOf(post("localhost"))).toBe("address")
    expect(asked).toBe(0)
  })

  test("other schemes, credentials, and what is not an address", async () => {
    const bad = [
      "ftp://example.org/",
      "file:///etc/passwd",
      "data:text/plain,x",
      "https://user:pw@example.org/",
      "https://user@example.org/",
      "nonsense",
    ]
    for (const address of bad) expect([address, await codeOf(open.guardedFetch(address))]).toEqual([address, "url"])
    const error = await open.guardedFetch("https://user:secret@example.org/").catch(e => e)
    expect(error.message).not.toContain("secret")
  })

  test("a name that leads to a private address, alone or among public ones", async () => {
    const names: Record<string, string[]> = {
      "inner.example": ["10.0.0.7"],
      "both.example": ["1.1.1.1", "::ffff:127.0.0.1"],
      "none.example": [],
    }
    const outgoing = createOutgoing({ allowPrivateAddresses: false, userAgent, resolve: async name => names[name]! })
    for (const name of Object.keys(names))
      expect([name, await codeOf(outgoing.guardedFetch(`https://${name}/`))]).toEqual([name, "address"])
    await outgoing.close()
  })

  test("a redirect from a public address to a private one, and a DNS answer that changes between two connections", async () => {
    let secrets = 0
    const inner = await serve((_, response) => response.end(String(secrets++)))
    const outer = await serve((_, response) =>
      response.writeHead(302, { location: inner.replace("127.0.0.1", "inner.example") }).end(),
    )
    // loopback plays the public server here: the guard asks `resolve`, and what it answers is dialled and nothing else
    const answers = [["127.0.0.1"], ["10.0.0.7"]]
    let lookups = 0
    const resolve = async (name: string) => (name === "outer.example" ? answers[lookups++]! : ["169.254.169.254"])
    const { GuardedDispatcher, guardedConnector } = await import("../../src/outgoing/dispatcher.ts")
    const { createGuardedFetch } = await import("../../src/outgoing/fetch.ts")
    const isAllowed = (address: string) => address === "127.0.0.1"
    const connector = guardedConnector(resolve, isAllowed)
    const dispatcher = new GuardedDispatcher(connector)
    const guardedFetch = createGuardedFetch(dispatcher, { userAgent, isAllowed })
    const address = outer.replace("127.0.0.1", "outer.example")

    expect(await codeOf(guardedFetch(address))).toBe("address")
    expect({ secrets, lookups }).toEqual({ secrets: 0, lookups: 1 })
    // the connection that was checked is closed: the next one is checked again, and DNS now says something else
    servers.at(-1)!.closeAllConnections()
    await eventually(async () => connector.open === 0, 5000, 5)
    const error = await guardedFetch(address).catch(e => e)
    expect([error.code, error.message]).toEqual([
      "address",
      "outer.example: leads to 10.0.0.7, which is not a public address",
    ])
    expect({ secrets, lookups }).toEqual({ secrets: 0, lookups: 2 })
    await dispatcher.close()
  })

  test("literal private addresses and odd schemes after a redirect", async () => {
    for (const location of [
      "http://127.0.0.1:1/",
      "http://[::1]:1/",
      "file:///etc/passwd",
      "ftp://example.org/",
      "http://a:b@example.org/",
    ]) {
      const { createGuardedFetch } = await import("../../src/outgoing/fetch.ts")
      const origin = await serve((_, response) => response.writeHead(307, { location }).end())
      // only the very first address passes
      let asked = 0
      const isAllowed = () => asked++ === 0
      const guardedFetch = createGuardedFetch(open.dispatcher, { userAgent, isAllowed })
      expect([location, await codeOf(guardedFetch(origin))]).toEqual([location, "url"])
    }
  })
})

describe("bounds", () => {
  test("bytes are counted after decompression", async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024))
    const origin = await serve((request, response) => {
      if (request.url === "/plain") response.end(Buffer.alloc(1001))
      else if (request.url === "/fits") response.end(Buffer.alloc(1000))
      else if (request.url === "/text") response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("bonjour"))
      else if (request.url === "/broken") response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip at all")
      else if (request.url === "/odd")
        response.writeHead(200, { "content-encoding": "gzip, gzip" }).end(gzipSync(gzipSync("x")))
      else response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)
    })
    expect(await codeOf(open.guardedFetch(`${origin}/plain`, { maxBytes: 1000 }))).toBe("too-large")
    expect((await open.guardedFetch(`${origin}/fits`, { maxBytes: 1000 })).body.length).toBe(1000)
    expect((await open.guardedFetch(`${origin}/text`)).body.toString()).toBe("bonjour")
    expect(await codeOf(open.guardedFetch(`${origin}/broken`))).toBe("encoding")
    expect(await codeOf(open.guardedFetch(`${origin}/odd`))).toBe("encoding")
    const before = process.memoryUsage().rss
    expect(await codeOf(open.guardedFetch(`${origin}/bomb`, { maxBytes: 1_000_000 }))).toBe("too-large")
    expect(process.memoryUsage().rss - before).toBeLessThan(30 * 1024 * 1024)
  })

  test("time: no response, one byte at a time, a body that stops, no TLS handshake", async () => {
    const origin = await serve((request, response) => {
      if (request.url === "/silent") return
      response.writeHead(200)
      response.write("a")
      if (request.url === "/stops") return
      const drip = setInterval(() => response.write("a"), 20)
      response.on("close", () => clearInterval(drip))
    })
    for (const path of ["/silent", "/stops", "/drip"]) {
      const began = performance.now()
      expect([path, await codeOf(open.guardedFetch(origin + path, { totalTimeout: 300 }))]).toEqual([path, "timeout"])
      expect(performance.now() - began).toBeLessThan(1500)
    }
    const silent = createTcpServer(() => {})
    await new Promise<void>(resolve => silent.listen(0, "127.0.0.1", resolve))
    const { port } = silent.address() as AddressInfo
    const began = performance.now()
    expect(await codeOf(open.guardedFetch(`https://127.0.0.1:${port}/`, { totalTimeout: 300 }))).toBe("timeout")
    expect(performance.now() - began).toBeLessThan(1500)
    silent.close()
  })

  test("the signal of the caller", async () => {
    const origin = await serve(() => {})
    expect(await codeOf(open.guardedFetch(origin, { signal: AbortSignal.timeout(50) }))).toBe("timeout")
  })

  test("redirects are followed up to the limit, and fail when they lead nowhere", async () => {
    const origin = await serve((request, response) => {
      const n = Number(request.url!.slice(1))
      if (n > 0) response.writeHead(301, { location: `/${n - 1}` }).end()
      else response.end("there")
    })
    const response = await open.guardedFetch(`${origin}/5`)
    expect([response.url, response.status, response.body.toString()]).toEqual([`${origin}/0`, 200, "there"])
    expect(await codeOf(open.guardedFetch(`${origin}/6`))).toBe("redirect")
    expect(await codeOf(open.guardedFetch(`${origin}/1`, { maxRedirects: 0 }))).toBe("redirect")
  })

  test("a refused connection is `network`, an unknown name `dns`", async () => {
    expect(await codeOf(open.guardedFetch("http://127.0.0.1:1/"))).toBe("network")
    const resolve = async () =>
      Promise.reject(Object.assign(new Error("queryA ENOTFOUND nowhere.example"), { code: "ENOTFOUND" }))
    const outgoing = createOutgoing({ allowPrivateAddresses: false, userAgent, resolve })
    expect(await codeOf(outgoing.guardedFetch("https://nowhere.example/"))).toBe("dns")
    await outgoing.close()
  })
})

describe("requests and documents", () => {
  test("sends User-Agent and Accept, and computes headers for each redirect", async () => {
    const seen: Record<string, unknown>[] = []
    const origin = await serve((request, response) => {
      seen.push({
        url: request.url,
        accept: request.headers.accept,
        agent: request.headers["user-agent"],
        mark: request.headers["x-mark"],
      })
      if (request.url === "/a?b=c") response.writeHead(302, { location: "/d" }).end()
      else response.writeHead(404, { "content-type": "text/plain" }).end("nothing")
    })
    const headers = async (url: URL) => ({ "x-mark": url.pathname })
    const answer = await open.guardedFetch(`${origin}/a?b=c#part`, {
      accept: "text/calendar",
      mediaTypes: ["text/calendar"],
      headers,
    })
    expect([answer.status, answer.body.toString()]).toEqual([404, "nothing"])
    expect(seen).toEqual([
      { url: "/a?b=c", accept: "text/calendar", agent: userAgent, mark: "/a" },
      { url: "/d", accept: "text/calendar", agent: userAgent, mark: "/d" },
    ])
  })

  test("media types", async () => {
    const origin = await serve((request, response) => {
      const type = decodeURIComponent(request.url!.slice(1))
      if (type) response.setHeader("content-type", type)
      response.end('{"id":"x"}')
    })
    const load = (type: string) => open.documentLoader(`${origin}/${encodeURIComponent(type)}`)
    for (const type of ["application/activity+json", "Application/LD+JSON; charset=utf-8"]) {
      expect((await load(type)).document).toEqual({ id: "x" })
    }
    for (const type of ["application/json", "text/html", "text/plain", "image/png", ""]) {
      expect([type, await codeOf(load(type))]).toEqual([type, "media-type"])
    }
    expect((await open.contextLoader(`${origin}/${encodeURIComponent("application/json")}`)).document).toEqual({
      id: "x",
    })
    expect((await open.guardedFetch(`${origin}/image%2Fpng`, { mediaTypes: ["image/*"] })).status).toBe(200)
  })

  test("a document: its address after redirects, its linked context, and its errors", async () => {
    const origin = await serve((request, response) => {
      const type = { "content-type": "application/activity+json" }
      if (request.url === "/moved") response.writeHead(301, { location: "/here" }).end()
      else if (request.url === "/here") response.writeHead(200, type).end('{"a":1}')
      else if (request.url === "/linked") {
        const link =
          '</x>; rel=next, </context>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
        response.writeHead(200, { ...type, link }).end("{}")
      } else if (request.url === "/cut") response.writeHead(200, type).end('{"a":')
      else response.writeHead(410, type).end('{"type":"Tombstone"}')
    })
    expect(await open.documentLoader(`${origin}/moved`)).toEqual({
      contextUrl: null,
      document: { a: 1 },
      documentUrl: `${origin}/here`,
    })
    expect((await open.documentLoader(`${origin}/linked`)).contextUrl).toBe(`${origin}/context`)
    expect(await codeOf(open.documentLoader(`${origin}/cut`))).toBe("json")
    const gone = await open.documentLoader(`${origin}/gone`).catch(e => e)
    expect([gone.code, gone.status]).toEqual(["status", 410])
    expect(await codeOf(createDocumentLoader(open.guardedFetch, { maxBytes: 3 })(`${origin}/here`))).toBe("too-large")
  })

  test("connections are reused", async () => {
    const sockets = new Set<unknown>()
    const origin = await serve((request, response) => {
      sockets.add(request.socket)
      response.end("x")
    })
    for (let i = 0; i < 20; i++) await open.guardedFetch(origin)
    // undici opens a second one when a request comes in the same tick as the end of the one before
    expect(sockets.size).toBeLessThan(3)
  })
})

test("the hosts file", () => {
  const text =
    "127.0.0.1\tlocalhost\n10.0.0.5 Snac.test alias.test # a comment\n# 1.2.3.4 no.test\n::1 localhost ip6-localhost\nnonsense here\n"
  expect(Object.fromEntries(parseHosts(text))).toEqual({
    localhost: ["127.0.0.1", "::1"],
    "snac.test": ["10.0.0.5"],
    "alias.test": ["10.0.0.5"],
    "ip6-localhost": ["::1"],
  })
})
