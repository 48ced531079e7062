import { gunzipSync } from "node:zlib"
import { Hono } from "hono"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { compress } from "../../src/http/compression.ts"
import { askOver } from "../support/ask.ts"
import { listen } from "../support/listen.ts"

const TEXT = "Séance plénière du conseil des communs. ".repeat(100)
const LONG = TEXT.repeat(50)
const GZIP = { "accept-encoding": "gzip, deflate, br" }
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  const app = new Hono()
  app.use(compress())
  const headers = { "Content-Type": "text/plain; charset=utf-8", ETag: '"a"', Vary: "Accept" }
  app.get("/text", () => new Response(TEXT, { headers }))
  app.get("/long", () => new Response(LONG, { headers }))
  app.get("/short", () => new Response("bref", { headers }))
  app.get("/gone", () => new Response(TEXT, { status: 410, headers }))
  app.get("/weak", () => new Response(TEXT, { headers: { ...headers, ETag: 'W/"a"' } }))
  app.get("/known", () => new Response(null, { status: 304, headers: { ETag: '"a"' } }))
  app.get(
    "/measured",
    () => new Response(TEXT, { headers: { ...headers, "Content-Length": String(Buffer.byteLength(TEXT)) } }),
  )
  app.get("/as-it-is", () => new Response(TEXT, { headers: { ...headers, "Cache-Control": "no-transform" } }))
  app.get("/encoded", () => new Response(TEXT, { headers: { ...headers, "Content-Encoding": "br" } }))
  app.get("/image", () => new Response(TEXT, { headers: { "Content-Type": "image/jpeg" } }))
  app.get("/cookies", c => {
    c.header("Set-Cookie", "a=1")
    c.header("Set-Cookie", "b=2", { append: true })
    return c.text(TEXT)
  })
  server = await listen(app)
})
afterAll(() => server.close())
const ask = (path: string, headers: Record<string, string> = GZIP, method = "GET") =>
  askOver(server.url, path, headers, method)

describe("compression", () => {
  test.each(["/text", "/long", "/measured"])("%s goes as gzip, with its length and a weak entity tag", async path => {
    const { bytes, headers, status } = await ask(path)
    expect(status).toBe(200)
    expect(gunzipSync(bytes).toString()).toBe(path === "/long" ? LONG : TEXT)
    expect(headers).toMatchObject({
      "content-encoding": "gzip",
      "content-length": String(bytes.length),
      "content-type": "text/plain; charset=utf-8",
      etag: 'W/"a"',
      vary: "Accept, Accept-Encoding",
    })
  })

  test("a status, a weak tag and cookies stay as they are", async () => {
    expect(await ask("/gone")).toMatchObject({ status: 410, headers: { "content-encoding": "gzip" } })
    expect((await ask("/weak")).headers.etag).toBe('W/"a"')
    expect((await ask("/cookies")).headers["set-cookie"]).toEqual(["a=1", "b=2"])
  })

  test.each([
    ["", false],
    ["br", false],
    ["identity", false],
    ["gzip;q=0", false],
    ["gzip;q=0, *", false],
    ["*;q=0", false],
    ["*", true],
    ["GZIP", true],
    ["br, gzip;q=0.1", true],
  ])("Accept-Encoding %j: gzip %s", async (accepted, gzip) => {
    const { bytes, headers } = await ask("/text", { "accept-encoding": accepted })
    expect(headers["content-encoding"]).toBe(gzip ? "gzip" : undefined)
    expect((gzip ? gunzipSync(bytes) : bytes).toString()).toBe(TEXT)
    expect(headers.vary).toBe("Accept, Accept-Encoding")
  })

  test.each(["/as-it-is", "/encoded", "/image"])("%s is sent as it is", async path => {
    const { headers, text } = await ask(path)
    expect(text).toBe(TEXT)
    expect(headers.vary).not.toBe("Accept, Accept-Encoding")
  })

  test("what is short is sent as it is, and so are the answers without a body", async () => {
    const short = await ask("/short")
    expect([short.text, short.headers["content-encoding"], short.headers.etag]).toEqual(["bref", undefined, '"a"'])
    expect(await ask("/known")).toMatchObject({ status: 304, text: "", headers: { etag: '"a"' } })
    expect(await ask("/text", GZIP, "HEAD")).toMatchObject({ status: 200, text: "" })
  })
})
