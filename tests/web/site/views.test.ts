import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { webApp } from "../../../src/web/app.ts"
import { openCommuns } from "../../support/communs.ts"
import { ORIGIN } from "../../support/site.ts"

let communs: Awaited<ReturnType<typeof openCommuns>>
beforeAll(async () => {
  communs = await openCommuns()
})
afterAll(() => communs?.close())

const ask = async (path: string) => communs.app.request(path)
const read = async (path: string) => (await ask(path)).text()
const textOf = (html: string): string =>
  html
    .replace(/<(head|style|script|dialog)[\s>].*?<\/\1>/gs, " ")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/[\s\u00a0\u202f]+/g, " ")
    .trim()
const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(match => match[1]!)
const headings = (html: string): string[] => all(html, /<h[1-6][^>]*>(.*?)<\/h[1-6]>/gs).map(textOf)
const main = (html: string): string => /<main.*<\/main>/s.exec(html)![0]

describe("the map", () => {
  test("lists each place with what takes place there next, and what is online alone below", async () => {
    const html = main(await read("/fr/carte"))
    expect(headings(html)).toEqual([
      "Où ça se passe",
      "Par lieu, du plus proche dans le temps",
      "Paris, Salle du conseil",
      "Lyon, Palais",
      "Nantes, Bibliothèque municipale",
      "Marseille, Halle aux communs et Friche numérique",
      "Saint-Denis (La Réunion), Cité des arts",
    ])
    // one of the six is cancelled
    expect(textOf(html)).toContain("Atelier de contribution à Wikipédia, puis quatre autres dates")
    expect(textOf(html)).toContain(
      "2 rendez-vous ont lieu seulement en ligne : Atelier passé en ligne , Audition : interopérabilité et réseaux fédérés .",
    )
    expect(html.match(/class="bay next"/g)).toHaveLength(1)
  })

  test("names where its background comes from before anything is loaded, and allows exactly that", async () => {
    const answer = await ask("/fr/carte")
    const html = await answer.text()
    expect(textOf(html)).toContain(
      "La carte s’affiche à la demande. Fond de carte © OpenStreetMap, chargé depuis tuiles.example (environ 150 ko).",
    )
    const policy = answer.headers.get("content-security-policy")!
    expect(policy.split("; ").filter(rule => /^(img|connect)-src/.test(rule))).toEqual([
      "img-src 'self' data: https://tuiles.example",
      "connect-src 'self'",
    ])
    for (const path of ["/fr", "/fr/@agenda", "/fr/recherche"]) {
      const rules = (await ask(path)).headers.get("content-security-policy")!
      expect(rules).not.toMatch(/tuiles|connect-src/)
    }
    for (const name of ["script", "library", "look"]) {
      const [address] = all(html, new RegExp(`data-${name}="([^"]*)"`, "g"))
      const asset = await communs.app.request(address!, { headers: { "Accept-Encoding": "br" } })
      expect([asset.status, asset.headers.get("cache-control"), asset.headers.get("content-encoding")]).toEqual([
        200,
        "public, max-age=31536000, immutable",
        "br",
      ])
    }
    expect(html).toContain(
      `href="https://umap.openstreetmap.fr/fr/map/?dataUrl=${encodeURIComponent(`${ORIGIN}/tout.geojson`)}&amp;dataFormat=geojson"`,
    )
  })

  test("what the map costs stays below what the page says", async () => {
    const html = await read("/fr/carte")
    const sizes = await Promise.all(
      ["script", "library", "look"].map(async name => {
        const [address] = all(html, new RegExp(`data-${name}="([^"]*)"`, "g"))
        const asset = await communs.app.request(address!, { headers: { "Accept-Encoding": "br" } })
        return (await asset.arrayBuffer()).byteLength
      }),
    )
    expect(sizes.reduce((a, b) => a + b)).toBeLessThan(50_000)
  })

  test("without TILE_URL there is the list, uMap, and no map", async () => {
    const { db, site } = communs
    const app = webApp({
      db,
      origin: ORIGIN,
      fetchImage: async () => null,
      outgoing: { guardedFetch: async () => ({ ok: false, error: new Error("no") }) as never },
      site,
      secretKey: "a secret key of the tests, long enough",
    })
    const answer = await app.request("/fr/carte")
    const html = await answer.text()
    expect(html).not.toContain("b-map")
    expect(headings(main(html))[0]).toBe("Où ça se passe")
    expect(answer.headers.get("content-security-policy")).not.toContain("connect-src")
  })

  test("asked for without JavaScript, it says what it needs", async () => {
    expect(textOf(await read("/fr/carte?afficher=oui"))).toContain(
      "La carte demande JavaScript. La liste dit la même chose.",
    )
  })
})

