import { connect } from "node:net"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTokenKeys } from "../../src/access/tokens.ts"
import { createToken } from "../../src/actions/tokens/create.ts"
import { revokeToken } from "../../src/actions/tokens/revoke.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { ORIGIN } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
})
afterAll(() => api.close())

const dump = async () => {
  const { db } = api
  const tables = ["event", "interview", "outbox", "object", "idempotency", "place", "actor"] as const
  const counts = tables.map(name =>
    db
      .selectFrom(name)
      .select(eb => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow(),
  )
  return (await Promise.all(counts)).map(({ n }) => n)
}

/** Asks for what is refused and sees that nothing was written. */
async function refused(request: string, asking: Parameters<typeof api.ask>[1] = {}) {
  const before = await dump()
  const got = await api.ask(request, asking)
  expect(await dump()).toEqual(before)
  expect(got.headers.get("Content-Type")).toBe("application/problem+json")
  expect(Object.keys(got.body)).toEqual(["type", "title", "status", "detail", "problems"])
  expect(got.body.status).toBe(got.status)
  expect(got.body.type.startsWith(`${ORIGIN}/api/openapi.json#/components/responses/`)).toBe(true)
  return got
}

describe("who asks", () => {
  test("a write without a token: 401 that names the scheme", async () => {
    const { status, headers, body } = await refused("POST /api/v1/events", { token: null, body: EXAMPLE_EVENT })
    expect([status, body.title, body.detail]).toEqual([
      401,
      "Unauthorized",
      "this needs a token with the scope write:events",
    ])
    expect(headers.get("WWW-Authenticate")).toBe(`Bearer realm="${ORIGIN}/api/v1"`)
  })

  test("a token that is not ours, expired, revoked or malformed: 401, also where none is needed", async () => {
    const { db, site } = api
    const soon = await createToken(db, site, OPERATOR, api.keys, {
      name: "soon",
      scopes: ["admin"],
      expiresAt: new Date("2026-11-21T10:00:05Z"),
    })
    const revoked = await createToken(db, site, OPERATOR, api.keys, { name: "revoked", scopes: ["admin"] })
    await revokeToken(db, site, OPERATOR, revoked.token.id)
    const elsewhere = { ...site, origin: "https://other.example" }
    const stranger = await createToken(db, elsewhere, OPERATOR, api.keys, { name: "another site", scopes: ["admin"] })
    const forged = await createToken(db, site, OPERATOR, createTokenKeys("another secret key"), {
      name: "forged",
      scopes: ["admin"],
    })
    const unknown = await createToken(db, site, OPERATOR, api.keys, { name: "unknown", scopes: ["admin"] })
    await db.deleteFrom("token").where("id", "=", unknown.token.id).execute()
    expect((await api.ask("GET /api/v1/events", { token: soon.jwt })).status).toBe(200)
    api.setClock(new Date("2026-11-21T10:00:06Z"))
    const [head, payload, signature] = api.officer.split(".") as [string, string, string]
    const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString())
    for (const [jwt, detail] of [
      [soon.jwt, "this token has expired"],
      [revoked.jwt, "this token was revoked"],
      [stranger.jwt, "this token was not made here"],
      [forged.jwt, "this token was not made here"],
      [unknown.jwt, "this token is not known here"],
      [`${head}.${b64({ ...claims, scope: "admin" })}.${signature}`, "this token was not made here"],
      [`${b64({ alg: "none" })}.${payload}.`, "this token was not made here"],
      ["abc", "this token was not made here"],
    ] as const) {
      for (const request of ["GET /api/v1/events", "POST /api/v1/events"]) {
        const got = await refused(request, { token: jwt, ...(request.startsWith("POST") && { body: EXAMPLE_EVENT }) })
        expect([got.status, got.body.detail]).toEqual([401, detail])
        expect(got.headers.get("WWW-Authenticate")).toBe(
          `Bearer realm="${ORIGIN}/api/v1", error="invalid_token", error_description="${detail}"`,
        )
      }
    }
    const basic = await refused("GET /api/v1/events", { token: null, headers: { Authorization: "Basic YTpi" } })
    expect(basic.body.detail).toBe("the Authorization header must be: Bearer, a space, and a token")
  })

  test("a scope that is missing: 403 that names it, for every way to write", async () => {
    const event = (await api.ask("POST /api/v1/events", { body: EXAMPLE_EVENT })).body
    const read = await api.tokenFor("read")
    const interviews = await api.tokenFor("write:interviews")
    for (const token of [read, interviews]) {
      for (const request of [
        "POST /api/v1/events",
        `PATCH /api/v1/events/${event.id}`,
        `DELETE /api/v1/events/${event.id}`,
        `PUT /api/v1/events/${event.id}/programme`,
        ...["publish", "cancel", "postpone", "reschedule", "move-online", "full", "restore", "duplicate"].map(
          verb => `POST /api/v1/events/${event.id}/${verb}`,
        ),
      ]) {
        const got = await refused(request, { token, ...(!request.startsWith("DELETE") && { body: {} }) })
        expect([request, got.status, got.headers.get("WWW-Authenticate")]).toEqual([
          request,
          403,
          `Bearer realm="${ORIGIN}/api/v1", error="insufficient_scope", scope="write:events"`,
        ])
      }
    }
    const events = await api.tokenFor("write:events")
    expect((await refused("POST /api/v1/interviews", { token: events, body: {} })).status).toBe(403)
    expect((await refused("POST /api/v1/calendars", { body: {} })).status).toBe(403)
    expect((await refused("PATCH /api/v1/calendars/agenda", { body: {} })).status).toBe(403)
    expect((await refused("GET /api/v1/deliveries", { token: events })).status).toBe(403)
    expect((await refused("POST /api/v1/deliveries/1/resend", { body: {} })).status).toBe(403)
    expect(
      (await api.ask(`POST /api/v1/events/${event.id}/cancel`, { token: await api.tokenFor("admin"), body: {} }))
        .status,
    ).toBe(200)
  })

  test("what it answers to a token is nobody else's", async () => {
    const mine = await api.ask("GET /api/v1/events")
    expect([mine.headers.get("Cache-Control"), mine.headers.get("Vary")]).toEqual([
      "private, no-store",
      "Authorization",
    ])
    const all = await api.ask("GET /api/v1/events", { token: null })
    expect(all.headers.get("Cache-Control")).toBe("no-cache")
    const etag = all.headers.get("ETag")!
    expect((await api.ask("GET /api/v1/events", { token: null, headers: { "If-None-Match": etag } })).status).toBe(304)
  })
})

