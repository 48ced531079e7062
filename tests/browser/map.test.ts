import axe from "axe-core"
import { Hono } from "hono"
import type { Browser, BrowserContext } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { feedsApp } from "../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../src/web/site/feeds/version-cache.ts"
import { openBrowser } from "../support/browser.ts"
import { openCommuns } from "../support/communs.ts"
import { listen } from "../support/listen.ts"
import { ORIGIN } from "../support/site.ts"

const TILE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"><rect width="256" height="256" fill="#dfe9e4"/></svg>'

let browser: Browser
let context: BrowserContext
let communs: Awaited<ReturnType<typeof openCommuns>>
let server: Awaited<ReturnType<typeof listen>>
const tiles: string[] = []

beforeAll(async () => {
  ;[browser, communs] = await Promise.all([openBrowser(), openCommuns()])
  const app = new Hono()
  app.route(
    "/",
    feedsApp({ versionCache: createFeedVersionCache(), db: communs.db, origin: ORIGIN, now: communs.site.now }),
  )
  app.route("/", communs.app)
  server = await listen(app)
  context = await browser.newContext()
  await context.route("https://tuiles.example/**", route => {
    tiles.push(route.request().url())
    return route.fulfill({ contentType: "image/svg+xml", body: TILE })
  })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await communs?.close()
})

test("a click draws the map; nothing is loaded from the tile server before", async () => {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on("console", message => complaints.push(message.text()))
  page.on("pageerror", error => complaints.push(error.message))
  await page.goto(`${server.url}/fr/carte`)
  expect(await page.locator("script[src*=leaflet], link[href*=leaflet]").count()).toBe(0)
  expect(tiles).toEqual([])

  await page.getByRole("link", { name: "Afficher la carte" }).click()
  await page.locator(".leaflet-tile-loaded").first().waitFor()
  expect(tiles.length).toBeGreaterThan(0)
  expect(tiles.every(url => /^https:\/\/tuiles\.example\/\d+\/\d+\/\d+\.png$/.test(url))).toBe(true)
  // two venues in Marseille, one each in Paris, Lyon, Nantes and Saint-Denis
  expect(await page.locator(".pin").count()).toBe(6)
  expect(complaints).toEqual([])
  await page.close()
})

test("it is reached and read by keyboard, in the page's language, and axe finds nothing wrong", async () => {
  const page = await context.newPage()
  await page.goto(`${server.url}/fr/carte?afficher=oui`)
  await page.locator(".leaflet-tile-loaded").first().waitFor()
  expect(await page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Carte")
  for (const name of ["Zoomer", "Dézoomer"])
    expect(await page.getByRole("button", { name, exact: true }).count()).toBe(1)
  await page.getByRole("button", { name: "Séance plénière ouverte au public, Salle du conseil, Paris" }).focus()
  await page.keyboard.press("Enter")
  const popup = page.locator(".leaflet-popup")
  await popup.waitFor()
  expect(await popup.getByRole("link").getAttribute("href")).toBe("/e/demo-pleniere")
  expect(await popup.getByRole("button", { name: "Fermer" }).count()).toBe(1)
  await page.evaluate(axe.source)
  const violations = await page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] })
      .then(({ violations }) => violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))`,
  )
  expect(violations).toEqual([])
  await page.close()
})

test("after a search the number of results has the focus", async () => {
  const page = await context.newPage()
  await page.goto(`${server.url}/fr/recherche`)
  await page.getByLabel("Mots cherchés").fill("wikipedia")
  await page.getByRole("button", { name: "Rechercher" }).click()
  await page.locator("#res:focus").waitFor({ timeout: 5000 })
  expect(await page.locator("#res").textContent()).toBe("8 rendez-vous pour «\u00a0wikipedia\u00a0»")
  await page.close()
})
