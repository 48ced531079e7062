import { readFile } from "node:fs/promises"
import { Ajv } from "ajv"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { ORIGIN, openSite, type TestSite } from "./site.ts"

let server: TestSite
beforeAll(async () => {
  server = await openSite()
})
afterAll(() => server.close())

const finger = (resource: string, more = "") =>
  server.get(`/.well-known/webfinger?resource=${encodeURIComponent(resource)}${more}`, {})

describe("WebFinger", () => {
  test("an address to follow, the id and the page lead to the calendar", async () => {
    const spellings = [
      "acct:agenda@agenda.example",
      "acct:Agenda@AGENDA.example",
      "acct:agenda@agenda.example:443",
      "agenda@agenda.example",
      "@agenda@agenda.example",
      `${ORIGIN}/actors/agenda`,
      `${ORIGIN}/@agenda`,
    ]
    for (const resource of spellings) {
      const { status, headers, json } = await finger(resource)
      expect([resource, status, headers["content-type"], headers["access-control-allow-origin"]]).toEqual([
        resource,
        200,
        "application/jrd+json",
        "*",
      ])
      expect(json).toEqual({
        subject: "acct:agenda@agenda.example",
        aliases: [`${ORIGIN}/actors/agenda`, `${ORIGIN}/@agenda`],
        links: [
          { rel: "self", type: "application/activity+json", href: `${ORIGIN}/actors/agenda` },
          { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: `${ORIGIN}/@agenda` },
        ],
      })
    }
  })

  test("the site itself leads to the Application (FEP-d556)", async () => {
    for (const resource of [
      ORIGIN,
      `${ORIGIN}/`,
      "acct:agenda.example@agenda.example",
      "acct:instance@agenda.example",
      `${ORIGIN}/actors/instance`,
    ]) {
      const { status, json } = await finger(resource)
      expect([resource, status, json]).toEqual([
        resource,
        200,
        {
          subject: "acct:instance@agenda.example",
          aliases: [`${ORIGIN}/actors/instance`, `${ORIGIN}/`],
          links: [
            { rel: "self", type: "application/activity+json", href: `${ORIGIN}/actors/instance` },
            {
              rel: "https://www.w3.org/ns/activitystreams#Service",
              type: "application/activity+json",
              href: `${ORIGIN}/actors/instance`,
            },
            { rel: "http://webfinger.net/rel/profile-page", type: "text/html", href: `${ORIGIN}/` },
          ],
        },
      ])
    }
  })

  test("every subject names the preferredUsername of the actor behind self, and its page", async () => {
    for (const handle of ["agenda", "rencontres", "entretiens", "conseil", "instance"]) {
      const { json } = await finger(`acct:${handle}@agenda.example`)
      const self = json.links.find((link: { rel: string }) => link.rel === "self").href
      const actor = (await server.get(self.slice(ORIGIN.length))).json
      expect([json.subject, json.aliases]).toEqual([
        `acct:${actor.preferredUsername}@agenda.example`,
        [actor.id, actor.url],
      ])
    }
  })

  test("rel narrows the links", async () => {
    const rels = async (more: string) =>
      (await finger("acct:instance@agenda.example", more)).json.links.map((link: { rel: string }) => link.rel)
    expect(await rels("&rel=self")).toEqual(["self"])
    expect(await rels("&rel=self&rel=http%3A%2F%2Fwebfinger.net%2Frel%2Fprofile-page")).toEqual([
      "self",
      "http://webfinger.net/rel/profile-page",
    ])
    expect(await rels("&rel=unknown")).toEqual([])
  })

  test("400 without a resource or with none that can be one, 404 when it is nobody's here", async () => {
    expect((await server.get("/.well-known/webfinger")).status).toBe(400)
    for (const resource of [
      "agenda",
      "acct:agenda",
      "acct:@agenda.example",
      "acct:a@b@agenda.example",
      "\u0000",
      "http://",
    ]) {
      const answer = await finger(resource)
      expect([resource, answer.status, answer.json.detail]).toEqual([
        resource,
        400,
        expect.stringContaining("resource"),
      ])
    }
    const event = await server.event()
    for (const resource of [
      "acct:nobody@agenda.example",
      "acct:agenda@other.example",
      "acct:agenda@agenda.example.evil.example",
      "acct:agenda\u0000@agenda.example",
      "acct:agenda%00@agenda.example",
      "https://other.example/actors/agenda",
      "https://agenda.example.evil.example/actors/agenda",
      `${ORIGIN}/actors/agenda/outbox`,
      `${ORIGIN}/events/${event.id}`,
      "mailto:agenda@other.example",
      `${ORIGIN}/@`,
    ]) {
      const answer = await finger(resource)
      expect([resource, answer.status, answer.headers["content-type"]]).toEqual([
        resource,
        404,
        "application/problem+json",
      ])
      expect(answer.headers["access-control-allow-origin"]).toBe("*")
    }
  })

  test("keeps ORIGIN behind any Host", async () => {
    const path = "/.well-known/webfinger?resource=acct:agenda@agenda.example"
    const lied = await server.get(path, { host: "evil.example", "x-forwarded-host": "evil.example" })
    expect(lied.text).toBe((await server.get(path)).text)
    expect(
      (await server.get("/.well-known/webfinger?resource=acct:agenda@evil.example", { host: "evil.example" })).status,
    ).toBe(404)
  })
})