describe("what is sent", () => {
  test("unknown fields are refused by name, at any depth, with every other mistake at once", async () => {
    const { status, body } = await refused("POST /api/v1/events", {
      body: {
        ...EXAMPLE_EVENT,
        titel: "x",
        title: "<b>",
        place: { name: "", lat: 3 },
        image: { url: "https://a.example/a.svg" },
        tags: "communs",
        start: 12,
        programme: [{ slug: "A b", title: "Une séance", speeker: "Ana" }],
      },
    })
    expect(status).toBe(422)
    expect(body.problems.map(({ field }: { field: string }) => field).sort()).toEqual([
      "image.alt",
      "image.url",
      "place.lat",
      "place.name",
      "programme[0].slug",
      "programme[0].speeker",
      "start",
      "tags",
      "titel",
      "title",
    ])
    expect(body.problems.find(({ field }: { field: string }) => field === "titel")).toEqual({
      field: "titel",
      reason: "is not a known field",
    })
    expect(body.detail).toContain("titel: is not a known field")
    const read = await refused("PATCH /api/v1/events/7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11", {
      body: { id: "x", status: "cancelled" },
    })
    expect(read.body.problems).toEqual([
      { field: "id", reason: "is not a known field" },
      { field: "status", reason: "is not a known field" },
    ])
    const proto = await refused("POST /api/v1/events", {
      body: JSON.stringify(EXAMPLE_EVENT).replace("{", '{"__proto__":{"publish":true},"constructor":1,'),
    })
    expect(proto.body.problems.map(({ field }: { field: string }) => field)).toEqual(["__proto__", "constructor"])
  })

  test.each([
    ["2026-02-30T10:00", "Europe/Paris", "start", '"2026-02-30T10:00" is not a local time such as 2026-12-01T18:30'],
    [
      "2027-03-28T02:30",
      "Europe/Paris",
      "start",
      "2027-03-28T02:30 does not exist in Europe/Paris: clocks go forward over it",
    ],
    ["2026-12-01T18:30", "Europe/Lutece", "timeZone", "must be an IANA time zone such as Europe/Paris"],
    [
      "2026-12-01T18:30:00Z",
      "Europe/Paris",
      "start",
      '"2026-12-01T18:30:00Z" is not a local time such as 2026-12-01T18:30',
    ],
    ["9999-12-01T18:30", "Europe/Paris", "start", '"9999-12-01T18:30" is not a local time such as 2026-12-01T18:30'],
  ])("%s in %s", async (start, timeZone, field, reason) => {
    const got = await refused("POST /api/v1/events", {
      body: { calendar: "agenda", title: "Une date", start, timeZone },
    })
    expect([got.status, got.body.problems]).toEqual([422, [{ field, reason }]])
  })

  test("an end before the start, two ways of places, a collection of interviews, an unknown calendar", async () => {
    const problems = async (over: object) =>
      (await refused("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, ...over } })).body.problems
    expect(await problems({ end: "2026-12-01T18:00" })).toEqual([
      { field: "end", reason: "2026-12-01T18:00 is before the start, 2026-12-01T18:30" },
    ])
    expect(await problems({ places: [{ name: "B" }] })).toEqual([
      { field: "places", reason: "give place or places, not both" },
    ])
    expect(await problems({ calendar: "entretiens" })).toEqual([
      { field: "calendar", reason: '"entretiens" is a collection of interviews' },
    ])
    expect(await problems({ calendar: "nulle_part" })).toEqual([
      { field: "calendar", reason: 'there is no calendar "nulle_part"' },
    ])
    expect(await problems({ place: { name: "B", latitude: 3 } })).toEqual([
      { field: "place.latitude", reason: "latitude and longitude go together" },
    ])
  })

  test("malformed JSON and bytes that are not UTF-8: 400; another type: 415; not an object: 422", async () => {
    const malformed = await refused("POST /api/v1/events", { body: '{"calendar": ' })
    expect([malformed.status, malformed.body.title]).toEqual([400, "Bad Request"])
    expect(malformed.body.detail).toMatch(/^the body is not JSON: /)
    const bytes = await refused("POST /api/v1/events", { body: new Uint8Array([0x22, 0xff, 0x22]) })
    expect([bytes.status, bytes.body.detail]).toEqual([400, "the body is not JSON: the bytes are not UTF-8"])
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/jsonp",
    ]) {
      const got = await refused("POST /api/v1/events", { body: "{}", headers: { "Content-Type": type } })
      expect(got.status).toBe(415)
    }
    for (const body of ["[]", '"x"', "3", "null", "true"]) {
      const got = await refused("POST /api/v1/events", { body })
      expect([body, got.status, got.body.problems[0].field]).toEqual([body, 422, "(body)"])
    }
    const merge = await api.ask("POST /api/v1/events", {
      body: EXAMPLE_EVENT,
      headers: { "Content-Type": "application/merge-patch+json; charset=utf-8" },
    })
    expect(merge.status).toBe(201)
  })

  test("deep JSON neither crashes nor passes", async () => {
    for (const depth of [20_000, 100_000]) {
      const body = `{"calendar":"agenda","title":"Profond","start":"2026-12-01","tags":${"[".repeat(depth)}${"]".repeat(depth)}}`
      const got = await refused("POST /api/v1/events", { body })
      expect([400, 422]).toContain(got.status)
    }
  })

  test("what PostgreSQL cannot keep is refused by name: NUL, half a surrogate pair, line ends in addresses", async () => {
    const fields = async (over: object) =>
      (await refused("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, ...over } })).body.problems.map(
        ({ field }: { field: string }) => field,
      )
    expect(await fields({ title: "a\u0000b" })).toEqual(["title"])
    expect(await fields({ description: "a\u0000b", access: "\u0000" })).toEqual(["description", "access"])
    expect(
      await fields({ title: "abc\ud800", description: "\udc00", image: { ...EXAMPLE_EVENT.image, alt: "x\ud83d" } }),
    ).toEqual(["title", "description", "image.alt"])
    for (const url of [
      "https://a.example/\u0000",
      "https://a.example/\nX-Injected: 1",
      "https://a.example/ b",
      "javascript:alert(1)",
      "https://u:p@a.example/",
      "//a.example",
      "https://a.example/\ud800",
    ])
      expect([url, await fields({ url })]).toEqual([url, ["url"]])
  })

  test("a price in none or several of its forms, and an unknown kind of accessibility, are refused by name", async () => {
    const fields = async (over: object) =>
      (await refused("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, ...over } })).body.problems.map(
        ({ field }: { field: string }) => field,
      )
    for (const [price, field] of [
      [{}, "price"],
      [{ free: false }, "price"],
      [{ free: true, words: "Prix libre" }, "price"],
      [{ amount: 12 }, "price"],
      [{ amount: 12.505, currency: "EUR" }, "price.amount"],
      [{ amount: -1, currency: "EUR" }, "price.amount"],
      [{ amount: 12, currency: "eur" }, "price.currency"],
      [{ amount: 12, currency: "ABC" }, "price.currency"],
      [{ words: " " }, "price.words"],
      ["12 EUR", "price"],
    ])
      expect([price, await fields({ price })]).toEqual([price, [field]])
    expect(await fields({ accessibility: ["captions", "parking"] })).toEqual(["accessibility[1]"])
  })

  test("over 1 MB: 413, announced or not", async () => {
    const big = JSON.stringify({ ...EXAMPLE_EVENT, description: "x".repeat(1024 * 1024) })
    const got = await refused("POST /api/v1/events", { body: big })
    expect([got.status, got.body.detail]).toEqual([413, "the body must not exceed 1 MB"])
    const just = await api.ask("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, description: "x".repeat(50_000) } })
    expect(just.status).toBe(201)
  })

  test("a body that never ends is answered without reading on", async () => {
    const { hostname, port } = new URL(api.server.url)
    for (const framing of ["Content-Length: 99999999999", "Transfer-Encoding: chunked"]) {
      const socket = connect(Number(port), hostname)
      let received = ""
      let sent = 0
      socket.on("data", chunk => {
        received += chunk
      })
      const closed = new Promise<void>(resolve => socket.on("close", () => resolve()))
      socket.on("error", () => {})
      socket.write(
        `POST /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${api.officer}\r\nContent-Type: application/json\r\n${framing}\r\n\r\n`,
      )
      const chunk = "x".repeat(64 * 1024)
      const piece = framing.startsWith("Transfer") ? `${chunk.length.toString(16)}\r\n${chunk}\r\n` : chunk
      const stop = Date.now() + 5000
      while (!received.includes("\r\n\r\n") && Date.now() < stop && !socket.destroyed) {
        if (socket.writableLength < 1024 * 1024) {
          socket.write(piece)
          sent += piece.length
        }
        await new Promise(resolve => setTimeout(resolve, 1))
      }
      expect(received.slice(0, 12)).toBe("HTTP/1.1 413")
      expect(sent).toBeLessThan(16 * 1024 * 1024)
      socket.destroy()
      await closed
    }
  })

  test("addresses: no such uuid, no uuid at all, no such path, another method", async () => {
    for (const id of ["7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11", "x", "..%2f..%2fetc", "1%27%20or%201=1", "%00", "%ff"]) {
      for (const request of ["GET", "PATCH", "DELETE"]) {
        const got = await refused(`${request} /api/v1/events/${id}`, request === "PATCH" ? { body: {} } : {})
        expect([id, got.status, got.body.detail]).toEqual([id, 404, "this event does not exist"])
      }
      expect((await refused(`POST /api/v1/events/${id}/cancel`, { body: {} })).status).toBe(404)
      expect((await refused(`GET /api/v1/interviews/${id}`)).body.detail).toBe("this interview does not exist")
    }
    expect((await refused("GET /api/v1/calendars/nulle_part")).body.detail).toBe("this calendar does not exist")
    expect((await refused("GET /api/v2/events")).status).toBe(404)
    const put = await refused("PUT /api/v1/events", { body: {} })
    expect([put.status, put.headers.get("Allow")]).toEqual([405, "GET, HEAD, POST"])
    const get = await refused("GET /api/v1/events/7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11/cancel")
    expect([get.status, get.headers.get("Allow")]).toEqual([405, "POST"])
  })

  test("parameters: misspelt, twice, out of range, a cursor of ours no longer", async () => {
    for (const [query, field] of [
      ["calender=agenda", "calender"],
      ["limit=0", "limit"],
      ["limit=201", "limit"],
      ["limit=x", "limit"],
      ["limit=1&limit=2", "limit"],
      ["from=yesterday", "from"],
      ["from=2026-02-30", "from"],
      ["place=x", "place"],
      ["online=yes", "online"],
      ["q=%00", "q"],
      ["cursor=x", "cursor"],
      ["cursor=WzEsMl0", "cursor"],
      [`cursor=${Buffer.from(JSON.stringify(["2026-01-01T00:00:00Z", "'"])).toString("base64url")}`, "cursor"],
    ]) {
      const got = await refused(`GET /api/v1/events?${query}`, { token: null })
      expect([query, got.status, got.body.problems[0].field]).toEqual([query, 400, field])
    }
  })

  test("any JSON at all gets an answer below 500 and writes nothing when it is refused", async () => {
    const event = (await api.ask("POST /api/v1/events", { body: EXAMPLE_EVENT })).body
    const value = fc.oneof(
      fc.jsonValue(),
      fc.string({ unit: "binary" }),
      fc.constant("\u0000"),
      fc.constant("2026-12-01"),
      fc.constant(1e308),
      fc.constant(-0),
    )
    const name = fc.oneof(
      fc.constantFrom(...Object.keys(EXAMPLE_EVENT), "programme", "places", "slug", "category", "access"),
      fc.string(),
    )
    const request = fc.constantFrom(
      "POST /api/v1/events",
      `PATCH /api/v1/events/${event.id}`,
      `POST /api/v1/events/${event.id}/reschedule`,
      `PUT /api/v1/events/${event.id}/programme`,
      "POST /api/v1/interviews",
      `POST /api/v1/events/${event.id}/duplicate`,
    )
    await fc.assert(
      fc.asyncProperty(request, fc.dictionary(name, value), fc.boolean(), async (path, noise, whole) => {
        const body = JSON.stringify(whole ? { ...EXAMPLE_EVENT, publish: false, ...noise } : noise)
        const before = await dump()
        const got = await api.ask(path, { body })
        expect(got.status).toBeLessThan(500)
        if (got.status >= 400) expect(await dump()).toEqual(before)
      }),
      { numRuns: 150 },
    )
  })
})

describe("browsers elsewhere", () => {
  test("may read, and may not write", async () => {
    const got = await api.ask("GET /api/v1/events", { token: null, headers: { Origin: "https://elsewhere.example" } })
    expect(got.headers.get("Access-Control-Allow-Origin")).toBe("*")
    expect(got.headers.get("Access-Control-Allow-Credentials")).toBeNull()
    const preflight = await api.ask("OPTIONS /api/v1/events", {
      token: null,
      headers: { Origin: "https://elsewhere.example", "Access-Control-Request-Method": "POST" },
    })
    expect(preflight.headers.get("Access-Control-Allow-Methods")).toBe("GET,HEAD")
    const post = await api.ask("POST /api/v1/events", {
      token: null,
      body: {},
      headers: { Origin: "https://elsewhere.example" },
    })
    expect(post.headers.get("Access-Control-Allow-Origin")).toBeNull()
  })
})
