import { createHash } from "node:crypto"
import { brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { createEvent } from "../../../src/actions/events/create.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { eventInput } from "../../../src/input/event.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { openDatabase } from "../../../src/store/db.ts"
import { webApp } from "../../../src/web/app.ts"
import { createRemoteImages } from "../../../src/web/site/images/remote-images.ts"
import { NOW, openCommuns } from "../../support/communs.ts"
import { ORIGIN } from "../../support/site.ts"

let communs: Awaited<ReturnType<typeof openCommuns>>
beforeAll(async () => {
  communs = await openCommuns({ image: "https://images.example/bell.png" })
})
afterAll(() => communs?.close())

const ask = async (path: string, headers: Record<string, string> = {}) => communs.app.request(path, { headers })
const read = async (path: string, headers: Record<string, string> = {}) => (await ask(path, headers)).text()

/** What a reader of the page reads: text without tags, with plain spaces. */
const textOf = (html: string): string =>
  html
    .replace(/<(head|style|script|dialog)[\s>].*?<\/\1>/gs, " ")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&#39;", "'")
    .replace(/[\s\u00a0\u202f]+/g, " ")
    .trim()
const all = (html: string, pattern: RegExp): string[] => [...html.matchAll(pattern)].map(match => match[1]!)
const headings = (html: string): string[] => all(html, /<h[1-6][^>]*>(.*?)<\/h[1-6]>/gs).map(textOf)

describe("home", () => {
  test("the next event leads; the others are under their months, in order", async () => {
    const html = await read("/fr")
    const seen = headings(html.replace(/<dialog.*<\/dialog>/s, ""))
    // these two begin at the same minute: either may stand first
    const forum = seen.indexOf("Forum aux huit salles")
    if (seen[forum + 1] === "Édition nationale") seen.splice(forum, 2, "Édition nationale", "Forum aux huit salles")
    expect(seen).toEqual([
      "Prochain rendez-vous, dans 9 jours",
      "Séance plénière ouverte au public",
      "Décembre 2026",
      "Table ronde reportée",
      "Atelier passé en ligne",
      "Audition : interopérabilité et réseaux fédérés",
      "Conseil déplacé",
      "Édition nationale",
      "Forum aux huit salles",
      "Avec une image",
      "Atelier de contribution à Wikipédia",
      "Europe's commons: a summit",
      "Janvier 2027",
      "Numérique en Commun[s] : édition locale",
      "Atelier de contribution à Wikipédia",
      "Rencontre ultramarine des communs",
      "Février 2027",
      "Atelier de contribution à Wikipédia",
      "Mars 2027",
      "Atelier de contribution à Wikipédia",
      "Avril 2027",
      "Atelier de contribution à Wikipédia",
      "Mai 2027",
      "Atelier de contribution à Wikipédia",
      "Ne rien manquer",
      "Les calendriers",
      "Agenda des communs numériques",
      "Numérique en Commun[s]",
      "Paroles de communs",
      "Paroles de communs",
      "Tenir un commun dans la durée",
      "Les communs pour transformer la mobilité",
      "Les logiciels libres comme espaces de collaboration",
    ])
  })

  test("one highlighted date", async () => {
    for (const path of ["/fr", "/fr/e/demo-pleniere"])
      expect(all(await read(path), /class="bay (next)"/g)).toEqual(["next"])
    for (const path of ["/fr/archives", "/fr/e/nec-lille-2023", "/fr/e/reporte", "/fr/e/demo-wikipedia-2"]) {
      expect(all(await read(path), /class="bay (next)"/g)).toEqual([])
    }
  })

  test("rows have date in words, place and state", async () => {
    const text = textOf(await read("/fr"))
    for (const words of [
      "Lundi 7 décembre, de 10 h à 11 h 30 · en visioconférence En ligne #audition #interopérabilité",
      "Lundi 14 décembre, de 18 h 30 à 20 h 30 · Bibliothèque municipale, Nantes Complet #Wikipédia #atelier",
      "Lundi 11 janvier 2027 · Bibliothèque municipale, Nantes Annulé #Wikipédia #atelier",
      "Mardi 5 et mercredi 6 janvier 2027 · Halle aux communs et Friche numérique, Marseille #communs #médiation",
      "Mercredi 20 janvier 2027, de 9 h à 17 h (heure de La Réunion) · Cité des arts, Saint-Denis #outre-mer À Paris : de 6 h à 14 h.",
      "Jeudi 3 décembre, de 10 h à 12 h , nouvelle date à venir Reporté",
      "Mardi 8 décembre, de 14 h à 17 h Reporté",
      "Vendredi 4 décembre, à 14 h · en visioconférence En ligne",
    ]) {
      expect(text).toContain(words)
    }
  })

  test("filters narrow and say so; a page of a long list names the months that follow", async () => {
    const nantes = await read("/fr?lieu=Nantes")
    expect(headings(nantes).slice(0, 2)).toEqual([
      "Prochain rendez-vous, dans 23 jours",
      "Atelier de contribution à Wikipédia",
    ])
    expect(all(nantes, /aria-current="page">([^<]*)/g)).toEqual(["À venir", "Nantes"])
    expect(nantes).toContain('<meta name="robots" content="noindex">')
    expect(textOf(await read("/fr?quand=semaine"))).toContain("Rien de prévu pour l’instant")
    expect(all(await read("/fr?en-ligne=oui"), /class="state ?">([^<]*)/g)).toEqual(["En ligne", "En ligne"])
  })
})

describe("languages", () => {
  test.each([
    ["/", "en;q=0.5, fr;q=0.9", "fr"],
    ["/", "en-GB,en;q=0.9,fr;q=0.8", "en"],
    ["/", "de, *", "fr"],
    ["/", "fr;q=0, en;q=0.1", "en"],
    ["/fr", "en", "fr"],
    ["/en", "fr", "en"],
    ["/en/e/nec-lille-2023", "fr", "en"],
  ])("%s with Accept-Language %s is in %s", async (path, asked, language) => {
    const response = await ask(path, { "Accept-Language": asked })
    expect(response.headers.get("Content-Language")).toBe(language)
    expect(await response.text()).toContain(`<html lang="${language}">`)
  })

  test("only an address without a language varies by it", async () => {
    expect((await ask("/")).headers.get("Vary")).toBe("Accept, Accept-Language, Accept-Encoding")
    expect((await ask("/fr")).headers.get("Vary")).toBe("Accept, Accept-Encoding")
  })

  test("the link to the other language keeps page and choice; links of a page keep its language", async () => {
    expect(await read("/fr/archives?annee=2023")).toContain(
      '<a href="/en/archives?annee=2023" lang="en" hreflang="en">English</a>',
    )
    expect(await read("/", { "Accept-Language": "en" })).toContain('<a href="/fr" lang="fr" hreflang="fr">Français</a>')
    const pages = all(await read("/en"), /<a [^>]*href="(\/(?!en[/"?]|fr"|tout|e\/[\w-]+\.ics)[^"]*)"/g)
    expect(pages).toEqual([])
  })

  test("each page names itself and its forms in both languages", async () => {
    const html = await read("/en/e/nec-lille-2023")
    expect(all(html, /(<link rel="(?:canonical|alternate)"[^>]*>)/g)).toEqual([
      '<link rel="canonical" href="https://communs.example/en/e/nec-lille-2023">',
      '<link rel="alternate" hreflang="fr" href="https://communs.example/fr/e/nec-lille-2023">',
      '<link rel="alternate" hreflang="en" href="https://communs.example/en/e/nec-lille-2023">',
      '<link rel="alternate" hreflang="x-default" href="https://communs.example/e/nec-lille-2023">',
      expect.stringMatching(
        /^<link rel="alternate" type="application\/activity\+json" href="https:\/\/communs\.example\/events\/[0-9a-f-]{36}">$/,
      ),
      ...[
        ["text/calendar", "ics"],
        ["application/atom+xml", "atom"],
        ["application/feed+json", "json"],
      ].map(
        ([type, ending]) =>
          `<link rel="alternate" type="${type}" title="NEC Hauts-de-France\u00a0: les communs au service d’un numérique pour tous" href="/e/nec-lille-2023.${ending}">`,
      ),
    ])
  })

  test("content keeps its own language, and says which", async () => {
    const english = await read("/en/e/nec-lille-2023")
    expect(english).toContain(
      '<h1 lang="fr">NEC Hauts-de-France\u00a0: les communs au service d’un numérique pour tous</h1>',
    )
    expect(english).toContain('<h2 id="programme">Programme</h2>')
    const french = await read("/fr/e/open-source-summit")
    expect(french).toContain('<h1 lang="en">Europe&#39;s commons: a summit</h1>')
    expect(french).not.toContain('lang="fr">Rendez')
    expect(textOf(french)).toContain("Du mardi 15 décembre 2026, 9 h au mercredi 16 décembre 2026, 18 h")
  })
})

