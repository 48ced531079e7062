import { afterAll, beforeAll, expect, test } from "vitest"
import { interviewDocument } from "../../src/api/interview-document.ts"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { ORIGIN } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
})
afterAll(() => api.close())

const INTERVIEW = {
  calendar: "entretiens",
  slug: "bastien-guerry",
  title: "Les logiciels libres comme espaces",
  summary: "Une administration publie son code.",
  content: "Une *réponse*.",
  language: "fr",
  interviewees: ["Bastien Guerry"],
  tags: ["logiciel libre"],
  published: "2026-11-20",
  portrait: { url: "https://portraits.example/bg.jpg", alt: "Bastien Guerry de face" },
  video: "https://videos.example/w/abc",
  original: { name: "Le Labo", url: "https://labo.example/bg" },
}

test("created, read, corrected, published and deleted", async () => {
  const created = await api.ask("POST /api/v1/interviews", { body: INTERVIEW })
  const { id } = created.body
  expect([created.status, created.headers.get("Location")]).toEqual([201, `${ORIGIN}/api/v1/interviews/${id}`])
  expect(interviewDocument.parse(created.body)).toEqual(created.body)
  expect(created.body).toEqual({
    ...INTERVIEW,
    portrait: {
      ...INTERVIEW.portrait,
      credit: null,
      licence: null,
      width: null,
      height: null,
      blurhash: null,
      focalPoint: null,
    },
    event: null,
    id,
    uri: `${ORIGIN}/interviews/${id}`,
    page: `${ORIGIN}/i/bastien-guerry`,
    state: "draft",
    createdAt: "2026-11-21T10:00:00.000Z",
    publishedAt: null,
    updatedAt: null,
  })
  expect((await api.ask(`GET /api/v1/interviews/${id}`, { token: null })).status).toBe(404)
  const published = await api.ask(`POST /api/v1/interviews/${id}/publish`)
  expect(published.body).toEqual({ ...created.body, state: "published", publishedAt: "2026-11-21T10:00:00.000Z" })
  expect((await api.ask(`POST /api/v1/interviews/${id}/publish`)).status).toBe(409)
  expect((await api.ask(`GET /api/v1/interviews/${id}`, { token: null })).body).toEqual(published.body)

  const {
    calendar: _,
    slug: __,
    id: ___,
    uri,
    page,
    state,
    createdAt,
    publishedAt,
    updatedAt,
    ...words
  } = published.body
  expect((await api.ask(`PATCH /api/v1/interviews/${id}`, { body: words })).body).toEqual(published.body)
  const patched = await api.ask(`PATCH /api/v1/interviews/${id}`, { body: { title: "Un autre titre", video: null } })
  expect(patched.body).toEqual({
    ...published.body,
    title: "Un autre titre",
    video: null,
    updatedAt: "2026-11-21T10:00:01.000Z",
  })

  expect((await api.ask(`DELETE /api/v1/interviews/${id}`)).status).toBe(204)
  expect((await api.ask(`GET /api/v1/interviews/${id}`, { token: null })).status).toBe(410)
})

test("the event that it documents is named to those who may see it, and may leave", async () => {
  const draft = (await api.ask("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, slug: "seance", publish: false } }))
    .body
  const { body } = await api.ask("POST /api/v1/interviews", {
    body: { ...INTERVIEW, slug: "avec-seance", event: "seance", publish: true },
  })
  const named = async (token: string | null) =>
    (await api.ask(`GET /api/v1/interviews/${body.id}`, { token })).body.event
  expect([await named(api.officer), await named(null)]).toEqual(["seance", null])
  await api.ask(`POST /api/v1/events/${draft.id}/publish`)
  expect(await named(null)).toBe("seance")
  const other = (
    await api.ask("POST /api/v1/events", { body: { ...EXAMPLE_EVENT, slug: "brouillon", publish: false } })
  ).body
  await api.ask(`PATCH /api/v1/interviews/${body.id}`, { body: { event: "brouillon" } })
  expect((await api.ask(`DELETE /api/v1/events/${other.id}`)).status).toBe(204)
  expect(await named(api.officer)).toBeNull()
})

test("mistakes are named", async () => {
  const got = await api.ask("POST /api/v1/interviews", {
    body: {
      ...INTERVIEW,
      slug: "x-y",
      calendar: "agenda",
      published: "hier",
      summary: "x".repeat(501),
      interviewee: "B",
    },
  })
  expect([got.status, got.body.problems.map(({ field }: { field: string }) => field)]).toEqual([
    422,
    ["summary", "published", "interviewee"],
  ])
  const calendar = await api.ask("POST /api/v1/interviews", { body: { ...INTERVIEW, slug: "x-y", calendar: "agenda" } })
  expect(calendar.body.problems).toEqual([{ field: "calendar", reason: '"agenda" is not a collection of interviews' }])
  const event = await api.ask("POST /api/v1/interviews", { body: { ...INTERVIEW, slug: "x-y", event: "nulle-part" } })
  expect(event.body.problems).toEqual([{ field: "event", reason: 'there is no event "nulle-part"' }])
})

test("lists, newest first, page by page", async () => {
  for (const published of ["2026-01-05", "2026-01-07", "2026-01-06", "2026-01-07"])
    await api.ask("POST /api/v1/interviews", {
      body: { ...INTERVIEW, slug: undefined, tags: ["série"], published, publish: true },
    })
  const pages = async (limit: number) => {
    const items: { published: string; slug: string }[] = []
    let next: string | null = `/api/v1/interviews?calendar=entretiens&tag=série&limit=${limit}`
    while (next) {
      const { body } = await api.ask(`GET ${next}`, { token: null })
      items.push(...body.items)
      next = body.next?.slice(ORIGIN.length) ?? null
    }
    return items
  }
  const all = await pages(100)
  expect(all.map(item => item.published)).toEqual(["2026-01-07", "2026-01-07", "2026-01-06", "2026-01-05"])
  for (const limit of [1, 2, 3]) expect(await pages(limit)).toEqual(all)
  const dates = async (query: string) =>
    (await api.ask(`GET /api/v1/interviews?tag=série&${query}`, { token: null })).body.items.map(
      (item: { published: string }) => item.published,
    )
  expect(await dates("from=2026-01-06&to=2026-01-06")).toEqual(["2026-01-06"])
  expect(await dates("to=2026-01-05")).toEqual(["2026-01-05"])
  expect(await dates("q=LIBRES+guerry&from=2026-01-07")).toEqual(["2026-01-07", "2026-01-07"])
  expect(await dates("q=absent")).toEqual([])
})
