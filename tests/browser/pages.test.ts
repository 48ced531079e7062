import axe from "axe-core"
import type { Browser, BrowserContext, Locator, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openBrowser } from "../support/browser.ts"
import { openCommuns } from "../support/communs.ts"
import { imageSite } from "../support/images.ts"
import { listen } from "../support/listen.ts"
import { followed, receiveEvent } from "../support/partners.ts"

/** Every kind of page, and events in every state; the status that each answers. */
const PAGES: Record<string, number> = {
  "/": 200,
  "/?lieu=Nantes": 200,
  "/?quand=semaine": 200,
  "/@agenda": 200,
  "/@entretiens": 200,
  "/e/nec-lille-2023": 200,
  "/e/nec-lille-2023/programme": 200,
  "/e/nec-nantes-2018": 200,
  "/e/demo-pleniere": 200,
  "/e/demo-reunion": 200,
  "/e/demo-wikipedia-2": 200,
  "/e/reporte": 200,
  "/e/deplace": 200,
  "/e/en-ligne": 200,
  "/e/edition-nationale": 200,
  "/e/edition-nationale/programme": 200,
  "/e/forum?vue=grille": 200,
  "/e/open-source-summit": 200,
  "/e/image": 200,
  "/i/camille-martin": 200,
  "/i/bastien-guerry": 200,
  "/tags/communs": 200,
  "/archives": 200,
  "/archives?annee=2023&q=communs": 200,
  "/carte": 200,
  "/mois/2026-12": 200,
  "/mois/2031-02": 200,
  "/recherche": 200,
  "/recherche?q=communs&de=2023-01-01&a=2024-12-31": 200,
  "/recherche?q=introuvable": 200,
  "/lieux/nouveau-siecle-lille": 200,
  "/organisateurs/DINUM": 200,
  "/partenaires": 200,
  "/partenaires/theatre@theatre.example": 200,
  "/donnees-ouvertes": 200,
  "/suivre": 200,
  "/suivre?calendrier=agenda": 200,
  "/e/nec-lille-2019": 404,
  "/e/retire": 410,
}

let browser: Browser
let context: BrowserContext
let images: Awaited<ReturnType<typeof imageSite>>
let communs: Awaited<ReturnType<typeof openCommuns>>
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  images = await imageSite()
  ;[browser, communs] = await Promise.all([openBrowser(), openCommuns({ image: `${images.url}/bell.png` })])
  const theatre = await followed(communs, "https://theatre.example/@theatre", { handle: "theatre", name: "Théâtre" })
  const address = "https://theatre.example/e/"
  await receiveEvent(communs, theatre, {
    ...{ id: `${address}1`, name: "Prima: la lunga notte dei beni comuni", inLanguage: "it" },
    ...{ startTime: "2026-12-01T19:30:00Z", timezone: "Indian/Reunion", location: "Salle des fêtes" },
  })
  await receiveEvent(communs, theatre, {
    ...{ id: `${address}2`, name: "Journées", startTime: "2026-12-05", endTime: "2026-12-06", status: "CANCELLED" },
  })
  server = await listen(communs.app)
  context = await browser.newContext()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await communs?.close()
  await images?.close()
})

/** Opens a page and keeps what it asked of whom and what the browser complained of. */
async function open(path: string, within: BrowserContext = context) {
  const page = await within.newPage()
  const complaints: string[] = []
  const hosts = new Set<string>()
  page.on("console", message => complaints.push(message.text()))
  page.on("pageerror", error => complaints.push(error.message))
  page.on("request", request => hosts.add(new URL(request.url()).origin))
  const response = await page.goto(server.url + path)
  return { page, response: response!, complaints, hosts: () => [...hosts] }
}

/** What axe finds wrong with the page as it stands. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(
    `axe.run(document, { resultTypes: ["violations"] })
      .then(({ violations }) => violations.map(v => v.id + ": " + v.nodes.map(n => n.html).join(" | ")))`,
  )
}

/** Of the element that has the focus. */
const focused = (page: Page, what: string): Promise<string | null> =>
  page.evaluate(`document.activeElement?.${what} ?? null`)
const scrollWidth = (page: Page): Promise<number> => page.evaluate("document.documentElement.scrollWidth")
const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate(
    (element: { ownerDocument: { activeElement: unknown } }) => element === element.ownerDocument.activeElement,
  )
