import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { addFollowers } from "../support/followers.ts"
import { ORIGIN } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
})
afterAll(() => api.close())

describe("calendars", () => {
  test("are listed in order, read, made and renamed", async () => {
    const { body } = await api.ask("GET /api/v1/calendars", { token: null })
    expect(body.items.map(({ handle }: { handle: string }) => handle)).toEqual(["agenda", "rencontres", "entretiens"])
    expect(body.items[0]).toEqual({
      handle: "agenda",
      kind: "agenda",
      name: "Agenda des communs",
      language: "fr",
      timeZone: "Europe/Paris",
      summary: "",
      publisher: { handle: "redaction", name: "Mission communs" },
      uri: `${ORIGIN}/actors/agenda`,
      address: "@agenda@communs.example",
      page: `${ORIGIN}/@agenda`,
    })
    const token = await api.tokenFor("admin")
    const input = { handle: "conseil", kind: "agenda", name: "Conseil", language: "fr", timeZone: "Indian/Reunion" }
    const made = await api.ask("POST /api/v1/calendars", { token, body: input })
    expect([made.status, made.headers.get("Location")]).toEqual([201, `${ORIGIN}/api/v1/calendars/conseil`])
    expect((await api.ask("GET /api/v1/calendars/conseil", { token: null })).body).toEqual(made.body)
    const renamed = await api.ask("PATCH /api/v1/calendars/conseil", { token, body: { summary: "Les séances." } })
    expect(renamed.body).toEqual({ ...made.body, summary: "Les séances." })
    for (const handle of ["conseil", "redaction"]) {
      const taken = await api.ask("POST /api/v1/calendars", { token, body: { ...input, handle } })
      expect([taken.status, taken.body.problems]).toEqual([422, [{ field: "handle", reason: `"${handle}" is taken` }]])
    }
    const own = await api.ask("POST /api/v1/calendars", { token, body: { ...input, handle: "instance" } })
    expect(own.body.problems).toEqual([{ field: "handle", reason: "is the server's own" }])
    const handle = await api.ask("PATCH /api/v1/calendars/conseil", { token, body: { handle: "autre" } })
    expect(handle.body.problems).toEqual([{ field: "handle", reason: "is not a known field" }])
  })
})

