import { Hono } from "hono"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { load } from "../../../src/actions/content/load.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { createOutgoing, type Outgoing } from "../../../src/outgoing/index.ts"
import { webApp } from "../../../src/web/app.ts"
import { accountOf } from "../../../src/web/site/follow/remote-follow.ts"
import { createRemoteImages } from "../../../src/web/site/images/remote-images.ts"
import { listen } from "../../support/listen.ts"
import { openSite } from "../../support/site.ts"

const SUBSCRIBE = "http://ostatus.org/schema/1.0/subscribe"

/** What servers of visitors answer at WebFinger, by the name of the account. */
const ANSWERS: Record<string, (host: string) => Response> = {
  camille: host =>
    Response.json({
      subject: `acct:camille@${host}`,
      links: [
        { rel: "self", href: `http://${host}/users/camille` },
        { rel: SUBSCRIBE, template: `http://${host}/authorize_interaction?uri={uri}` },
      ],
    }),
  bare: () => Response.json({ links: [{ rel: "self", href: "x" }] }),
  script: () => Response.json({ links: [{ rel: SUBSCRIBE, template: "javascript:alert('{uri}')" }] }),
  nowhere: () => Response.json({ links: [{ rel: SUBSCRIBE, template: "http://127.0.0.1/no-place-for-it" }] }),
  array: () => Response.json([1, 2]),
  odd: () => Response.json({ links: [null, 3, { rel: SUBSCRIBE, template: 5 }] }),
  html: () => new Response("<p>not JSON"),
  huge: () => new Response(`{"links":[${'{"rel":"x"},'.repeat(20_000)}{}]}`),
  broken: () => new Response("", { status: 502 }),
}

let testSite: Awaited<ReturnType<typeof openSite>>
let outgoing: Outgoing
let remote: Awaited<ReturnType<typeof listen>>
let server: Awaited<ReturnType<typeof listen>>
let host: string
const asked: string[] = []
const logged: unknown[] = []

beforeAll(async () => {
  testSite = await openSite(new Date("2026-11-21T12:00:00Z"))
  const { db } = testSite
  const site = { ...testSite.site, origin: "http://127.0.0.1:8000" }
  await load(db, site, OPERATOR, {
    publisher: { handle: "communs", name: "Communs numériques", language: "fr" },
    calendars: [
      { handle: "agenda", kind: "agenda", name: "Agenda des communs", language: "fr", timeZone: "Europe/Paris" },
      { handle: "evenements", kind: "events", name: "Événements", language: "fr", timeZone: "Europe/Paris" },
    ],
  })
  const there = new Hono()
  there.get("/.well-known/webfinger", c => {
    const resource = c.req.query("resource") ?? ""
    asked.push(resource)
    const user = /^acct:(\w+)@/.exec(resource)?.[1] ?? ""
    return ANSWERS[user]?.(new URL(c.req.url).host) ?? c.notFound()
  })
  remote = await listen(there)
  host = new URL(remote.url).host
  outgoing = createOutgoing({ allowPrivateAddresses: true, userAgent: "tests" })
  const secretKey = "a secret key of the tests, long enough"
  server = await listen(
    webApp({
      db,
      origin: site.origin,
      fetchImage: createRemoteImages(outgoing.guardedFetch),
      outgoing,
      site,
      secretKey,
      log: (...line) => logged.push(line),
    }) as unknown as Hono,
  )
})
afterAll(async () => {
  await server?.close()
  await remote?.close()
  await outgoing?.close()
  await testSite?.close()
})

const post = (fields: Record<string, string>, headers: Record<string, string> = { Origin: "http://127.0.0.1:8000" }) =>
  fetch(`${server.url}/fr/suivre`, { method: "POST", body: new URLSearchParams(fields), redirect: "manual", headers })

const errorOf = async (response: Response) => [
  response.status,
  /<p class="err"[^>]*>(.*?)<\/p>/.exec(await response.text())?.[1]?.replaceAll("\u00a0", " "),
]

