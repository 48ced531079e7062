import { createHash } from "node:crypto"
import { Hono } from "hono"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createTokenKeys, verifyToken } from "../../../src/access/tokens.ts"
import { createInvitation } from "../../../src/actions/accounts/invite.ts"
import { apiApp } from "../../../src/api/app.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { hasAccounts } from "../../../src/store/accounts.ts"
import { webApp } from "../../../src/web/app.ts"
import { createRemoteImages } from "../../../src/web/site/images/remote-images.ts"
import { openImporter } from "../../support/importer.ts"
import { listen } from "../../support/listen.ts"
import { ORIGIN, openSite, SECRET_KEY } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00Z")
let testSite: Awaited<ReturnType<typeof openSite>>
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  testSite = await openSite(START)
  const { db, site } = testSite
  const app = new Hono()
  app.route("/", apiApp({ db, site, secretKey: SECRET_KEY, importer: openImporter(site) }))
  const guardedFetch = () => Promise.reject(new Error("this page asks nobody"))
  app.route(
    "/",
    webApp({
      db,
      origin: ORIGIN,
      fetchImage: createRemoteImages(guardedFetch),
      outgoing: { guardedFetch },
      site,
      secretKey: SECRET_KEY,
    }),
  )
  server = await listen(app)
})
afterAll(async () => {
  await server.close()
  await testSite.close()
})

const get = async (path: string) => {
  const response = await fetch(server.url + path, { headers: { "Accept-Language": "fr" } })
  return { status: response.status, headers: response.headers, html: await response.text() }
}
const post = async (path: string, cle: string, headers: Record<string, string> = { Origin: ORIGIN }) => {
  const response = await fetch(server.url + path, { method: "POST", headers, body: new URLSearchParams({ cle }) })
  return { status: response.status, headers: response.headers, html: await response.text() }
}
const text = (html: string) => html.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&")
const field = (html: string, id: string): string =>
  text(new RegExp(`<textarea id="${id}"[^>]*>([^<]*)`).exec(html)![1]!)

/** Runs a shown curl command, without curl. */
async function run(command: string) {
  const [, address] = /^curl (\S+) /.exec(command)!
  const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name, value]) => [name!, value!] as [string, string],
  )
  const [, body] = /-d '([^']+)'$/.exec(command)!
  expect(address!.startsWith(`${ORIGIN}/api/v1/`)).toBe(true)
  const response = await fetch(server.url + address!.slice(ORIGIN.length), { method: "POST", headers, body: body! })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

describe("the link of the first administrator", () => {
  test("says what it does; opening it does not use it up", async () => {
    const secret = await createInvitation(testSite.db, testSite.site, OPERATOR, { role: "admin", calendarIds: null })
    for (let look = 0; look < 2; look += 1) {
      const { status, headers, html } = await get(`/bienvenue?cle=${secret}`)
      expect(status).toBe(200)
      expect(headers.get("Cache-Control")).toBe("no-store")
      expect(html).toContain('<meta name="robots" content="noindex')
      expect(html).toContain('<button class="btn main">Créer ma clé</button>')
      expect(html).toContain(`<input type="hidden" name="cle" value="${secret}">`)
    }
    const english = await get(`/en/bienvenue?cle=${secret}`)
    expect(english.html).toContain("Make my key")
    expect(english.html).toContain('action="/en/bienvenue"')
    expect(await hasAccounts(testSite.db)).toBe(false)
  })

  test("only the digest of the secret is stored", async () => {
    const secret = await createInvitation(testSite.db, testSite.site, OPERATOR, {
      role: "publisher",
      calendarIds: null,
    })
    const rows = await testSite.db.selectFrom("invitation").selectAll().execute()
    expect(rows.map(row => row.digest)).toContain(createHash("sha256").update(secret).digest("hex"))
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test("gives a key once; its commands make a calendar and publish an event", async () => {
    const secret = await createInvitation(testSite.db, testSite.site, OPERATOR, { role: "admin", calendarIds: null })
    const got = await post("/bienvenue", secret)
    expect([got.status, got.headers.get("Cache-Control"), got.headers.get("Set-Cookie")]).toEqual([
      200,
      "no-store",
      null,
    ])
    const jwt = field(got.html, "cle")
    const bearer = await verifyToken(testSite.db, testSite.site, createTokenKeys(SECRET_KEY), jwt)
    expect([bearer.name, bearer.scopes]).toEqual(["Administration", ["admin"]])
    expect(await hasAccounts(testSite.db)).toBe(true)
    const calendar = await run(field(got.html, "calendrier"))
    expect([calendar.status, calendar.body.handle]).toEqual([201, "agenda"])
    const event = await run(field(got.html, "commande"))
    expect(event).toMatchObject({
      status: 201,
      body: {
        state: "published",
        title: "Un premier rendez-vous",
        start: "2026-12-21T18:30",
        timeZone: "Europe/Paris",
      },
    })
    for (const path of ["/bienvenue", "/bienvenue"]) expect((await post(path, secret)).status).toBe(404)
    expect((await get(`/bienvenue?cle=${secret}`)).status).toBe(404)
  })

  test("of two that use it at the same time, one succeeds", async () => {
    const secret = await createInvitation(testSite.db, testSite.site, OPERATOR, { role: "admin", calendarIds: null })
    const got = await Promise.all(Array.from({ length: 8 }, () => post("/bienvenue", secret)))
    expect(got.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404, 404, 404, 404])
  })

  test("the token of a publisher may publish, but not administer", async () => {
    const got = await post(
      "/bienvenue",
      await createInvitation(testSite.db, testSite.site, OPERATOR, { role: "publisher", calendarIds: null }),
    )
    const bearer = await verifyToken(testSite.db, testSite.site, createTokenKeys(SECRET_KEY), field(got.html, "cle"))
    expect(bearer.scopes).toEqual(["read", "write:events", "write:interviews"])
    expect(got.html).not.toContain('id="calendrier"')
    expect((await run(field(got.html, "commande"))).status).toBe(201)
  })

  test("unknown, empty, too old or from another site: nothing happens", async () => {
    const unknown = await get("/bienvenue?cle=jamais")
    expect(unknown.status).toBe(404)
    expect(unknown.html).toContain("<h1>Ce lien ne sert plus</h1>")
    expect((await get("/bienvenue")).status).toBe(404)
    expect((await get("/bienvenue?cle=%00")).status).toBe(404)
    expect((await post("/bienvenue", "")).status).toBe(404)
    const old = await createInvitation(
      testSite.db,
      { now: () => new Date(START.getTime() - 7 * 24 * 3600 * 1000) },
      OPERATOR,
      { role: "admin", calendarIds: null },
    )
    expect([(await get(`/bienvenue?cle=${old}`)).status, (await post("/bienvenue", old)).status]).toEqual([404, 404])
    const young = await createInvitation(
      testSite.db,
      { now: () => new Date(START.getTime() - 7 * 24 * 3600 * 1000 + 1000) },
      OPERATOR,
      { role: "admin", calendarIds: null },
    )
    const forged = await post("/bienvenue", young, { Origin: "https://elsewhere.example" })
    expect(forged.status).toBe(403)
    expect((await get(`/bienvenue?cle=${young}`)).status).toBe(200)
    const json = await fetch(`${server.url}/bienvenue`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: ORIGIN },
      body: "{",
    })
    expect(json.status).toBe(404)
    const big = await post("/bienvenue", "x".repeat(5000))
    expect(big.status).toBe(413)
  })
})
