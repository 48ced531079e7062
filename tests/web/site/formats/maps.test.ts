import { check } from "@placemarkio/check-geojson"
import { DOMParser } from "@xmldom/xmldom"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { LICENCE, openFormats } from "../../../support/formats.ts"
import { ORIGIN } from "../../../support/site.ts"

let site: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  site = await openFormats()
})
afterAll(() => site?.close())

describe("maps", () => {
  const spots = async (path: string): Promise<string[]> =>
    (await site.json(path)).features.map((feature: { properties: { url: string } }) =>
      feature.properties.url.split("/").at(-1),
    )

  test("GeoJSON is valid, and has the properties that uMap shows", async () => {
    const text = await site.read("/tout.geojson")
    const { features } = check(text) as unknown as {
      features: { id: string; geometry: { coordinates: number[] }; properties: Record<string, unknown> }[]
    }
    const pleniere = features.find(feature => feature.properties.url === `${ORIGIN}/e/demo-pleniere`)!
    expect(pleniere.geometry.coordinates).toEqual([2.3085, 48.8496])
    expect(pleniere.properties).toMatchObject({
      name: "Séance plénière ouverte au public",
      description: `**lundi 30 novembre 2026, de 14 h à 17 h**\nSalle du conseil, Paris, 20 avenue de Ségur\nOrdre du jour publié une semaine avant ; séance retransmise.\n[[${ORIGIN}/e/demo-pleniere|Voir le rendez-vous]]`,
      _umap_options: { color: "#0b5b53" },
      source: "Communs numériques",
      licence: LICENCE,
    })
    expect(new Set(features.map(feature => feature.id)).size).toBe(features.length)
  })

  test("each venue that has coordinates; nothing that takes place online", async () => {
    const local = (await site.json("/e/demo-nec-local.geojson")).features
    expect(
      local.map((feature: { id: string; properties: { place: string } }) => [
        feature.id.replace(/.*#/, "#"),
        feature.properties.place,
      ]),
    ).toEqual([
      [local[0].id, "Halle aux communs, Marseille"],
      ["#2", "Friche numérique, Marseille"],
    ])
    expect(await spots("/e/en-ligne.geojson")).toEqual([])
    expect(await spots("/e/demo-audition.geojson")).toEqual([])
  })

  test("30 days back and 18 months ahead, or the dates that are asked for", async () => {
    expect((await spots("/@evenements.geojson")).filter(slug => /\d{4}$/.test(slug))).toEqual([])
    expect(await spots("/@evenements.geojson?from=2018-01-01&to=2018-12-31")).toEqual([
      "nec-nantes-2018",
      "nec-nantes-2018",
    ])
    expect(await spots("/archives.geojson?annee=2018")).toEqual(["nec-nantes-2018", "nec-nantes-2018"])
  })

  test.each([
    ["bbox=-2,47,-1,48", ["demo-wikipedia"]],
    ["west=-2&south=47&east=-1&north=48", ["demo-wikipedia"]],
    ["bbox=54,-22,56,-20", ["demo-reunion"]],
    // a map turned once round the world
    ["bbox=414,-22,416,-20", ["demo-reunion"]],
    // over the date line: from 170° east to 60° east the long way round
    ["bbox=170,-22,60,-20", ["demo-reunion"]],
    ["bbox=100,-22,170,-20", []],
  ])("?%s shows what is in that part of the world", async (query, expected) => {
    const shown = await spots(`/tout.geojson?${query}`)
    expect([...new Set(shown.map(slug => slug.replace(/-\d$/, "")))]).toEqual(expected)
  })

  test("the whole world in one turn is everything", async () => {
    expect(await spots("/tout.geojson?bbox=-200,-90,200,90")).toEqual(await spots("/tout.geojson"))
  })

  test("KML has the same venues", async () => {
    const document = new DOMParser().parseFromString(await site.read("/tout.kml"), "application/xml")
    const placemarks = [...document.getElementsByTagName("Placemark")]
    const names = placemarks.map(placemark => placemark.getElementsByTagName("name")[0]!.textContent)
    expect(names).toEqual(
      (await site.json("/tout.geojson")).features.map((f: { properties: { name: string } }) => f.properties.name),
    )
    expect(document.getElementsByTagName("coordinates")[0]!.textContent).toBe("2.3085,48.8496")
  })
})