describe("events", () => {
  test("rescheduled: both dates, the previous one hatched, the reason, and when it was announced", async () => {
    const html = await read("/fr/e/deplace")
    expect(all(html, /class="(bay[^"]*)"/g).slice(0, 2)).toEqual(["bay moved", "bay next"])
    expect(textOf(html)).toContain(
      "Reporté au mardi 8 décembre, de 14 h à 17 h. Au lieu du mardi 1er décembre . Les inscriptions restent valables. Annoncé le 21 novembre 2026 à 16 h 10.",
    )
    expect(textOf(html)).toContain(
      "21 novembre 2026, 16 h 10 Reporté ; la date était : mardi 1er décembre, de 14 h à 17 h. Les inscriptions restent valables. 21 novembre 2026 Rendez-vous annoncé.",
    )
  })

  test("cancelled, postponed, online: in words, with the reason", async () => {
    expect(textOf(await read("/fr/e/demo-wikipedia-2"))).toContain(
      "Annulé. Date prévue : lundi 11 janvier 2027, de 18 h 30 à 20 h 30. La bibliothèque ferme pour travaux.",
    )
    expect(await read("/fr/e/demo-wikipedia-2")).not.toContain("Ajouter à mon agenda</a> <b-follow>")
    expect(textOf(await read("/fr/e/reporte"))).toContain(
      "Reporté. La nouvelle date sera annoncée ici. La salle est fermée.",
    )
    expect(textOf(await read("/fr/e/en-ligne"))).toContain(
      "En ligne. Ce rendez-vous aura lieu en visioconférence, à la même heure.",
    )
    expect(await read("/fr/e/en-ligne")).toContain(
      '<a href="https://visio.example.org/atelier">Rejoindre la visioconférence</a>',
    )
  })

  test("a council's agenda is ordered points", async () => {
    const html = await read("/fr/e/demo-pleniere")
    expect(textOf(html)).toContain(
      "Ordre du jour Point 1 · de 14 h à 14 h 15 Accueil et adoption du procès-verbal Point 2 · de 14 h 15 à 15 h 30 Les communs numériques par défaut : point d’étape Point 3 · de 15 h 30 à 17 h Délibérations et votes",
    )
    expect(html).not.toContain("<style>")
  })

  test("the style sheet of a grid is the only inline one, and the policy allows it by digest", async () => {
    const response = await ask("/fr/e/nec-lille-2023")
    const html = await response.text()
    const [style] = all(html, /<style>(.*?)<\/style>/gs)
    const digest = createHash("sha256").update(style!).digest("base64")
    expect(response.headers.get("Content-Security-Policy")).toBe(
      `default-src 'none'; style-src 'self' 'sha256-${digest}'; script-src 'self'; img-src 'self' data:; form-action 'self' https:; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(html).not.toMatch(/<[^>]*\s(style|on\w+)=/)
  })

  test("what people share: title, sentence, address without a language, creator, image through this site", async () => {
    const html = await read("/fr/e/image")
    const meta = Object.fromEntries(
      [...html.matchAll(/<meta (?:property|name)="([^"]*)" content="([^"]*)">/g)].map(([, key, value]) => [key, value]),
    )
    expect(meta).toEqual({
      viewport: "width=device-width,initial-scale=1",
      "color-scheme": "light dark",
      description: "Vendredi 11 décembre 2026, à 10\u00a0h",
      "fediverse:creator": "@agenda@communs.example",
      "og:site_name": "Communs numériques",
      "og:title": "Avec une image – Communs numériques",
      "og:description": "Vendredi 11 décembre 2026, à 10\u00a0h",
      "og:type": "article",
      "og:url": "https://communs.example/e/image",
      "og:locale": "fr_FR",
      "og:image": "https://communs.example/e/image/image",
      "og:image:alt": "Deux personnes devant l&#39;école",
      "og:image:width": "1200",
      "og:image:height": "675",
      "twitter:card": "summary_large_image",
    })
    expect(html).toContain(
      '<img src="/e/image/image" alt="Deux personnes devant l’école" loading="lazy" width="1200" height="675">',
    )
    const [data] = all(html, /<script type="application\/ld\+json">(.*?)<\/script>/gs)
    expect(JSON.parse(data!)).toMatchObject({
      "@type": "Event",
      name: "Avec une image",
      startDate: "2026-12-11T10:00:00+01:00",
    })
  })

  test("reactions elsewhere are counted", async () => {
    expect(textOf(await read("/fr/e/demo-audition"))).not.toContain("réseaux compatibles.")
    await sql`update object set replies = 3, shares = 1 where page = '/e/demo-audition' and type = 'Event'`.execute(
      communs.db,
    )
    expect(textOf(await read("/fr/e/demo-audition"))).toContain(
      "3 réponses et 1 partage sur Mastodon et les réseaux compatibles.",
    )
  })
})

describe("interviews", () => {
  test("the page names where it first appeared as canonical, and the video's site as the only frame", async () => {
    const response = await ask("/fr/i/camille-martin")
    const html = await response.text()
    expect(html).toContain('<link rel="canonical" href="https://binaire.example/2026/entretien">')
    expect(response.headers.get("Content-Security-Policy")).toContain("; frame-src https://peertube.example; ")
    expect(textOf(html)).toContain(
      "Entretien 11 sur 11 · 20 novembre 2026 Tenir un commun dans la durée Échange avec Camille Martin",
    )
    expect(html).toContain("<h2>Un début</h2>")
    expect(await read("/fr/e/nec-lille-2023")).toContain(
      '<a href="/fr/i/camille-martin">Tenir un commun dans la durée</a>',
    )
  })

  test("a collection holds all of its interviews, newest first", async () => {
    expect(headings(await read("/fr/@entretiens")).slice(0, 4)).toEqual([
      "Paroles de communs",
      "11 entretiens",
      "Tenir un commun dans la durée",
      "Les communs pour transformer la mobilité",
    ])
  })
})

describe("archives and keywords", () => {
  test("years with their counts, newest first", async () => {
    const html = await read("/fr/archives")
    expect(all(html, /class="chip"[^>]*>([^<]*)/g)).toEqual(["Toutes", "2024 (4)", "2023 (5)", "2019 (1)", "2018 (2)"])
    expect(headings(await read("/fr/archives?annee=2018"))).toEqual([
      "Archives",
      "2 rendez-vous passés",
      "2018",
      "Numérique en Commun[s] 2018",
      "NEC+Ultra",
    ])
  })

  test("words, place and calendar narrow together", async () => {
    expect(headings(await read("/fr/archives?q=communs&lieu=Nantes&calendrier=evenements")).slice(1)).toEqual([
      "1 rendez-vous passé pour « communs »",
      "2018",
      "Numérique en Commun[s] 2018",
    ])
    expect(headings(await read("/fr/archives?q=%22%3E%3Cscript%3E"))[1]).toBe(
      'Aucun rendez-vous pour « "> ». Essayez un mot de moins, ou toutes les années.'.replace(
        '">',
        "&quot;&gt;&lt;script&gt;",
      ),
    )
  })

  test("a keyword gathers what has it, whatever its case", async () => {
    expect(headings(await read("/fr/tags/OUTRE-MER"))).toEqual([
      "#OUTRE-MER",
      "À venir",
      "Rencontre ultramarine des communs",
      "Déjà passés",
      "NEC+Ultra",
      "Réutiliser",
    ])
  })
})

describe("what is not public", () => {
  test("a draft answers like what never existed, and no page mentions it", async () => {
    const draft = await ask("/fr/e/brouillon")
    const never = await ask("/fr/e/brouillart")
    expect([draft.status, never.status]).toEqual([404, 404])
    expect((await draft.text()).replaceAll("brouillon", "")).toBe((await never.text()).replaceAll("brouillart", ""))
    for (const path of [
      "/fr",
      "/fr/@agenda",
      "/fr/archives",
      "/fr/e/brouillon/programme",
      "/fr/e/brouillon/image",
      "/fr/e/brouillo",
    ]) {
      expect(await read(path)).not.toContain("Brouillon secret")
    }
  })

  test("a deleted event or interview is 410 with its date", async () => {
    const response = await ask("/fr/e/retire")
    expect(response.status).toBe(410)
    const text = textOf(await response.text())
    expect(text).toContain("Erreur 410 Ce rendez-vous a été retiré le 21 novembre 2026.")
    expect(text).not.toContain("Rendez-vous retiré")
    for (const path of ["/fr", "/fr/@agenda"]) expect(textOf(await read(path))).not.toContain("Rendez-vous retiré")
  })

  test("the 404 of a nearly right address lists what it may have meant", async () => {
    const response = await ask("/fr/e/nec-lille-2022")
    expect(response.status).toBe(404)
    expect(headings(await response.text())).toEqual([
      "Aucune cloche à cette adresse",
      "Peut-être cherchiez-vous",
      "NEC Hauts-de-France : les communs au service d’un numérique pour tous",
    ])
  })
})

describe("bad addresses get a clear answer", () => {
  test.each([
    "/e/%00",
    "/e/NEC-Lille-2023",
    "/@nobody",
    "/i/none",
    "/tags/%00",
    "/tags/nothing-has-this",
    `/tags/${"x".repeat(200)}`,
    "/e/nec-lille-2023/other",
    "/e/nec-ultra-2018/programme",
    "/fr/fr",
    "/%E0%A4%A",
    "/favicon.ico",
  ])("%s is 404", async path => {
    const response = await ask(path)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain("Aucune cloche à cette adresse")
  })

  test.each([
    "/?lieu=%00",
    "/?page=0",
    "/?page=1e9",
    "/archives?annee=x&page=-2",
    "/archives?q=%25_%5C",
    "/suivre?calendrier=%00",
    "/e/nec-lille-2023/programme?salle=%00",
  ])("%s is a page", async path => expect((await ask(path)).status).toBe(200))

  test("the pages of the organisation and of the server redirect to the home page", async () => {
    for (const handle of ["communs", "instance"]) {
      const response = await ask(`/en/@${handle}`)
      expect([response.status, response.headers.get("Location")]).toEqual([302, "/en"])
    }
  })

  test("an address with a final slash leads to the one without, never to another host", async () => {
    const moved = async (path: string) => {
      const response = await ask(path)
      return [response.status, response.headers.get("Location")]
    }
    expect(await moved("/fr/")).toEqual([301, "/fr"])
    expect(await moved("/archives/?annee=2023")).toEqual([301, "/archives?annee=2023"])
    for (const path of ["//evil.example/", "/%5Cevil.example/", "/\\evil.example/"]) {
      const [status, location] = await moved(`https://communs.example${path}`)
      expect([status, location ?? "/"]).toEqual([expect.any(Number), expect.stringMatching(/^\/(?![/\\])/)])
    }
  })

  test("none of these requests was logged as an error", () => expect(communs.failures).toEqual([]))
})

