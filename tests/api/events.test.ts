import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventDocument, listedEventDocument } from "../../src/api/event-document.ts"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { ORIGIN } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
})
afterAll(() => api.close())

const post = async (over: object = {}) =>
  (await api.ask("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, ...over } })).body
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** What only the server says. */
const READ_ONLY = [
  "source",
  "calendar",
  "slug",
  "status",
  "full",
  "id",
  "uri",
  "page",
  "state",
  "previous",
  "series",
  "sequence",
  "createdAt",
  "publishedAt",
  "updatedAt",
  "news",
]
const writable = (document: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !READ_ONLY.includes(name)))

describe("an event through the API", () => {
  test("is created in the words of the interface and answered in them", async () => {
    const { status, headers, body } = await api.ask("POST /api/v1/events", { body: EXAMPLE_EVENT })
    expect(status).toBe(201)
    expect(body.id).toMatch(UUID)
    expect(headers.get("Location")).toBe(`${ORIGIN}/api/v1/events/${body.id}`)
    expect(headers.get("Content-Type")).toBe("application/json")
    const { publish: _, ...words } = EXAMPLE_EVENT
    expect(body).toEqual({
      ...words,
      slug: "atelier-des-communs",
      timesAre: null,
      access: null,
      category: "MEETING",
      place: { ...EXAMPLE_EVENT.place, region: null },
      image: { ...EXAMPLE_EVENT.image, width: null, height: null, blurhash: null, focalPoint: null },
      full: false,
      id: body.id,
      uri: `${ORIGIN}/events/${body.id}`,
      page: `${ORIGIN}/e/atelier-des-communs`,
      state: "published",
      previous: null,
      series: null,
      sequence: 0,
      createdAt: "2026-11-21T10:00:00.000Z",
      publishedAt: "2026-11-21T10:00:00.000Z",
      updatedAt: null,
      programme: [],
      source: null,
      news: [],
    })
    expect((await api.ask(`GET /api/v1/events/${body.id}`, { token: null })).body).toEqual(body)
  })

  test("only a title, a calendar and a start are needed; the calendar gives language and zone", async () => {
    const { status, body } = await api.ask("POST /api/v1/events", {
      body: { calendar: "agenda", title: "Un rendez-vous", start: "2026-12-05" },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      state: "draft",
      language: "fr",
      timeZone: "Europe/Paris",
      allDay: true,
      start: "2026-12-05",
      end: null,
      place: null,
    })
  })

  test("what was read can be patched back, and changes nothing", async () => {
    const body = await post({
      place: undefined,
      places: [
        { name: "Stereolux", locality: "Nantes" },
        { name: "Plateforme C", locality: "Nantes" },
      ],
      programme: [
        {
          slug: "b",
          title: "La fin",
          start: "2026-12-01T19:30",
          end: "2026-12-01T20:30",
          room: "A",
          speakers: ["Ana"],
        },
        {
          slug: "a",
          title: "Le début",
          start: "2026-12-01T18:30",
          documents: [{ title: "Notes", url: "https://pad.example/a" }],
        },
      ],
    })
    expect(body.programme.map((session: { slug: string }) => session.slug)).toEqual(["a", "b"])
    const { status, body: patched } = await api.ask(`PATCH /api/v1/events/${body.id}`, { body: writable(body) })
    expect(status).toBe(200)
    expect(patched).toEqual(body)
    expect(patched.updatedAt).toBeNull()
  })

  test("a patch changes what it gives, and null takes away", async () => {
    const body = await post()
    const { body: patched } = await api.ask(`PATCH /api/v1/events/${body.id}`, {
      body: { title: "Atelier, nouvelle salle", image: null, end: null },
    })
    expect(patched).toEqual({
      ...body,
      title: "Atelier, nouvelle salle",
      image: null,
      end: null,
      sequence: 1,
      updatedAt: "2026-11-21T10:00:01.000Z",
    })
  })

  test("answers follow their published schema, in lists and alone", async () => {
    const { body: list } = await api.ask("GET /api/v1/events?limit=200")
    expect(list.items.length).toBeGreaterThan(0)
    for (const item of list.items) {
      listedEventDocument.parse(item)
      const { body } = await api.ask(`GET /api/v1/events/${item.id}`)
      const { programme: _, news: __, source: ___, ...listed } = eventDocument.parse(body)
      expect(item).toEqual(body && { ...listed, ...item })
    }
  })

  test("a draft exists for those who may read drafts only; to others it is what never existed", async () => {
    const draft = await post({ publish: false })
    const never = (await api.ask("GET /api/v1/events/7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11", { token: null })).body
    const stranger = await api.ask(`GET /api/v1/events/${draft.id}`, { token: null })
    expect([stranger.status, stranger.body]).toEqual([404, never])
    const other = await api.tokenFor("write:interviews")
    expect((await api.ask(`GET /api/v1/events/${draft.id}`, { token: other })).status).toBe(404)
    for (const scope of ["read", "write:events", "admin"] as const) {
      const token = await api.tokenFor(scope)
      expect((await api.ask(`GET /api/v1/events/${draft.id}`, { token })).body).toEqual(draft)
    }
    const ids = async (token: string | null, query = "") =>
      (await api.ask(`GET /api/v1/events?limit=200${query}`, { token })).body.items.map(
        (item: { id: string }) => item.id,
      )
    expect(await ids(null)).not.toContain(draft.id)
    expect(await ids(null, "&state=draft")).toEqual([])
    expect(await ids(api.officer)).toContain(draft.id)
    expect(await ids(api.officer, "&state=published")).not.toContain(draft.id)
    expect((await api.ask(`GET /api/v1/events/${draft.id}/programme`, { token: null })).status).toBe(404)
  })

  test("deleted: 204, then 410 for ever, its slug stays taken; a deleted draft never was", async () => {
    const body = await post({ title: "Éphémère", slug: "ephemere" })
    const deleted = await api.ask(`DELETE /api/v1/events/${body.id}`)
    expect([deleted.status, deleted.text]).toEqual([204, ""])
    for (const request of ["GET", "DELETE", "PATCH"]) {
      const again = await api.ask(`${request} /api/v1/events/${body.id}`, request === "PATCH" ? { body: {} } : {})
      expect([again.status, again.body.detail]).toEqual([410, "this event was deleted"])
    }
    const taken = await api.ask("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, slug: "ephemere" } })
    expect(taken.body.problems).toEqual([{ field: "slug", reason: '"ephemere" is taken by another event' }])
    const draft = await post({ publish: false })
    await api.ask(`DELETE /api/v1/events/${draft.id}`)
    expect((await api.ask(`GET /api/v1/events/${draft.id}`)).status).toBe(404)
  })

  test("same title at the same moment: two events, two slugs", async () => {
    const bodies = await Promise.all(Array.from({ length: 6 }, () => post({ title: "Tous ensemble" })))
    expect(bodies.map(body => body.slug).sort()).toEqual([
      "tous-ensemble",
      "tous-ensemble-2026-12-01",
      "tous-ensemble-2026-12-01-2",
      "tous-ensemble-2026-12-01-3",
      "tous-ensemble-2026-12-01-4",
      "tous-ensemble-2026-12-01-5",
    ])
  })
})

describe("verbs", () => {
  test("publish, cancel, restore, postpone, reschedule, full, move-online: each answers the event and its news", async () => {
    const { id } = await post({ publish: false })
    const act = async (verb: string, body?: object) =>
      (await api.ask(`POST /api/v1/events/${id}/${verb}`, { body })).body
    expect(await act("publish")).toMatchObject({ state: "published", status: "scheduled", sequence: 0, news: [] })
    expect(await act("cancel", { reason: "Grève." })).toMatchObject({
      status: "cancelled",
      sequence: 1,
      updatedAt: "2026-11-21T10:00:01.000Z",
      news: [
        {
          kind: "cancelled",
          reason: "Grève.",
          publishedAt: "2026-11-21T10:00:01.000Z",
          text: "ANNULÉ · Atelier des communs. Date prévue : mar. 1er déc. 2026, 18h30–20h30, Maison des communs, Lille. Grève.",
        },
      ],
    })
    expect(await act("restore")).toMatchObject({ status: "scheduled", sequence: 2 })
    expect(await act("postpone")).toMatchObject({ status: "postponed", sequence: 3 })
    expect(await act("reschedule", { start: "2026-12-08T18:30" })).toMatchObject({
      status: "rescheduled",
      start: "2026-12-08T18:30",
      end: "2026-12-08T20:30",
      sequence: 4,
      previous: { start: "2026-12-01T18:30", end: "2026-12-01T20:30", allDay: false, timeZone: "Europe/Paris" },
    })
    expect(await act("full")).toMatchObject({ full: true, status: "rescheduled", sequence: 5 })
    expect(await act("move-online", { url: "https://visio.example/x" })).toMatchObject({
      status: "moved-online",
      online: { url: "https://visio.example/x" },
      sequence: 6,
      updatedAt: "2026-11-21T10:00:06.000Z",
    })
    const { body } = await api.ask(`GET /api/v1/events/${id}`, { token: null })
    expect(body.news.map((news: { kind: string }) => news.kind)).toEqual([
      "moved-online",
      "full",
      "rescheduled",
      "postponed",
      "restored",
      "cancelled",
    ])
  })

  test("what cannot be done is a conflict that says why", async () => {
    const { id } = await post()
    const act = (verb: string, body?: object) => api.ask(`POST /api/v1/events/${id}/${verb}`, { body })
    expect((await act("publish")).body.detail).toBe("this event is published already")
    expect((await act("restore")).body.detail).toBe("this event is neither cancelled nor postponed")
    await act("cancel")
    for (const [verb, body, detail] of [
      ["cancel", {}, "this event is cancelled already"],
      ["postpone", {}, "this event is cancelled: restore it first"],
      ["reschedule", { start: "2027-01-01T10:00" }, "this event is cancelled: restore it first"],
      ["move-online", { url: "https://visio.example" }, "this event is cancelled: restore it first"],
      ["full", {}, "this event is cancelled"],
    ] as const) {
      const refused = await act(verb, body)
      expect([verb, refused.status, refused.body.detail]).toEqual([verb, 409, detail])
    }
    const draft = await post({ publish: false })
    expect((await api.ask(`POST /api/v1/events/${draft.id}/cancel`)).status).toBe(409)
  })

  test("duplicate copies as a draft, with its programme moved", async () => {
    const body = await post({
      programme: [
        {
          slug: "a",
          title: "Accueil",
          start: "2026-12-01T18:30",
          end: "2026-12-01T19:00",
          room: "Hall",
          documents: [{ title: "Notes", url: "https://pad.example/a" }],
        },
        { slug: "sans-heure", title: "Sans heure" },
      ],
    })
    await api.ask(`POST /api/v1/events/${body.id}/full`)
    const {
      status,
      headers,
      body: copy,
    } = await api.ask(`POST /api/v1/events/${body.id}/duplicate`, {
      body: { start: "2027-06-15T19:00" },
    })
    expect(status).toBe(201)
    expect(headers.get("Location")).toBe(`${ORIGIN}/api/v1/events/${copy.id}`)
    expect(writable(copy)).toEqual({
      ...writable(body),
      start: "2027-06-15T19:00",
      end: "2027-06-15T21:00",
      programme: [
        { ...body.programme[0], start: "2027-06-15T19:00", end: "2027-06-15T19:30", documents: [] },
        body.programme[1],
      ],
    })
    expect(copy).toMatchObject({
      state: "draft",
      status: "scheduled",
      full: false,
      sequence: 0,
      publishedAt: null,
      news: [],
    })
    const same = (await api.ask(`POST /api/v1/events/${body.id}/duplicate`)).body
    expect([same.start, same.end, same.state]).toEqual([body.start, body.end, "draft"])
    const bad = await api.ask(`POST /api/v1/events/${body.id}/duplicate`, { body: { start: "2027-03-28T02:30" } })
    expect([bad.status, bad.body.problems[0].field]).toEqual([422, "start"])
  })

  test("the programme is read and replaced on its own", async () => {
    const { id } = await post()
    const programme = [{ slug: "a", title: "Une séance", start: "2026-12-01T18:30" }]
    const put = await api.ask(`PUT /api/v1/events/${id}/programme`, { body: { programme } })
    expect(put.status).toBe(200)
    expect(put.body).toEqual({
      programme: [
        {
          slug: "a",
          title: "Une séance",
          summary: "",
          start: "2026-12-01T18:30",
          end: null,
          room: null,
          track: null,
          format: null,
          speakers: [],
          documents: [],
        },
      ],
    })
    expect((await api.ask(`GET /api/v1/events/${id}/programme`, { token: null })).body).toEqual(put.body)
    expect((await api.ask(`PUT /api/v1/events/${id}/programme`, { body: put.body })).body).toEqual(put.body)
    const bad = await api.ask(`PUT /api/v1/events/${id}/programme`, {
      body: {
        programme: [
          { slug: "a", title: "Une" },
          { slug: "a", title: "Autre", start: "2026-03-29T02:30" },
          { slug: "c", title: "Fin", end: "2026-12-01T20:00" },
        ],
      },
    })
    expect([bad.status, bad.body.problems]).toEqual([422, [{ field: "programme[2].end", reason: "needs a start" }]])
  })
})

describe("lists", () => {
  let bodies: { id: string; start: string }[]
  beforeAll(async () => {
    bodies = []
    for (let day = 10; day < 17; day += 1)
      bodies.push(
        await post({
          calendar: "rencontres",
          title: `Rencontre ${day}`,
          start: `2027-02-${day}`,
          end: null,
          allDay: true,
          tags: [`jour${day}`],
        }),
      )
    // three at one moment: the id decides
    for (const name of ["Un", "Deux", "Trois"])
      bodies.push(
        await post({
          calendar: "rencontres",
          title: `Rencontre ${name}`,
          start: "2027-02-17",
          end: null,
          allDay: true,
          place: { name: "Ailleurs", locality: "Rennes" },
        }),
      )
  })

  async function walk(query: string): Promise<string[]> {
    const ids: string[] = []
    let next: string | null = `/api/v1/events?${query}`
    for (let pages = 0; next; pages += 1) {
      expect(pages).toBeLessThan(20)
      const got = await api.ask(`GET ${next}`, { token: null })
      expect(got.status).toBe(200)
      ids.push(...got.body.items.map((item: { id: string }) => item.id))
      next = got.body.next
      expect(got.headers.get("Link")).toBe(next === null ? null : `<${next}>; rel="next"`)
      if (next) {
        expect(next.startsWith(`${ORIGIN}/api/v1/events?`)).toBe(true)
        next = next.slice(ORIGIN.length)
      }
    }
    return ids
  }

  test("pages hold every event once, in order, whatever their size", async () => {
    const all = await walk("calendar=rencontres&limit=200")
    expect([...all].sort()).toEqual(bodies.map(({ id }) => id).sort())
    const starts = all.map(id => bodies.find(body => body.id === id)!.start)
    expect(starts).toEqual([...starts].sort())
    for (const limit of [1, 2, 3, 9, 10]) expect(await walk(`calendar=rencontres&limit=${limit}`)).toEqual(all)
    expect(await walk("calendar=rencontres&limit=3&order=desc")).toEqual(all.toReversed())
  })

  test("an event that comes meanwhile shifts nothing", async () => {
    const first = (await api.ask("GET /api/v1/events?calendar=rencontres&limit=4", { token: null })).body
    const early = await post({
      calendar: "rencontres",
      title: "Avant les autres",
      start: "2027-02-01",
      end: null,
      allDay: true,
    })
    const second = (await api.ask(`GET ${first.next.slice(ORIGIN.length)}`, { token: null })).body
    expect([...first.items, ...second.items].map((item: { start: string }) => item.start)).toEqual([
      "2027-02-10",
      "2027-02-11",
      "2027-02-12",
      "2027-02-13",
      "2027-02-14",
      "2027-02-15",
      "2027-02-16",
      "2027-02-17",
    ])
    await api.ask(`DELETE /api/v1/events/${early.id}`)
  })

  test("filters narrow", async () => {
    const titles = async (query: string) =>
      (await api.ask(`GET /api/v1/events?calendar=rencontres&${query}`, { token: null })).body.items.map(
        (item: { title: string }) => item.title,
      )
    expect(await titles("tag=JOUR12")).toEqual(["Rencontre 12"])
    expect(await titles("q=rencontre+13")).toEqual(["Rencontre 13"])
    expect(await titles("from=2027-02-15&to=2027-02-16")).toEqual(["Rencontre 15", "Rencontre 16"])
    expect((await titles("locality=Rennes")).sort()).toEqual(["Rencontre Deux", "Rencontre Trois", "Rencontre Un"])
    expect(await titles("online=true")).toEqual([])
    expect(await titles("locality=Paris")).toEqual([])
  })
})
