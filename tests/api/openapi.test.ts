import { Ajv2020 } from "ajv/dist/2020.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { apiApp } from "../../src/api/app.ts"
import { EXAMPLE_EVENT, openApi } from "../support/api.ts"
import { ORIGIN, SECRET_KEY } from "../support/site.ts"

let api: Awaited<ReturnType<typeof openApi>>
// biome-ignore lint/suspicious/noExplicitAny: a document of JSON
let document: any
beforeAll(async () => {
  api = await openApi(new Date("2026-11-21T10:00:00Z"))
  document = (await api.ask("GET /api/openapi.json", { token: null })).body
})
afterAll(() => api.close())

const operations = () =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    // biome-ignore lint/suspicious/noExplicitAny: a document of JSON
    Object.entries(item as Record<string, any>).map(([method, operation]) => ({ path, method, operation })),
  )

/** A check of the document's own schema; its formats are for people, its patterns are checked. */
function schema(pointer: string) {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: "doc:", ...document })
  return ajv.compile({ $ref: `doc:#${pointer}` })
}

describe("the document of the API", () => {
  test("is OpenAPI 3.1 of this site", () => {
    expect([document.openapi, document.info.title, document.servers]).toEqual(["3.1.0", "Beffroi", [{ url: ORIGIN }]])
  })

  test("describes every route and no other", () => {
    const app = apiApp({ db: api.db, site: api.site, secretKey: SECRET_KEY, importer: api.importer })
    const routes = app.routes
      .filter(({ method, path }) => method !== "ALL" && path.startsWith("/api/v1/"))
      .map(({ method, path }) => `${method} ${path.replace(":id", "{id}")}`)
    const described = operations().map(({ path, method }) => `${method.toUpperCase()} ${path}`)
    expect(described.sort()).toEqual([...new Set(routes)].sort())
    expect(described.length).toBe(35)
  })

  test("every reference leads somewhere, every schema compiles", () => {
    const text = JSON.stringify(document)
    const references = [...text.matchAll(/"\$ref":"#([^"]+)"/g)].map(match => match[1]!)
    expect(references.length).toBeGreaterThan(100)
    for (const pointer of new Set(references)) {
      const described = pointer
        .slice(1)
        .split("/")
        .reduce((at, name) => at?.[name], document)
      expect([pointer, typeof described]).toEqual([pointer, "object"])
    }
    for (const name of Object.keys(document.components.schemas)) schema(`/components/schemas/${name}`)
  })

  test("every operation says its path's variable, its scope, its refusals; every POST its key", () => {
    for (const { path, method, operation } of operations()) {
      const names = operation.parameters.map((parameter: { name: string }) => parameter.name)
      expect([path, names.includes("id")]).toEqual([path, path.includes("{id}")])
      expect([path, names.includes("Idempotency-Key")]).toEqual([path, method === "post"])
      expect(operation.security.length).toBeGreaterThan(0)
      expect(Object.keys(operation.responses)).toContain("401")
      expect(operation.summary.length).toBeGreaterThan(5)
    }
    const scope = document.paths["/api/v1/events/{id}/cancel"].post.security
    expect(scope).toEqual([{ token: ["write:events"] }])
  })

  test("takes what the server takes and refuses what it refuses", () => {
    const input = schema("/components/schemas/EventInput")
    expect([input(EXAMPLE_EVENT), input.errors]).toEqual([true, null])
    expect(input({ ...EXAMPLE_EVENT, titel: "x" })).toBe(false)
    expect(input({ calendar: "agenda", title: "Une date", start: "2026-12-01" })).toBe(true)
    expect(input({ calendar: "agenda", title: "Sans date" })).toBe(false)
    expect(schema("/components/schemas/EventPatch")({})).toBe(true)
  })

  test("describes what the server answers, errors too", async () => {
    const { body } = await api.ask("POST /api/v1/events", { body: EXAMPLE_EVENT })
    const event = schema("/components/schemas/Event")
    expect([event(body), event.errors]).toEqual([true, null])
    const list = schema("/paths/~1api~1v1~1events/get/responses/200/content/application~1json/schema")
    expect([list((await api.ask("GET /api/v1/events")).body), list.errors]).toEqual([true, null])
    const problem = schema("/components/schemas/Problem")
    expect(problem((await api.ask("POST /api/v1/events", { body: {} })).body)).toBe(true)
    const { type } = (await api.ask("GET /api/v1/calendars/x")).body
    expect(type).toBe(`${ORIGIN}/api/openapi.json#/components/responses/not-found`)
    expect(document.components.responses["not-found"].description).toBe("There is no such thing, or it is not public")
  })
})
