import { parseAtomFeed, parseRssFeed } from "feedsmith"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { publicEvents } from "../../../../src/store/public/events.ts"
import { publicInterviews } from "../../../../src/store/public/interviews.ts"
import { LICENCE, openFormats, PAGES } from "../../../support/formats.ts"
import { ORIGIN } from "../../../support/site.ts"

let site: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  site = await openFormats()
})
afterAll(() => site?.close())

describe("feeds to read", () => {
  const feeds = async (page: string) => {
    const [atom, rss, feed] = await Promise.all(["atom", "rss", "json"].map(format => site.read(`${page}.${format}`)))
    return {
      atom: parseAtomFeed(atom!).entries!,
      rss: parseRssFeed(rss!).items!,
      json: JSON.parse(feed!).items as Record<string, string>[],
      title: [parseAtomFeed(atom!).title?.value, parseRssFeed(rss!).title, JSON.parse(feed!).title],
    }
  }

  test.each(PAGES)("%s has the same entries in Atom, RSS and JSON Feed, newest first", async page => {
    const { atom, rss, json, title } = await feeds(page)
    expect(new Set(title).size).toBe(1)
    const entries = json.map(item => [item.id, item.title, item.url, new Date(item.date_published!).toISOString()])
    expect(
      atom.map(entry => [
        entry.id,
        entry.title?.value,
        entry.links?.[0]?.href,
        new Date(entry.published!).toISOString(),
      ]),
    ).toEqual(entries)
    expect(rss.map(item => [item.guid?.value, item.title, item.link, new Date(item.pubDate!).toISOString()])).toEqual(
      entries,
    )
    const dates = json.map(item => Date.parse(item.date_published!))
    expect(dates).toEqual(dates.toSorted((a, b) => b - a))
    expect(new Set(json.map(item => item.id)).size).toBe(json.length)
  })

  test("events, what changed of them, and interviews", async () => {
    const { json } = await feeds("/tout")
    const kinds = Map.groupBy(json, item => item.id!.split("/")[3]!)
    expect([...kinds].map(([kind, items]) => [kind, items.length]).sort()).toEqual([
      ["events", (await publicEvents(site.db, {})).length],
      ["interviews", (await publicInterviews(site.db)).length],
      ["news", 5],
    ])
    expect(
      kinds
        .get("news")!
        .map(item => [item.title, item.summary])
        .sort(),
    ).toEqual([
      [
        "ANNULÉ · Atelier de contribution à Wikipédia",
        "ANNULÉ · Atelier de contribution à Wikipédia. Date prévue : lun. 11 janv. 2027, 18h30–20h30, Bibliothèque municipale, Nantes. La bibliothèque ferme pour travaux.",
      ],
      [
        "COMPLET · Atelier de contribution à Wikipédia",
        "COMPLET · Il n'y a plus de place pour Atelier de contribution à Wikipédia.",
      ],
      [
        "EN LIGNE · Atelier passé en ligne",
        "EN LIGNE · Atelier passé en ligne aura lieu en visioconférence, à la même heure.",
      ],
      ["REPORTÉ · Conseil déplacé", kinds.get("news")!.find(item => item.title!.includes("Conseil"))!.summary],
      [
        "REPORTÉ · Table ronde reportée",
        "REPORTÉ · Table ronde reportée. La nouvelle date sera annoncée ici. La salle est fermée.",
      ],
    ])
  })

  test("an entry says date and place in words first, and for machines", async () => {
    const { atom, json } = await feeds("/@agenda")
    const index = json.findIndex(item => item.url === `${ORIGIN}/e/demo-pleniere`)
    expect(json[index]).toMatchObject({
      summary:
        "lundi 30 novembre 2026, de 14 h à 17 h · Salle du conseil, Paris · Ordre du jour publié une semaine avant ; séance retransmise.",
      tags: ["plénière"],
      language: "fr",
      authors: [{ name: "Agenda des communs numériques", url: `${ORIGIN}/@agenda` }],
      _event: {
        about: `${ORIGIN}/donnees-ouvertes`,
        status: "scheduled",
        start: "2026-11-30T14:00:00+01:00",
        end: "2026-11-30T17:00:00+01:00",
        timeZone: "Europe/Paris",
        places: [{ name: "Salle du conseil", street: "20 avenue de Ségur", locality: "Paris", latitude: 48.8496 }],
        source: "Communs numériques",
        licence: LICENCE,
      },
    })
    expect(atom[index]!.georss?.point).toEqual({ lat: 48.8496, lng: 2.3085 })
    expect(atom[index]!.content?.value).toContain(
      "<strong>lundi 30 novembre 2026, de 14 h à 17 h · Salle du conseil, Paris</strong>",
    )
    const postponed = json.find(item => item.url === `${ORIGIN}/e/reporte` && item.id!.includes("/events/"))!
    expect([postponed.title, postponed.summary]).toEqual([
      "REPORTÉ · Table ronde reportée",
      "date à venir, au lieu de : jeudi 3 décembre 2026, de 10 h à 12 h",
    ])
  })

  test("descriptions come as HTML of ours: no script, no image of others, no javascript link", async () => {
    const { json } = await feeds("/e/open-source-summit")
    const html = json.find(item => item.id!.includes("/events/"))!.content_html!
    expect(html).toContain("<h1>What</h1>")
    expect(html).toContain('<a href="https://images.example.org/bell.jpg">A bell</a>')
    expect(html).not.toMatch(/<script|<img|href="javascript/i)
  })

  test("an interview keeps the day of its first publication", async () => {
    const { json, title } = await feeds("/@entretiens")
    expect(title[0]).toBe("Paroles de communs")
    expect(json.map(item => [item.date_published!.slice(0, 10), item.title])).toEqual(
      (await publicInterviews(site.db)).map(interview => [interview.date, interview.title]),
    )
    expect(json[0]!.content_html).toContain(
      '<a href="https://binaire.example/2026/entretien">Blog Binaire, Le Monde</a>',
    )
  })
})
