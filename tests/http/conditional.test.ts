import { Hono } from "hono"
import { describe, expect, test } from "vitest"
import { answer } from "../../src/http/answer.ts"
import { encodingFor } from "../../src/http/encoding.ts"
import { languageFor } from "../../src/http/language.ts"

const CHANGED = new Date("2026-11-21T12:00:00.750Z")
const app = new Hono()
app.all("/text", c => answer(c, "text", { content: { "Content-Type": "text/plain" }, headers: { Vary: "Accept" } }))
app.all("/dated", c => answer(c, "text", { etag: '"a"', lastModified: CHANGED }))
app.get("/gone", c => answer(c, "text", { status: 410, etag: '"a"' }))
app.get("/encoding", c => c.text(encodingFor(c.req)))
app.get("/language", c => c.text(languageFor(c.req, ["fr", "en"])))

const ask = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  app.request(path, { method, headers })
const textOf = async (path: string, headers: Record<string, string>) => (await ask(path, headers)).text()

describe("a conditional request", () => {
  test("the entity tag is the digest of the body; 304 has it and no headers of the content", async () => {
    const { headers } = await ask("/text")
    const etag = headers.get("ETag")!
    expect(etag).toMatch(/^"[\w-]{27}"$/)
    const unchanged = await ask("/text", { "If-None-Match": etag })
    expect([unchanged.status, [...unchanged.headers]]).toEqual([
      304,
      [
        ["etag", etag],
        ["vary", "Accept"],
      ],
    ])
  })

  test.each([
    [{ "If-None-Match": '"a"' }, 304],
    [{ "If-None-Match": 'W/"a"' }, 304],
    [{ "If-None-Match": '"b", "a-gzip"' }, 304],
    [{ "If-None-Match": "*" }, 304],
    [{ "If-None-Match": '"b"' }, 200],
    [{ "If-None-Match": '"b"', "If-Modified-Since": CHANGED.toUTCString() }, 200],
    [{ "If-Modified-Since": CHANGED.toUTCString() }, 304],
    [{ "If-Modified-Since": "Sat, 21 Nov 2026 11:59:59 GMT" }, 200],
    [{ "If-Modified-Since": "yesterday" }, 200],
    [{}, 200],
  ])("%j is answered with %i", async (headers, status) => {
    expect((await ask("/dated", headers as Record<string, string>)).status).toBe(status)
    expect((await ask("/dated", headers as Record<string, string>, "HEAD")).status).toBe(status)
    expect((await ask("/dated", headers as Record<string, string>, "POST")).status).toBe(200)
  })

  test("errors are never 304, and POST gets no tag of its own", async () => {
    expect((await ask("/gone", { "If-None-Match": '"a"' })).status).toBe(410)
    expect((await ask("/text", {}, "POST")).headers.get("ETag")).toBeNull()
  })
})

test.each([
  ["br", "br"],
  ["gzip, deflate, br", "br"],
  ["GZIP", "gzip"],
  ["br;q=0, gzip;q=0.5", "gzip"],
  ["*", "br"],
  ["br;q=0, *", "gzip"],
  ["*;q=0", "identity"],
  ["deflate", "identity"],
  ["", "identity"],
])("Accept-Encoding %j: %s", async (header, encoding) => {
  expect(await textOf("/encoding", { "Accept-Encoding": header })).toBe(encoding)
})

test.each([
  ["en-GB, fr;q=0.5", "en"],
  ["fr;q=0.5, en;q=0.4", "fr"],
  ["de, en;q=0.1", "en"],
  ["en;q=0", "fr"],
  ["de", "fr"],
  ["", "fr"],
])("Accept-Language %j: %s", async (header, language) => {
  expect(await textOf("/language", { "Accept-Language": header })).toBe(language)
})
