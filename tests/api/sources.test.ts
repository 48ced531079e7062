import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { type Got, openApi } from "../support/api.ts"

/** Calendars of others through the API, from a real address. */
let api: Awaited<ReturnType<typeof openApi>>
let origin: string
let body = await readFile(new URL("../fixtures/ics/framagenda-1.ics", import.meta.url))
const server = createServer((request, response) => {
  if (request.url !== "/agenda.ics") return response.writeHead(404).end()
  response.writeHead(200, { "content-type": "text/calendar" }).end(body)
})
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await api.close()
})

const source = (more: object = {}) => ({ url: `${origin}/agenda.ics`, calendar: "agenda", ...more })
const problems = ({ status, body }: Got) => [status, body.problems ?? body.detail]

describe("sources through the API", () => {
  let id: string

  test("a dry run answers 200 with what would come, and writes nothing", async () => {
    const got = await api.ask("POST /api/v1/sources", { body: source({ dryRun: true }) })
    expect([got.status, got.body.source, got.body.report.applied, got.body.report.counts]).toEqual([
      200,
      null,
      false,
      { created: 10, changed: 0, cancelled: 0, restored: 0, unchanged: 0, left: 0, refused: 3 },
    ])
    expect((await api.ask("GET /api/v1/sources")).body).toEqual({ items: [], next: null })
  })

  test("a subscription answers 201; its entries come with the worker's next look, and say where they are from", async () => {
    const got = await api.ask("POST /api/v1/sources", {
      body: source({ tagMap: { Réunion: "réunions", communs: "" } }),
    })
    id = got.body.source.id
    expect([got.status, got.headers.get("Location"), got.body.source.state, got.body.report.counts.created]).toEqual([
      201,
      `https://communs.example/api/v1/sources/${id}`,
      "waiting",
      10,
    ])
    await api.importer.refreshDue(api.db, new AbortController().signal)
    const { body: read } = await api.ask(`GET /api/v1/sources/${id}`)
    expect(read).toMatchObject({
      state: "read",
      name: "Conseil (public)",
      calendar: "agenda",
      publish: true,
      error: null,
    })
    expect(read.report.counts.created).toBe(10)
    const { body: events } = await api.ask("GET /api/v1/events?calendar=agenda&q=hebdomadaire")
    expect(events.items.map(({ tags }: { tags: string[] }) => tags)).toContainEqual(["réunions"])
    const { body: event } = await api.ask(`GET /api/v1/events/${events.items[0].id}`)
    expect(event.source).toEqual({ name: "Conseil (public)", url: null })
  })

  test("twice is a conflict; what cannot be read is refused with its reason, and nothing is kept", async () => {
    expect((await api.ask("POST /api/v1/sources", { body: source() })).status).toBe(409)
    for (const [more, field, reason] of [
      [{ url: `${origin}/nothing` }, "url", "there is no calendar at this address (404)"],
      [{ url: "ftp://a.example/b" }, "url", "must be an http, https or webcal address"],
      [{ calendar: "nulle_part" }, "calendar", 'there is no calendar "nulle_part"'],
      [{ calendar: "entretiens" }, "calendar", '"entretiens" is a collection of interviews'],
      [{ every: "hour" }, "every", "is not a known field"],
    ] as const)
      expect(problems(await api.ask("POST /api/v1/sources", { body: source(more) }))).toEqual([
        422,
        [{ field, reason }],
      ])
    expect((await api.ask("GET /api/v1/sources")).body.items.length).toBe(1)
  })

  test("a refresh is done by the worker; a dry one answers what it would do; what is held waits for a word", async () => {
    body = Buffer.from("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    const dry = await api.ask(`POST /api/v1/sources/${id}/refresh`, { body: { dryRun: true } })
    expect([dry.status, dry.body.report.counts.cancelled, dry.body.report.held]).toEqual([
      200,
      6,
      "the source is empty, and 6 upcoming entries would be cancelled",
    ])
    const refresh = async (words: object) => {
      expect((await api.ask(`POST /api/v1/sources/${id}/refresh`, { body: words })).status).toBe(200)
      await api.importer.refreshDue(api.db, new AbortController().signal)
      return (await api.ask(`GET /api/v1/sources/${id}`)).body
    }
    expect((await refresh({})).state).toBe("held")
    const accepted = await refresh({ accept: true })
    expect([accepted.state, accepted.report.counts.cancelled]).toEqual(["read", 6])
  })

  test("who may: reading and writing need a token, and its scope", async () => {
    const reader = await api.tokenFor("read")
    for (const [request, token, status] of [
      ["GET /api/v1/sources", null, 401],
      [`GET /api/v1/sources/${id}`, reader, 200],
      [`DELETE /api/v1/sources/${id}`, reader, 403],
      [`POST /api/v1/sources/${id}/refresh`, reader, 403],
    ] as const)
      expect([request, (await api.ask(request, { token })).status]).toEqual([request, status])
  })

  test("removed, it is read no longer; what came from it stays", async () => {
    expect((await api.ask(`DELETE /api/v1/sources/${id}`)).status).toBe(204)
    expect((await api.ask(`GET /api/v1/sources/${id}`)).status).toBe(404)
    expect((await api.ask(`DELETE /api/v1/sources/${id}`)).status).toBe(404)
    expect((await api.ask("GET /api/v1/events?calendar=agenda")).body.items.length).toBe(10)
  })
})
