import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { AP, BROWSER, ORIGIN, openSite, type TestSite } from "./site.ts"

let server: TestSite
beforeAll(async () => {
  server = await openSite()
})
afterAll(() => server.close())

describe("what does not exist", () => {
  test("a deleted event and its news are 410 with their Tombstones; a browser is redirected to the page", async () => {
    const event = await server.event()
    const { news } = await cancelEvent(server.db, server.site, OPERATOR, event.id)
    await deleteEvent(server.db, server.site, OPERATOR, event.id)
    for (const [path, formerType] of [
      [`/events/${event.id}`, "Event"],
      [`/news/${news[0]!.id}`, "Note"],
    ] as const) {
      const answer = await server.get(path)
      expect([answer.status, answer.headers["content-type"]]).toEqual([410, AP])
      expect(answer.json).toEqual({
        "@context": expect.anything(),
        id: ORIGIN + path,
        type: "Tombstone",
        formerType,
        deleted: "2026-11-02T09:00:00Z",
      })
      expect((await server.get(path, { accept: AP }, "HEAD")).status).toBe(410)
      const browser = await server.get(path, { accept: BROWSER })
      expect([browser.status, browser.headers.location]).toEqual([303, `${ORIGIN}/e/${event.slug}`])
    }
  })

  test("a draft answers like what never existed", async () => {
    const draft = await server.event({ publish: false })
    const draftInterview = await server.interview({ publish: false })
    const never = await server.get(`/events/${randomUUID()}`)
    expect([never.status, never.headers["content-type"], never.headers["cache-control"]]).toEqual([
      404,
      "application/problem+json",
      "no-store",
    ])
    const { date: _, ...headers } = never.headers
    for (const path of [
      `/events/${draft.id}`,
      `/interviews/${draftInterview.id}`,
      "/actors/nobody",
      `/places/${randomUUID()}/v1`,
    ]) {
      const answer = await server.get(path)
      const { date: __, ...same } = answer.headers
      expect([path, answer.status, answer.text, same]).toEqual([path, 404, never.text, headers])
      const browser = await server.get(path, { accept: BROWSER })
      expect([path, browser.status, browser.text, browser.headers.vary]).toEqual([
        path,
        404,
        "<h1>no page</h1>",
        "Accept",
      ])
    }
  })

  test("what is not an id is answered without the database", async () => {
    const event = await server.event()
    const wrong = [
      "/events/1",
      "/events/%00",
      `/events/${event.id}%00`,
      `/events/${event.id.toUpperCase()}`,
      `/events/${event.id}/`,
      `/events/${event.id}/nothing`,
      "/events/' or 1=1 --",
      "/places/1/v1",
      `/places/${event.id}/v0`,
      "/actors/%00",
      "/actors/AGENDA",
      "/actors/../events",
      "/news/%F0%9F%98%80",
      "/activities/%00",
      "/contexts/%00",
      "/actors/%00/outbox",
      "/actors/%00/followers",
      "/events/%00/likes",
    ].map(path => path.replaceAll(" ", "%20"))
    const answers = await Promise.all(wrong.map(path => server.get(path)))
    expect(answers.map(({ status }, index) => [wrong[index], status])).toEqual(wrong.map(path => [path, 404]))
  })

  test("writing to an id is refused", async () => {
    const event = await server.event()
    for (const path of [
      `/events/${event.id}`,
      "/actors/agenda",
      "/actors/agenda/outbox",
      `/activities/${randomUUID()}`,
    ]) {
      const answer = await server.get(path, { accept: AP }, "POST")
      expect([path, answer.status, answer.headers.allow]).toEqual([path, 405, "GET, HEAD"])
    }
  })
})

describe("inboxes", () => {
  test("cannot be read", async () => {
    for (const path of ["/inbox", "/actors/agenda/inbox", "/actors/nobody/inbox"]) {
      for (const method of ["GET", "HEAD"]) {
        const answer = await server.get(path, { accept: AP }, method)
        expect([path, method, answer.status, answer.headers.allow]).toEqual([path, method, 405, "POST"])
      }
    }
  })

  test("deliveries pass through to the inbox routes", async () => {
    for (const path of ["/inbox", "/actors/agenda/inbox"]) {
      const answer = await server.get(path, { "content-type": AP }, "POST")
      expect([path, answer.status, answer.text]).toEqual([path, 404, "<h1>no page</h1>"])
    }
  })
})
