import { afterAll, beforeAll, expect, test } from "vitest"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { ORIGIN } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
})
afterAll(() => api.close())

test("the audit log is read in pages, newest first, with the scope admin alone", async () => {
  const { id } = (await api.ask("POST /api/v1/events", { body: EXAMPLE_EVENT })).body
  await api.ask(`POST /api/v1/events/${id}/cancel`, { body: {} })
  const token = await api.tokenFor("admin")
  expect((await api.ask("GET /api/v1/audit", { token: null })).status).toBe(401)
  expect((await api.ask("GET /api/v1/audit")).status).toBe(403)
  expect((await api.ask("GET /api/v1/audit?cursor=x", { token })).status).toBe(400)

  const all = (await api.ask("GET /api/v1/audit", { token })).body.items
  const actions = all.map(({ action }: { action: string }) => action)
  expect(actions.slice(0, 3)).toEqual(["token:create", "event:change", "event:create"])
  expect(all[1]).toEqual({
    id: all[1].id,
    at: "2026-11-21T10:00:00.000Z",
    by: { kind: "token", id: all[1].by.id, name: "read write:events write:interviews" },
    action: "event:change",
    subject: { kind: "event", id },
    details: { title: EXAMPLE_EVENT.title, change: "cancelled" },
  })
  const first = (await api.ask("GET /api/v1/audit?limit=2", { token })).body
  const rest = (await api.ask(`GET ${first.next.slice(ORIGIN.length).replace("limit=2", "limit=200")}`, { token })).body
  expect([...first.items, ...rest.items]).toEqual(all)
  expect(rest.next).toBeNull()
  expect((await api.ask("GET /api/v1/audit?action=event:change", { token })).body.items).toEqual([all[1]])
})