describe("a month", () => {
  test("a table of weeks; marked days lead to the list, in whose order they stand", async () => {
    const html = main(await read("/fr/mois/2026-12"))
    expect(textOf(/<caption.*?<\/caption>/s.exec(html)![0])).toBe(
      "9 rendez-vous affichés. Les dates marquées mènent au détail.",
    )
    const weeks = all(html, /<tr>(.*?)<\/tr>/gs).slice(1)
    expect(weeks).toHaveLength(5)
    expect(weeks.map(week => all(week, /class="n[^"]*"[^>]*>(\d+)/g).map(Number))).toEqual([
      [30, 1, 2, 3, 4, 5, 6],
      [7, 8, 9, 10, 11, 12, 13],
      [14, 15, 16, 17, 18, 19, 20],
      [21, 22, 23, 24, 25, 26, 27],
      [28, 29, 30, 31, 1, 2, 3],
    ])
    const marked = all(html, /<a class="n[^"]*" href="#([^"]*)"/g)
    const ids = all(html, /<li id="([^"]*)"/g)
    expect(marked.filter(id => !ids.includes(id))).toEqual([])
    expect(marked).toEqual([
      "e-demo-pleniere",
      "e-reporte",
      "e-en-ligne",
      "e-demo-audition",
      "e-deplace",
      expect.stringMatching(/^e-(forum|edition-nationale)$/),
      expect.stringMatching(/^e-(forum|edition-nationale)$/),
      "e-demo-wikipedia",
      "e-open-source-summit",
      "e-open-source-summit",
    ])
    expect(textOf(html)).toContain("30 novembre, 1 rendez-vous 14 h Séance plénière ouverte au public")
    expect(textOf(html)).toContain("14 décembre, 1 rendez-vous 18 h 30 Atelier de contribution à Wikipédia (complet)")
    expect(html.match(/class="n next"/g)).toHaveLength(1)
  })

  test("links to the months before and after, and to the current one", async () => {
    const html = await read("/en/mois/2027-01")
    expect(all(main(html), /href="(\/en\/mois\/[^"]*)"/g)).toEqual([
      "/en/mois/2026-12",
      "/en/mois/2026-11",
      "/en/mois/2027-02",
    ])
    const now = await ask("/fr/mois")
    expect([now.status, now.headers.get("location")]).toEqual([302, "/fr/mois/2026-11"])
    expect(main(await read("/fr/mois/2026-11"))).toMatch(/<td class="today"><span class="n">21</)
  })

  test("a month without events says so and is not indexed", async () => {
    const html = await read("/fr/mois/2150-01")
    expect(textOf(html)).toContain("Aucun rendez-vous ce mois-ci.")
    expect(html).toContain('<meta name="robots" content="noindex">')
  })

  test.each(["2026-13", "2026-1", "2026", "1800-01", "mai", "2026-12-01"])("/mois/%s is no month", async month => {
    expect((await ask(`/fr/mois/${month}`)).status).toBe(404)
  })
})