test("an unreachable database: 503 with Retry-After, without the cause", async () => {
  const { db } = openDatabase("postgres://nobody:secret@127.0.0.1:1/none", 1)
  const logged: [string, unknown][] = []
  const outgoing = { guardedFetch: () => Promise.reject(new Error("nothing is asked")) }
  const secretKey = "a secret key of the tests, long enough"
  const app = webApp({
    db,
    origin: ORIGIN,
    fetchImage: createRemoteImages(outgoing.guardedFetch),
    outgoing,
    site: communs.site,
    secretKey,
    log: (...line) => logged.push(line),
  })
  const response = await app.request("/en/e/nec-lille-2023")
  expect(response.status).toBe(503)
  expect(response.headers.get("Cache-Control")).toBe("no-store")
  expect(response.headers.get("Retry-After")).toBe("30")
  const html = await response.text()
  expect(logged).toEqual([])
  expect(textOf(html)).toContain("Its database does not answer right now. Nothing was sent, nothing is lost")
  expect(html).not.toMatch(/secret|ECONNREFUSED|127\.0\.0\.1| at \w+ \(/)
  await db.destroy()
})

test("an unexpected error: 500 with a reference that is in the log, without the cause", async () => {
  // no table of ours is in it
  const { db } = openDatabase(inject("postgres").server, 1)
  const logged: [string, unknown][] = []
  const outgoing = { guardedFetch: () => Promise.reject(new Error("nothing is asked")) }
  const secretKey = "a secret key of the tests, long enough"
  const log = (...line: [string, unknown]) => logged.push(line)
  const app = webApp({
    db,
    origin: ORIGIN,
    fetchImage: createRemoteImages(outgoing.guardedFetch),
    outgoing,
    site: communs.site,
    secretKey,
    log,
  })
  const response = await app.request("/en/e/nec-lille-2023")
  expect([response.status, response.headers.get("Cache-Control")]).toEqual([500, "no-store"])
  expect(logged).toEqual([[expect.stringMatching(/^[0-9a-f]{8}$/), expect.objectContaining({ code: "42P01" })]])
  const html = await response.text()
  expect(textOf(html)).toContain(`The site could not answer. Nothing was sent. Reference: ${logged[0]![0]}.`)
  expect(html).not.toMatch(/relation|42P01| at \w+ \(/)
  await db.destroy()
})

describe("over HTTP", () => {
  test("security headers, no cookie", async () => {
    const { headers } = await ask("/fr")
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff")
    expect(headers.get("Referrer-Policy")).toBe("strict-origin-when-cross-origin")
    expect(headers.get("Strict-Transport-Security")).toBe("max-age=15552000")
    expect(headers.get("Set-Cookie")).toBe(null)
  })

  test("304 for a browser that has the page, compressed or not", async () => {
    const first = await ask("/fr/archives", { "Accept-Encoding": "gzip" })
    const tag = first.headers.get("ETag")!
    const again = await ask("/fr/archives", { "If-None-Match": tag, "Accept-Encoding": "gzip" })
    expect([again.status, await again.text(), again.headers.get("Vary")]).toEqual([304, "", "Accept"])
    expect((await ask("/en/archives", { "If-None-Match": tag })).status).toBe(200)
  })

  test("style and script lie at addresses of their content, for a year, in brotli", async () => {
    const html = await read("/fr")
    const paths = all(html, /(?:href|src)="(\/assets\/[^"]*)"/g)
    expect(paths).toHaveLength(3)
    const limits: Record<string, number> = { css: 5200, js: 1100, svg: 700 }
    for (const path of paths) {
      const response = await ask(path, { "Accept-Encoding": "gzip, deflate, br" })
      expect(response.headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable")
      expect(response.headers.get("Content-Encoding")).toBe("br")
      const bytes = Buffer.from(await response.arrayBuffer())
      expect(bytes.length).toBeLessThanOrEqual(limits[path.split(".").at(-1)!]!)
      const plain = brotliDecompressSync(bytes)
      expect(path).toContain(createHash("sha256").update(plain).digest("hex").slice(0, 12))
      const gzip = await ask(path, { "Accept-Encoding": "gzip" })
      expect(gunzipSync(Buffer.from(await gzip.arrayBuffer())).equals(plain)).toBe(true)
      expect(Buffer.from(await (await ask(path)).arrayBuffer()).equals(plain)).toBe(true)
    }
    expect((await ask("/assets/beffroi.000000000000.css")).status).toBe(404)
  })

  test("HEAD answers as GET, without a body", async () => {
    const response = await communs.app.request("/fr", { method: "HEAD" })
    expect([response.status, await response.text()]).toEqual([200, ""])
  })
})

test("what it costs and what is provided stand among the facts, in the language of the page", async () => {
  const factsOf = async (path: string) =>
    [...(await read(path)).matchAll(/<dt>(Tarif|Price|Accessibilit[éy])<\/dt>\s*<dd>(.*?)<\/dd>/gs)].map(match => [
      match[1],
      match[2],
    ])
  expect(await factsOf("/fr/e/edition-nationale")).toEqual([
    ["Tarif", "12,50\u00a0€"],
    ["Accessibilité", "accès en fauteuil roulant, boucle magnétique"],
  ])
  expect(await factsOf("/en/e/edition-nationale")).toEqual([
    ["Price", "12.50\u00a0€"],
    ["Accessibility", "wheelchair access, hearing loop"],
  ])
  expect(await factsOf("/fr/e/forum")).toEqual([])
})

describe("weight, compressed", () => {
  const size = async (path: string) => gzipSync(await read(path)).length

  test("an event with thirty sessions", async () =>
    expect(await size("/fr/e/edition-nationale")).toBeLessThanOrEqual(15_000))
  test("the archives", async () => expect(await size("/fr/archives")).toBeLessThanOrEqual(10_000))

  test("a home page of fifty events, in the other language", async () => {
    const { db, site } = communs
    for (let i = 0; i < 60; i++) {
      const day = new Date(NOW.getTime() + (20 + 7 * i) * 24 * 3600 * 1000).toISOString().slice(0, 10)
      const title = `Rencontre numéro ${i + 1} des communs de ${["Lyon", "Brest", "Lille"][i % 3]} ${i * 7919}`
      const place = { name: `Maison des associations ${i}`, locality: ["Lyon", "Brest", "Lille"][i % 3] }
      await createEvent(
        db,
        site,
        OPERATOR,
        parseInput(eventInput, {
          calendar: "agenda",
          title,
          start: `${day}T18:30`,
          end: `${day}T20:00`,
          place,
          tags: ["communs", `thème ${i}`],
          publish: true,
        }),
      )
    }
    const html = await read("/en")
    expect(all(html, /<li>\s*(<div class="(?:bay|twin))/g)).toHaveLength(49)
    expect(textOf(html)).toMatch(/Following events \(\w+ 2027 to \w+ 2028\)/)
    expect(gzipSync(html).length).toBeLessThanOrEqual(12_000)
    const second = await read("/en?page=2")
    expect(headings(second)[0]).toBe("Upcoming, page 2")
    expect(all(second, /<li>\s*(<div class="(?:bay|twin))/g).length).toBeGreaterThan(10)
    expect(second).toContain('<a class="btn" href="/en">Previous events</a>')
  })
})
