import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { AP, BROWSER, LD, ORIGIN, openSite, type TestSite } from "./site.ts"

let server: TestSite
beforeAll(async () => {
  server = await openSite()
})
afterAll(() => server.close())

describe("addresses of pages", () => {
  test("lead to the id when asked for ActivityPub by name", async () => {
    const event = await server.event()
    const interview = await server.interview()
    const pages = {
      "/@agenda": "/actors/agenda",
      [`/e/${event.slug}`]: `/events/${event.id}`,
      [`/i/${interview.slug}`]: `/interviews/${interview.id}`,
      "/": "/actors/instance",
    }
    for (const [page, id] of Object.entries(pages)) {
      for (const accept of [AP, LD, `${AP}, text/html`]) {
        const answer = await server.get(page, { accept, host: "evil.example" })
        expect([page, answer.status, answer.headers.location]).toEqual([page, 302, ORIGIN + id])
        expect([answer.headers.vary, answer.headers["access-control-allow-origin"]]).toEqual(["Accept", "*"])
      }
      for (const accept of [BROWSER, "*/*", "application/json", `text/html, ${AP};q=0.5`]) {
        const answer = await server.get(page, { accept })
        expect([page, accept, answer.status, answer.text.slice(0, 4), answer.headers.vary]).toEqual([
          page,
          accept,
          200,
          "<h1>",
          "Accept",
        ])
      }
    }
  })

  test("a draft's and a wrong one are 404; what was deleted leads to its Tombstone", async () => {
    const draft = await server.event({ publish: false })
    const deleted = await server.event()
    await deleteEvent(server.db, server.site, OPERATOR, deleted.id)
    for (const path of [`/e/${draft.slug}`, "/e/nowhere", "/e/--", "/i/nowhere", "/@nobody"]) {
      expect([path, (await server.get(path)).status]).toEqual([path, 404])
    }
    const answer = await server.get(`/e/${deleted.slug}`)
    expect([answer.status, answer.headers.location]).toEqual([302, `${ORIGIN}/events/${deleted.id}`])
  })

  test("feeds of a page are left alone", async () => {
    const event = await server.event()
    const answer = await server.get(`/e/${event.slug}.ics`)
    expect([answer.status, answer.text]).toEqual([200, "<h1>page</h1>"])
  })
})