describe("the search", () => {
  test("finds events and interviews by year, newest first, and marks the words", async () => {
    const html = await read("/fr/recherche?q=communs&de=2023-01-01&a=2024-12-31")
    expect(headings(main(html)).slice(0, 4)).toEqual([
      "Archives et recherche",
      "8 rendez-vous et 4 entretiens pour « communs »",
      "2024",
      "Quelles politiques publiques pour les communs numériques ?",
    ])
    expect(html).toContain("<mark>Communs</mark> numériques")
    expect(html).toContain('<h2 id="res" tabindex="-1" autofocus>')
    expect(all(html, /<a class="chip"[^>]*>([^<]*)/g)).toEqual([
      "Toutes",
      "2027 (2)",
      "2026 (2)",
      "2024 (3)",
      "2023 (5)",
      "2019 (1)",
      "2018 (1)",
    ])
    expect(html).toContain('href="webcal://communs.example/recherche.ics?q=communs"')
    expect(html).toContain(
      '<link rel="alternate" type="text/calendar" title="Recherche\u00a0: communs" href="/recherche.ics?q=communs">',
    )
  })

  test("case and accents do not count, neither to find nor to mark", async () => {
    for (const q of ["wikipedia", "WIKIPÉDIA", "Wikipe%CC%81dia"]) {
      const html = main(await read(`/fr/recherche?q=${q}&a=2024-12-31`))
      expect(headings(html)[1]).toMatch(/^2 rendez-vous pour/)
      expect(html).toContain("<mark>Wikipédia</mark>")
    }
  })

  test("a place, online, a keyword and days narrow it; a year is a link", async () => {
    const slugs = async (query: string) =>
      all(main(await read(`/fr/recherche?${query}`)), /<h4><a href="\/fr\/e\/([^"]*)"/g)
    expect(await slugs("lieu=Lille")).toEqual(["nec-lille-2023"])
    expect(await slugs("lieu=en-ligne")).toEqual(["demo-audition", "en-ligne"])
    expect(await slugs("tag=outre-mer")).toEqual(["demo-reunion", "nec-ultra-2018"])
    expect(await slugs("de=2018-09-12&a=2018-09-13")).toEqual(["nec-nantes-2018", "nec-ultra-2018"])
    expect(main(await read("/fr/recherche?q=communs"))).toContain(
      'href="/fr/recherche?q=communs&amp;de=2024-01-01&amp;a=2024-12-31"',
    )
  })

  test("without results the page says so, with what to try", async () => {
    const html = await read("/fr/recherche?q=introuvable")
    expect(headings(main(html))[1]).toBe(
      "Aucun rendez-vous pour « introuvable ». Essayez un mot de moins, ou toutes les années.",
    )
  })

  test("never shows what is not public", async () => {
    for (const path of ["/fr/recherche?q=secret", "/fr/recherche?q=retir%C3%A9", "/fr/mois/2026-12", "/fr/carte"])
      expect(await read(path)).not.toMatch(/Brouillon secret|Rendez-vous retiré/)
  })
})

describe("places, organisers, open data", () => {
  test("an event leads to its place and its organisers, which gather what they have", async () => {
    const event = await read("/fr/e/nec-lille-2023")
    expect(event).toContain('href="/fr/lieux/nouveau-siecle-lille"')
    expect(event).toContain(`href="/fr/organisateurs/${encodeURIComponent("Les Assembleurs")}"`)
    expect(headings(main(await read("/fr/lieux/nouveau-siecle-lille")))).toEqual([
      "Nouveau Siècle, Lille",
      "Déjà passés",
      "NEC Hauts-de-France : les communs au service d’un numérique pour tous",
      "Réutiliser",
    ])
    expect(headings(main(await read("/fr/organisateurs/DINUM")))).toEqual([
      "DINUM",
      "Déjà passés",
      "Pour lutter contre les pollutions, quelles contributions numériques citoyennes ?",
      "Vers un État partenaire des communs numériques",
      "Réutiliser",
    ])
  })

  test.each(["/lieux/nulle-part", "/lieux/Paris", "/organisateurs/Personne", "/organisateurs/a%00b"])(
    "%s is nowhere",
    async path => expect((await ask(`/fr${path}`)).status).toBe(404),
  )

  test("the page of open data describes every column of the tables", async () => {
    for (const language of ["fr", "en"]) {
      const rows = all(main(await read(`/${language}/donnees-ouvertes`)), /<tr>(.*?)<\/tr>/gs)
      const described = rows.map(row => all(row, /<t[hd][^>]*>(.*?)<\/t[hd]>/gs).map(textOf))
      expect(described).toHaveLength(1 + 10 + 1 + 41 + 1 + 19)
      expect(described.filter(cells => cells.some(cell => cell === ""))).toEqual([])
    }
  })
})
