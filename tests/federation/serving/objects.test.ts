import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { readObject } from "../../../src/store/objects.ts"
import { insertReaction } from "../../../src/store/reactions.ts"
import { AP, BROWSER, LD, ORIGIN, openSite, type TestSite } from "./site.ts"

let server: TestSite
beforeAll(async () => {
  server = await openSite()
})
afterAll(() => server.close())

const place = { name: "Stereolux", locality: "Nantes", country: "FR" }

/** Everything published of one event, by path. */
async function published() {
  const event = await server.event({ place })
  const interview = await server.interview()
  const cancelled = await cancelEvent(server.db, server.site, OPERATOR, event.id, "Salle inondée")
  const [venue] = event.places
  return {
    event,
    interview,
    paths: [
      "/actors/agenda",
      "/actors/conseil",
      "/actors/instance",
      `/events/${event.id}`,
      `/interviews/${interview.id}`,
      `/news/${cancelled.news[0]!.id}`,
      `/places/${venue!.id}/v${venue!.version}`,
    ],
  }
}

describe("ids", () => {
  test("answer the stored bytes at exactly their id, in both media types", async () => {
    const { paths } = await published()
    for (const path of paths) {
      const stored = (await readObject(server.db, path))!
      for (const [accept, type] of [
        [AP, AP],
        [LD, LD],
        ["*/*", AP],
        ["application/json", AP],
      ] as const) {
        const answer = await server.get(path, { accept })
        expect([path, answer.status, answer.headers["content-type"], answer.text]).toEqual([
          path,
          200,
          type,
          stored.body,
        ])
        expect(answer.json.id).toBe(ORIGIN + path)
        expect(answer.headers.vary).toBe("Accept")
        expect(answer.headers["access-control-allow-origin"]).toBe("*")
      }
    }
  })

  test("keep ORIGIN whatever Host and proxy headers say", async () => {
    const { paths } = await published()
    const lies = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "http",
      forwarded: "host=evil.example",
    }
    for (const path of paths) {
      const honest = await server.get(path)
      const lied = await server.get(path, { accept: AP, ...lies })
      expect([lied.status, lied.text]).toEqual([200, honest.text])
      const browser = await server.get(path, { accept: BROWSER, ...lies })
      if (browser.status === 303) expect(new URL(String(browser.headers.location)).origin).toBe(ORIGIN)
    }
  })

  test("redirect a browser to the page; a place, which has none, is served as it is", async () => {
    const { event, interview, paths } = await published()
    const answers = await Promise.all(paths.map(path => server.get(path, { accept: BROWSER })))
    expect(answers.map(({ status, headers, text }) => [status, headers.location, text])).toEqual([
      [303, `${ORIGIN}/@agenda`, ""],
      [303, `${ORIGIN}/`, ""],
      [303, `${ORIGIN}/`, ""],
      [303, `${ORIGIN}/e/${event.slug}`, ""],
      [303, `${ORIGIN}/i/${interview.slug}`, ""],
      [303, `${ORIGIN}/e/${event.slug}`, ""],
      [200, undefined, expect.stringContaining('"Stereolux, Nantes"')],
    ])
    expect(answers.map(({ headers }) => headers.vary)).toEqual(answers.map(() => "Accept"))
  })

  test("answer 406 to a client that accepts neither", async () => {
    const { event } = await published()
    const answer = await server.get(`/events/${event.id}`, { accept: "image/png" })
    expect([answer.status, answer.headers["content-type"], answer.json.status]).toEqual([
      406,
      "application/problem+json",
      406,
    ])
  })

  test("HEAD answers the headers of GET without a body", async () => {
    const { paths } = await published()
    for (const path of paths) {
      const get = await server.get(path)
      const head = await server.get(path, { accept: AP }, "HEAD")
      expect([head.status, head.text]).toEqual([200, ""])
      for (const name of ["content-type", "etag", "vary", "cache-control", "access-control-allow-origin"]) {
        expect([name, head.headers[name]]).toEqual([name, get.headers[name]])
      }
    }
  })

  test("a browser's script may read them from another site", async () => {
    const { event } = await published()
    const ask = {
      origin: "https://reader.example",
      "access-control-request-method": "GET",
      "access-control-request-headers": "accept",
    }
    const answer = await server.get(`/events/${event.id}`, ask, "OPTIONS")
    expect([
      answer.status,
      answer.headers["access-control-allow-origin"],
      answer.headers["access-control-allow-headers"],
    ]).toEqual([204, "*", "accept"])
  })
})

