import { Hono } from "hono"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { feedsApp } from "../../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../../src/web/site/feeds/version-cache.ts"
import { openCommuns } from "../../support/communs.ts"
import { ORIGIN } from "../../support/site.ts"

let communs: Awaited<ReturnType<typeof openCommuns>>
let app: Hono
beforeAll(async () => {
  communs = await openCommuns()
  app = new Hono()
  app.route(
    "/",
    feedsApp({ versionCache: createFeedVersionCache(), db: communs.db, origin: ORIGIN, now: communs.site.now }),
  )
  app.route("/", communs.app)
})
afterAll(() => communs?.close())

async function read(path: string): Promise<string> {
  const answer = await app.request(`${ORIGIN}${path}`, { headers: { Accept: "text/html" } })
  expect([path, answer.status]).toEqual([path, 200])
  return answer.text()
}
const all = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map(([, text]) => text!.replaceAll("&amp;", "&"))

/** Each shows what a calendar holds, so a program that is given its address finds that calendar. */
const PAGES = {
  "/fr": "/tout.ics",
  "/en/@agenda": "/@agenda.ics",
  "/fr/e/demo-pleniere": "/e/demo-pleniere.ics",
  "/fr/tags/outre-mer": "/tags/outre-mer.ics",
  "/fr/lieux/nouveau-siecle-lille": "/lieux/nouveau-siecle-lille.ics",
  "/fr/organisateurs/Les%20Assembleurs": "/organisateurs/Les%20Assembleurs.ics",
  "/fr/recherche?q=communs&lieu=Lille": "/recherche.ics?q=communs&lieu=Lille",
  "/fr/archives?annee=2018": "/archives.ics?annee=2018",
}

describe("a calendar program finds the calendar of a page", () => {
  test.each(Object.entries(PAGES))("%s: %s", async (page, feed) => {
    const html = await read(page)
    expect(all(html, /<link rel="alternate" type="text\/calendar"[^>]* href="([^"]*)"/g)).toEqual([feed])
    const answer = await app.request(`${ORIGIN}${feed}`)
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/calendar; charset=utf-8"])
    expect((await answer.text()).replaceAll("\r\n ", "")).toContain(`SOURCE;VALUE=URI:${ORIGIN}${feed.split("?")[0]}`)
  })

  test("every webcal: button of every page is a calendar that answers", async () => {
    const buttons = (await Promise.all(Object.keys(PAGES).map(read))).flatMap(html =>
      all(html, /href="webcal:([^"]*)"/g),
    )
    expect(buttons.length).toBeGreaterThan(Object.keys(PAGES).length - 2)
    for (const address of new Set(buttons)) {
      const answer = await app.request(`https:${address}`)
      expect([address, answer.status]).toEqual([address, 200])
      expect((await answer.text()).startsWith("BEGIN:VCALENDAR\r\n")).toBe(true)
    }
  })
})

test.each(["agenda", "evenements"])(
  "@%s is added to Google, Outlook, Apple or Framagenda, each in its own way",
  async handle => {
    const html = await read(`/fr/suivre?calendrier=${handle}`)
    const feed = `${ORIGIN}/@${handle}.ics`
    const webcal = feed.replace("https:", "webcal:")
    const [others] = /<section class="stack" id="autres">.*?<\/section>/s.exec(html)!
    const [apple, copied, google, outlook] = all(others, /href="([^"]*)"/g)
    expect([apple, copied]).toEqual([webcal, feed])
    // Google takes webcal: alone, Outlook https: alone
    const asked = (address: string, name: string) => [address.split("?")[0], new URL(address).searchParams.get(name)]
    expect(asked(google!, "cid")).toEqual(["https://calendar.google.com/calendar/r", webcal])
    expect(asked(outlook!, "url")).toEqual(["https://outlook.live.com/calendar/0/addfromweb", feed])
    expect(html).toContain(`<b-copy value="${feed}"`)
    expect(html).toContain("Framagenda")
  },
)