describe("following from one's own server", () => {
  test("redirects to its follow page with the chosen calendar; nothing is stored", async () => {
    const response = await post({ compte: `@camille@${host}`, calendrier: "evenements" })
    expect(response.status).toBe(303)
    expect(response.headers.get("Location")).toBe(
      `http://${host}/authorize_interaction?uri=${encodeURIComponent("http://127.0.0.1:8000/actors/evenements")}`,
    )
    expect(response.headers.get("Cache-Control")).toBe("no-store")
    expect(asked).toEqual([`acct:camille@${host}`])
  })

  test("the first calendar when none is named, or one that does not exist", async () => {
    for (const fields of [{ compte: ` camille@${host} ` }, { compte: `camille@${host}`, calendrier: "other" }]) {
      expect((await post(fields as Record<string, string>)).headers.get("Location")).toContain(
        encodeURIComponent("/actors/agenda"),
      )
    }
  })

  test.each([
    ["camille", "elle doit ressembler à @camille@mamot.fr."],
    ["", "elle doit ressembler à @camille@mamot.fr."],
    ["@camille@mamot", "elle doit ressembler à @camille@mamot.fr."],
    ["@camille@evil.example/path", "elle doit ressembler à @camille@mamot.fr."],
    ["@bare@HOST", "HOST ne dit pas comment suivre depuis un autre site. Cherchez notre adresse depuis chez vous."],
    ["@script@HOST", "HOST ne dit pas comment suivre depuis un autre site. Cherchez notre adresse depuis chez vous."],
    ["@nowhere@HOST", "HOST ne dit pas comment suivre depuis un autre site. Cherchez notre adresse depuis chez vous."],
    ["@array@HOST", "HOST ne dit pas comment suivre depuis un autre site. Cherchez notre adresse depuis chez vous."],
    ["@odd@HOST", "HOST ne dit pas comment suivre depuis un autre site. Cherchez notre adresse depuis chez vous."],
    ["@html@HOST", "HOST ne dit pas comment suivre depuis un autre site. Cherchez notre adresse depuis chez vous."],
    ["@nobody@HOST", "HOST ne connaît pas ce compte."],
    ["@broken@HOST", "HOST ne répond pas. Vérifiez le nom du serveur, ou cherchez notre adresse depuis chez vous."],
    ["@huge@HOST", "HOST ne répond pas. Vérifiez le nom du serveur, ou cherchez notre adresse depuis chez vous."],
    [
      "@camille@127.0.0.1:1",
      "127.0.0.1:1 ne répond pas. Vérifiez le nom du serveur, ou cherchez notre adresse depuis chez vous.",
    ],
  ])("%s: %s", async (account, words) => {
    const response = await post({ compte: account.replace("HOST", host), calendrier: "agenda" })
    expect(await errorOf(response)).toEqual([422, words.replaceAll("HOST", host)])
  })

  test("the field keeps what was typed, escaped", async () => {
    const html = await (await post({ compte: '"><script>' })).text()
    expect(html).toContain('name="compte" value="&quot;&gt;&lt;script&gt;"')
    expect(html).toContain("<title>Erreur\u00a0: Suivre")
  })

  test("other sites cannot use the redirect: a form is 403, a link does nothing", async () => {
    asked.length = 0
    const cross = await post(
      { compte: `@camille@${host}` },
      { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
    )
    expect(cross.status).toBe(403)
    expect(await cross.text()).toContain("Demande impossible à lire")
    const link = await fetch(`${server.url}/fr/suivre?compte=@camille@${host}`, { redirect: "manual" })
    expect(link.status).toBe(200)
    expect(await link.text()).toContain(`value="@camille@${host}"`)
    expect(asked).toEqual([])
  })

  test("a body that is too long is refused; one that cannot be read counts as one without an account", async () => {
    expect((await post({ compte: "x".repeat(10_000) })).status).toBe(413)
    const odd = await fetch(`${server.url}/fr/suivre`, {
      method: "POST",
      body: "--x\r\nbroken",
      headers: { Origin: "http://127.0.0.1:8000", "Content-Type": "multipart/form-data" },
    })
    expect(await errorOf(odd)).toEqual([422, "elle doit ressembler à @camille@mamot.fr."])
  })

  test("no address reaches a log or the database", async () => {
    const counts = async () => {
      const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
        where table_schema = 'public' order by table_name`.execute(testSite.db)
      const counted = rows.map(({ name }) =>
        sql<{ name: string; count: number }>`select ${name} as name, count(*) from ${sql.table(name)}`.execute(
          testSite.db,
        ),
      )
      return (await Promise.all(counted)).flatMap(result => result.rows)
    }
    const before = await counts()
    expect((await post({ compte: `@camille@${host}` })).status).toBe(303)
    expect(await counts()).toEqual(before)
    expect(before.length).toBeGreaterThan(20)
    expect(logged).toEqual([])
  })
})

describe("what people type", () => {
  test.each([
    ["@camille@mamot.fr", { user: "camille", host: "mamot.fr" }],
    ["camille.m@mamot.fr", { user: "camille.m", host: "mamot.fr" }],
    ["acct:camille@mamot.fr", { user: "camille", host: "mamot.fr" }],
    ["https://mamot.fr/@camille", { user: "camille", host: "mamot.fr" }],
    ["https://framapiaf.org/users/camille/", { user: "camille", host: "framapiaf.org" }],
    ["@camille@Café.example", { user: "camille", host: "xn--caf-dma.example" }],
    ["@camille@mamot.fr:8443", { user: "camille", host: "mamot.fr:8443" }],
    ["@camille@localhost:3000", { user: "camille", host: "localhost:3000" }],
    ["@camille@intranet", null],
    ["@camille@mamot.fr#x", null],
    ["@a@b@c.example", null],
    ["javascript:alert(1)", null],
  ])("%s", (text, account) => expect(accountOf(text)).toEqual(account))
})