describe("ETags", () => {
  test("spare the body, in every form of If-None-Match", async () => {
    const event = await server.event()
    const path = `/events/${event.id}`
    const { headers } = await server.get(path)
    const etag = String(headers.etag)
    expect(etag).toMatch(/^"[\w-]{22}"$/)
    for (const sent of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const answer = await server.get(path, { accept: AP, "if-none-match": sent })
      expect([sent, answer.status, answer.text]).toEqual([sent, 304, ""])
      expect([answer.headers.etag, answer.headers.vary, answer.headers["access-control-allow-origin"]]).toEqual([
        etag,
        "Accept",
        "*",
      ])
    }
    expect((await server.get(path, { accept: AP, "if-none-match": '"other"' })).status).toBe(200)
    expect((await server.get(path, { accept: AP, "if-none-match": etag }, "HEAD")).status).toBe(304)
  })

  test("differ between media types", async () => {
    const event = await server.event()
    const path = `/events/${event.id}`
    const etag = String((await server.get(path)).headers.etag)
    const ld = await server.get(path, { accept: LD, "if-none-match": etag })
    expect(ld.status).toBe(200)
    expect(ld.headers.etag).not.toBe(etag)
    expect((await server.get(path, { accept: LD, "if-none-match": String(ld.headers.etag) })).status).toBe(304)
  })

  test("change with an edit", async () => {
    const event = await server.event()
    const path = `/events/${event.id}`
    const before = await server.get(path)
    await updateEvent(server.db, server.site, OPERATOR, event.id, { title: "Un autre titre" })
    const after = await server.get(path, { accept: AP, "if-none-match": String(before.headers.etag) })
    expect([after.status, after.json.name]).toEqual([200, "Un autre titre"])
  })

  test("change with likes, shares and replies, whose numbers are in the body", async () => {
    const event = await server.event({
      title: 'Un titre qui dit "likes":{"totalItems":0',
      summary: '"shares":{"totalItems":0}',
    })
    const path = `/events/${event.id}`
    const counts = (json: Record<string, { totalItems: number }>) =>
      ["likes", "shares", "replies"].map(name => json[name]!.totalItems)
    const before = await server.get(path)
    expect(counts(before.json)).toEqual([0, 0, 0])

    await insertReaction(server.db, {
      objectPath: path,
      actor: "https://b.example/u",
      kind: "like",
      activityId: "https://b.example/1",
    })
    const liked = await server.get(path, { accept: AP, "if-none-match": String(before.headers.etag) })
    expect([liked.status, counts(liked.json)]).toEqual([200, [1, 0, 0]])

    let etag = String(liked.headers.etag)
    for (const change of [{ shares: 2 }, { replies: 4 }]) {
      await server.db.updateTable("object").set(change).where("path", "=", path).execute()
      const changed = await server.get(path, { accept: AP, "if-none-match": etag })
      expect([change, changed.status]).toEqual([change, 200])
      etag = String(changed.headers.etag)
    }

    await server.db.updateTable("object").set({ likes: 31, shares: 7, replies: 100 }).where("path", "=", path).execute()
    const shared = await server.get(path, { accept: AP, "if-none-match": String(liked.headers.etag) })
    expect([shared.status, counts(shared.json)]).toEqual([200, [31, 7, 100]])
    expect(shared.json.name).toBe(before.json.name)
    // nothing else has moved
    const { likes, shares, replies, ...rest } = shared.json
    expect({
      likes: { ...likes, totalItems: 0 },
      shares: { ...shares, totalItems: 0 },
      replies: { ...replies, totalItems: 0 },
      ...rest,
    }).toEqual(before.json)
  })
})
