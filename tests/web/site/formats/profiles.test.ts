import ICAL from "ical.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Answer } from "../../../support/ask.ts"
import { LICENCE, openFormats } from "../../../support/formats.ts"
import { ORIGIN } from "../../../support/site.ts"

let site: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  site = await openFormats()
})
afterAll(() => site?.close())

describe("calendars", () => {
  const calendarOf = ({ text }: Answer) => new ICAL.Component(ICAL.parse(text) as unknown[])

  test("jCal is the same calendar as JSON", async () => {
    const jcal = await site.json("/@agenda.jcal")
    expect(jcal[0]).toBe("vcalendar")
    const back = new ICAL.Component(jcal)
    const plain = calendarOf(await site.ask("/@agenda.ics"))
    const summaries = (component: ICAL.Component) =>
      component.getAllSubcomponents("vevent").map(event => event.getFirstPropertyValue("uid"))
    expect(summaries(back)).toEqual(summaries(plain))
    expect(jcal[1].find(([name]: string[]) => name === "source")[3]).toBe(`${ORIGIN}/@agenda.jcal`)
  })

  test("the full profile adds places, people, structured data, licence and series, and leaves the rest as it is", async () => {
    const path = "/e/edition-nationale.ics"
    const [plain, full] = await Promise.all([site.ask(path), site.ask(`${path}?profile=full`)])
    const [event, ...sessions] = calendarOf(full).getAllSubcomponents("vevent")
    expect(sessions).toHaveLength(30)
    expect(event!.getAllSubcomponents("vlocation").map(place => place.getFirstPropertyValue("name"))).toEqual([
      "Palais",
    ])
    expect(
      event!
        .getAllSubcomponents("participant")
        .map(one => [one.getFirstPropertyValue("participant-type"), one.getFirstPropertyValue("summary")]),
    ).toEqual([["PLANNER-CONTACT", "Mission Société Numérique"]])
    expect(
      sessions[0]!
        .getAllSubcomponents("participant")
        .map(one => [one.getFirstPropertyValue("participant-type"), one.getFirstPropertyValue("summary")]),
    ).toEqual([
      ["SPEAKER", "Camille Martin"],
      ["SPEAKER", "Noé Diallo"],
    ])
    const links = event!.getAllProperties("link").map(link => [link.getFirstParameter("linkrel"), link.getFirstValue()])
    expect(links).toEqual([
      ["alternate", expect.stringMatching(/\/events\//)],
      ["license", LICENCE],
    ])
    expect(event!.getFirstPropertyValue("concept")).toBe(`${ORIGIN}/tags/communs`)
    expect(JSON.parse(String(event!.getFirstPropertyValue("structured-data")))).toMatchObject({
      "@type": "Event",
      name: "Édition nationale",
    })
    const refids = calendarOf(await site.ask("/tags/Wikip%C3%A9dia.ics?profile=full"))
      .getAllSubcomponents("vevent")
      .map(one => one.getFirstPropertyValue("refid"))
    expect([refids.length, new Set(refids).size]).toEqual([6, 1])
    const lines = new Set(full.text.split("\r\n"))
    expect(plain.text.split("\r\n").filter(line => !lines.has(line))).toEqual([])
    for (const line of full.text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })

  test("a place, an organiser, the archives and a search are calendars too", async () => {
    const titles = async (path: string) =>
      calendarOf(await site.ask(path))
        .getAllSubcomponents("vevent")
        .map(event => event.getFirstPropertyValue("summary"))
    expect(await titles("/lieux/salle-du-conseil-paris.ics")).toEqual(["Séance plénière ouverte au public"])
    expect(await titles("/organisateurs/DINUM.ics?from=2023-01-01")).toEqual([
      "Vers un État partenaire des communs numériques",
      "Pour lutter contre les pollutions, quelles contributions numériques citoyennes ?",
    ])
    expect(await titles("/archives.ics?annee=2018")).toEqual(["NEC+Ultra", "Numérique en Commun[s] 2018"])
    expect(await titles("/recherche.ics?q=audition")).toEqual(["Audition : interopérabilité et réseaux fédérés"])
    expect(await titles("/recherche.ics?lieu=en-ligne")).toEqual([
      "EN LIGNE · Atelier passé en ligne",
      "Audition : interopérabilité et réseaux fédérés",
    ])
    expect(await titles("/recherche.ics?tag=communs&lieu=Marseille")).toEqual([
      "Numérique en Commun[s] : édition locale",
    ])
    expect(await titles("/recherche.ics?q=communs&de=2023-05-10&a=2023-05-31")).toEqual([
      "Vers un État partenaire des communs numériques",
      "Communs numériques : vers un modèle numérique européen souverain et durable ?",
    ])
    const head = (await site.ask("/recherche.ics?q=audition&lieu=Paris&de=2026-01-01")).text.replaceAll("\r\n ", "")
    expect(head).toContain(`SOURCE;VALUE=URI:${ORIGIN}/recherche.ics?q=audition&lieu=Paris\r\n`)
    expect(head).toContain(`URL:${ORIGIN}/recherche?q=audition&lieu=Paris\r\n`)
    expect(head).toContain("NAME:« audition » · Paris · Communs numériques\r\n")
  })
})