const isOpen = (dialog: Locator): Promise<boolean> => dialog.evaluate((dialog: { open: boolean }) => dialog.open)
const scrolls = (region: Locator): Promise<boolean> =>
  region.evaluate((region: { scrollWidth: number; clientWidth: number }) => region.scrollWidth > region.clientWidth)

/** Each page is looked at narrow and wide, light and dark, in both languages. */
const LOOKS = {
  fr: [
    [360, "light"],
    [1280, "dark"],
  ],
  en: [
    [360, "dark"],
    [1280, "light"],
  ],
} as const

describe.each(["fr", "en"] as const)("in %s", language => {
  test.each(Object.entries(PAGES))("%s", { timeout: 60_000 }, async (path, status) => {
    const { page, response, complaints, hosts } = await open(
      path === "/" ? `/${language}` : path.replace(/^\/(?=\?)|^/, `/${language}`),
    )
    expect(response.status()).toBe(status)
    expect(await page.getAttribute("html", "lang")).toBe(language)
    expect(await page.locator("h1").count()).toBe(1)
    for (const [width, scheme] of LOOKS[language]) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 900 })
      expect({ width, scheme, violations: await violations(page) }).toEqual({ width, scheme, violations: [] })
    }
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await scrollWidth(page)).toBe(320)
    expect(hosts()).toEqual([server.url])
    expect(complaints.filter(text => !(status >= 400 && text.includes(String(status))))).toEqual([])
    expect(communs.failures).toEqual([])
    await page.close()
  })
})

describe("by keyboard", () => {
  test("the skip link is first and leads to the content", async () => {
    const { page } = await open("/fr")
    await page.keyboard.press("Tab")
    expect(await focused(page, "textContent")).toBe("Aller au contenu")
    expect((await page.locator(".skip").boundingBox())!.x).toBeGreaterThanOrEqual(0)
    await page.keyboard.press("Enter")
    expect(await focused(page, "id")).toBe("contenu")
    await page.close()
  })

  test("the follow dialog opens on its first field, Escape closes it and focus returns", async () => {
    const { page } = await open("/fr/e/demo-pleniere")
    const button = page.locator("b-follow a")
    await button.focus()
    await page.keyboard.press("Enter")
    const dialog = page.locator("dialog#suivre")
    expect(await isOpen(dialog)).toBe(true)
    expect(await focused(page, 'getAttribute("name")')).toBe("compte")
    expect(await violations(page)).toEqual([])
    await page.keyboard.press("Escape")
    expect(await isOpen(dialog)).toBe(false)
    expect(await isFocused(button)).toBe(true)
    expect(page.url()).toBe(`${server.url}/fr/e/demo-pleniere`)
    await page.close()
  })

  test("its close button closes it too", async () => {
    const { page } = await open("/fr")
    await page.locator("b-follow a").click()
    expect(await focused(page, 'getAttribute("name")')).toBe("calendrier")
    await page.getByRole("button", { name: "Fermer" }).click()
    expect(await isOpen(page.locator("dialog"))).toBe(false)
    await page.close()
  })

  test("focus goes through a page in the order of reading", async () => {
    const { page } = await open("/fr/e/demo-pleniere")
    const order: string[] = []
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab")
      const at = await focused(page, 'closest("header.head, aside, main, footer, .skip")?.tagName')
      if (at && order.at(-1) !== at) order.push(at)
    }
    expect(order.slice(0, 6)).toEqual(["A", "HEADER", "MAIN", "ASIDE", "MAIN", "FOOTER"])
    await page.close()
  })
})

test("the address of an event is copied and announced", async () => {
  const within = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] })
  const { page } = await open("/fr/e/demo-pleniere", within)
  await page.getByRole("link", { name: "Copier l’adresse" }).click()
  await page.getByRole("status").filter({ hasText: "Copié." }).waitFor({ state: "attached" })
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("https://communs.example/fr/e/demo-pleniere")
  expect(page.url()).toBe(`${server.url}/fr/e/demo-pleniere`)
  await within.close()
})