describe("NodeInfo", () => {
  test("links the document first, then the Application (FEP-2677)", async () => {
    const { status, headers, json } = await server.get("/.well-known/nodeinfo", { host: "evil.example" })
    expect([status, headers["content-type"], headers["access-control-allow-origin"]]).toEqual([
      200,
      "application/json",
      "*",
    ])
    expect(json).toEqual({
      links: [
        { rel: "http://nodeinfo.diaspora.software/ns/schema/2.1", href: `${ORIGIN}/nodeinfo/2.1` },
        { rel: "https://www.w3.org/ns/activitystreams#Application", href: `${ORIGIN}/actors/instance` },
      ],
    })
  })

  test("the document is valid by its own schema and counts what is there", async () => {
    const fresh = await openSite()
    try {
      const {
        $schema: _,
        id: __,
        ...schema
      } = JSON.parse(await readFile(new URL("../../fixtures/nodeinfo/schema-2.1.json", import.meta.url), "utf8"))
      const validate = new Ajv().compile(schema)
      const read = async () => {
        const { status, headers, json } = await fresh.get("/nodeinfo/2.1")
        expect([status, headers["content-type"]]).toEqual([
          200,
          'application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"',
        ])
        expect([validate(json), validate.errors]).toEqual([true, null])
        return json
      }
      const { version } = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8"))
      expect(await read()).toEqual({
        version: "2.1",
        software: { name: "beffroi", version },
        protocols: ["activitypub"],
        services: { inbound: [], outbound: [] },
        openRegistrations: false,
        usage: { users: { total: 5, activeMonth: 0, activeHalfyear: 0 }, localPosts: 0 },
        metadata: { nodeName: "Conseil des communs", nodeDescription: "Ce que fait le conseil" },
      })
      // the schema refuses what it should: the test can fail
      expect(validate({ ...(await read()), $schema: "http://nodeinfo.diaspora.software/ns/schema/2.1#" })).toBe(false)

      const event = await fresh.event()
      await cancelEvent(fresh.db, fresh.site, OPERATOR, event.id)
      await fresh.interview()
      await fresh.event({ publish: false })
      const gone = await fresh.event()
      await cancelEvent(fresh.db, fresh.site, OPERATOR, gone.id)
      await deleteEvent(fresh.db, fresh.site, OPERATOR, gone.id)
      // the calendar of events, that of interviews and the instance published
      expect((await read()).usage).toEqual({ users: { total: 5, activeMonth: 3, activeHalfyear: 3 }, localPosts: 3 })
      fresh.clock.now = new Date("2027-01-15T09:00:00Z")
      expect((await read()).usage.users).toEqual({ total: 5, activeMonth: 0, activeHalfyear: 3 })
      fresh.clock.now = new Date("2028-01-15T09:00:00Z")
      expect((await read()).usage.users).toEqual({ total: 5, activeMonth: 0, activeHalfyear: 0 })
    } finally {
      await fresh.close()
    }
  })
})