describe("places", () => {
  test("of public events, each once, with how many; those of drafts for those who may read them", async () => {
    const event = (over: object) => api.ask("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, ...over } })
    await event({ place: { name: "École des communs", locality: "Lille" } })
    await event({ place: { name: "École des communs", locality: "Lille" } })
    await event({ place: undefined, places: [{ name: "Atelier" }, { name: "École des communs", locality: "Rennes" }] })
    await event({ place: { name: "Lieu secret" }, publish: false })
    const list = async (token: string | null, query = "") =>
      (await api.ask(`GET /api/v1/places?${query}`, { token })).body.items.map(
        ({ name, locality, events }: { name: string; locality: string; events: number }) => [name, locality, events],
      )
    const all = [
      ["Atelier", null, 1],
      ["École des communs", "Lille", 2],
      ["École des communs", "Rennes", 1],
    ]
    const sorted = (rows: unknown[]) => rows.map(row => JSON.stringify(row)).sort()
    expect(sorted(await list(null))).toEqual(sorted(all))
    expect(sorted(await list(api.officer))).toEqual(sorted([...all, ["Lieu secret", null, 1]]))
    expect(await list(null, "locality=Rennes")).toEqual([all[2]])
    expect(await list(null, "q=ATELIER")).toEqual([all[0]])
    const first = (await api.ask("GET /api/v1/places?limit=2", { token: null })).body
    const second = (await api.ask(`GET ${first.next.slice(ORIGIN.length)}`, { token: null })).body
    expect([...first.items, ...second.items]).toEqual((await api.ask("GET /api/v1/places", { token: null })).body.items)
    const [place] = first.items
    expect(place.uri).toBe(`${ORIGIN}/places/${place.id}/v1`)
    const at = (await api.ask(`GET /api/v1/events?place=${place.id}`, { token: null })).body.items
    expect(at).toHaveLength(1)
  })
})

describe("hosts", () => {
  test("that do not answer are listed with what is lost by it: nothing", async () => {
    const { db } = api
    await addFollowers(db, "agenda", [{ host: "gone.example" }])
    const [failingSince, goneAt] = [new Date("2026-11-01T10:00:00Z"), new Date("2026-11-08T11:00:00Z")]
    const pausedUntil = new Date("2026-11-22T10:00:00Z")
    await db
      .insertInto("host")
      .values({ name: "gone.example", failures: 12, failingSince, goneAt, pausedUntil, lastError: "timeout" })
      .execute()
    expect((await api.ask("GET /api/v1/hosts", { token: null })).status).toBe(401)
    expect((await api.ask("GET /api/v1/hosts")).body).toEqual({
      items: [
        {
          host: "gone.example",
          state: "gone",
          failingSince: failingSince.toISOString(),
          goneAt: goneAt.toISOString(),
          nextTryAt: pausedUntil.toISOString(),
          error: "timeout",
          waiting: 0,
          followers: 1,
          summary:
            "gone.example is gone: no answer since 2026-11-01; nothing is sent to it, 1 follower kept; asked again on 2026-11-22; last: timeout",
        },
      ],
      next: null,
    })
    await db.deleteFrom("follower").execute()
  })
})

describe("deliveries", () => {
  test("are listed by state and host, and a dead one is sent again", async () => {
    const { db } = api
    await addFollowers(db, "agenda", [{ host: "a.example" }, { host: "b.example" }])
    const { body: event } = await api.ask("POST /api/v1/events", { body: EXAMPLE_EVENT })
    const list = async (query = "", token = api.officer) =>
      (await api.ask(`GET /api/v1/deliveries?${query}`, { token })).body.items
    const all = await list()
    expect(all).toHaveLength(2)
    expect(all[0]).toMatchObject({
      state: "pending",
      type: "Create",
      object: `${ORIGIN}/events/${event.id}`,
      attempts: 0,
      status: null,
      error: null,
      dueAt: "2026-11-21T10:00:00.000Z",
    })
    expect(all[0].activity).toMatch(/^https:\/\/communs\.example\/activities\/[0-9a-f-]{36}$/)
    expect((await list("host=a.example")).map(({ inbox }: { inbox: string }) => inbox)).toEqual([
      "https://a.example/inbox",
    ])
    const [dead] = await list("host=b.example")
    await db
      .updateTable("delivery")
      .set({ state: "dead", attempts: 16, status: 403, error: "403" })
      .where("id", "=", dead.id)
      .execute()
    expect((await list("state=dead")).map(({ id }: { id: number }) => id)).toEqual([dead.id])
    const token = await api.tokenFor("admin")
    const again = await api.ask(`POST /api/v1/deliveries/${dead.id}/resend`, { token })
    expect([again.status, again.body]).toEqual([200, { due: 1 }])
    expect(await list("state=dead")).toEqual([])
    const twice = await api.ask(`POST /api/v1/deliveries/${dead.id}/resend`, { token })
    expect([twice.status, twice.body.detail]).toEqual([409, "this delivery is pending, not dead"])
    for (const id of ["0", "x", "999999999999999"])
      expect((await api.ask(`POST /api/v1/deliveries/${id}/resend`, { token })).status).toBe(404)
    const first = (await api.ask("GET /api/v1/deliveries?limit=1")).body
    const second = (await api.ask(`GET ${first.next.slice(ORIGIN.length)}`)).body
    expect([...first.items, ...second.items].map(({ id }: { id: number }) => id)).toEqual(
      all.map(({ id }: { id: number }) => id),
    )
    expect(second.next).toBeNull()
  })
})