describe("without JavaScript", () => {
  let plain: BrowserContext
  beforeAll(async () => {
    plain = await browser.newContext({ javaScriptEnabled: false })
  })
  afterAll(() => plain.close())

  test("the follow button leads to a page", async () => {
    const { page } = await open("/fr/e/demo-pleniere", plain)
    await page.locator("b-follow a").click()
    expect(page.url()).toBe(`${server.url}/fr/suivre?calendrier=agenda`)
    expect(await page.locator("h1").textContent()).toBe("Suivre l’Agenda des communs numériques")
    await page.close()
  })

  test("an account that cannot be read is an error beside the field and in the title", async () => {
    const { page } = await open("/fr/suivre?calendrier=agenda", plain)
    await page.getByLabel("Votre adresse").fill("camille")
    await page.getByRole("button", { name: "Continuer sur mon serveur" }).click()
    expect(await page.title()).toBe("Erreur\u00a0: Suivre – Communs numériques")
    expect(await page.locator("[role=alert] :is(p, li)").allTextContents()).toEqual([
      "Un champ à revoir",
      "Votre adresse\u00a0: elle doit ressembler à @camille@mamot.fr.",
    ])
    expect(await page.locator("#c1").getAttribute("aria-invalid")).toBe("true")
    expect(await page.locator("#c1").inputValue()).toBe("camille")
    expect(await focused(page, 'getAttribute("role")')).toBe("alert")
    await page.close()
  })

  test("a programme is filtered by room and format", async () => {
    const { page } = await open("/fr/e/nec-lille-2023/programme", plain)
    await page.getByLabel("Salle").selectOption("Salle 1")
    await page.getByRole("button", { name: "Filtrer" }).click()
    expect(await page.locator(".prog h3").allTextContents()).toEqual([
      "Contribuer à la page «\u00a0communs numériques\u00a0» de Wikipédia",
      "Communs et logiciels libres, même combat\u00a0?",
    ])
    await page.close()
  })

  test("a video is a link to its page", async () => {
    const { page, hosts } = await open("/fr/i/camille-martin", plain)
    expect(await page.locator("b-play a").getAttribute("href")).toBe(
      "https://peertube.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
    )
    expect(hosts()).toEqual([server.url])
    await page.close()
  })
})

describe("places on the page", () => {
  test("wide, sessions stand in the column of their room and the row of their time", async () => {
    const { page } = await open("/fr/e/nec-lille-2023")
    await page.setViewportSize({ width: 1280, height: 900 })
    const box = async (slug: string) => (await page.locator(`#s-${slug}`).boundingBox())!
    const [plenary, one, two, last] = [
      await box("pleniere"),
      await box("atelier-wikipedia"),
      await box("puissance-publique"),
      await box("masterclass-elus"),
    ]
    expect(one.y).toBe(two.y)
    expect(one.x + one.width).toBeLessThan(two.x)
    expect(plenary.width).toBeGreaterThan(3 * last.width)
    expect(last.x).toBe(plenary.x)
    expect(last.y).toBeGreaterThan(one.y)
    await page.close()
  })

  test("eight rooms scroll in a region of their own, reachable by keyboard", async () => {
    const { page } = await open("/fr/e/forum?vue=grille")
    await page.setViewportSize({ width: 1280, height: 900 })
    const region = page.getByRole("region", { name: "Grille du programme, défilement horizontal" })
    expect(await scrolls(region)).toBe(true)
    expect(await scrollWidth(page)).toBe(1280)
    await region.focus()
    expect(await isFocused(region)).toBe(true)
    await page.close()
  })

  test("a click loads the video from its site, and nothing is loaded before", async () => {
    const within = await browser.newContext()
    const asked: string[] = []
    await within.route("https://peertube.example/**", route => {
      asked.push(route.request().url())
      return route.fulfill({ contentType: "text/html", body: "<p>video</p>" })
    })
    const { page, complaints } = await open("/fr/i/camille-martin", within)
    expect(asked).toEqual([])
    await page.getByRole("link", { name: "Lire la vidéo" }).click()
    await page.frameLocator("iframe").locator("p").waitFor()
    expect(asked).toEqual(["https://peertube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv"])
    expect(complaints).toEqual([])
    await within.close()
  })

  test("printed, the national edition of thirty sessions takes few sheets and keeps its grid", async () => {
    const { page } = await open("/fr/e/edition-nationale")
    const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true })
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)!.length
    expect(sheets).toBeLessThanOrEqual(3)
    await page.emulateMedia({ media: "print" })
    const one = (await page.locator("#s-seance-1-1").boundingBox())!
    const two = (await page.locator("#s-seance-1-2").boundingBox())!
    expect(one.y).toBe(two.y)
    await page.close()
  })
})
