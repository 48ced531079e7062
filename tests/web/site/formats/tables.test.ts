import { DOMParser } from "@xmldom/xmldom"
import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { eventColumns, interviewColumns } from "../../../../src/feeds/data/csv.ts"
import { publicEvents } from "../../../../src/store/public/events.ts"
import { publicInterviews } from "../../../../src/store/public/interviews.ts"
import { ASKED, LICENCE, openFormats, rowsOf } from "../../../support/formats.ts"
import { ORIGIN } from "../../../support/site.ts"

let site: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  site = await openFormats()
})
afterAll(() => site?.close())

describe("tables", () => {
  test("CSV has a row for each public event, in the order of their dates, each with its source and licence", async () => {
    const text = await site.read("/tout.csv")
    expect(text.startsWith("\ufeffid,uid,page,title,")).toBe(true)
    expect(text.replace(/"(?:[^"]|"")*"/g, "").replaceAll("\r\n", "")).not.toMatch(/[\r\n]/)
    const rows = rowsOf(text)
    const events = await publicEvents(site.db, {})
    expect(rows.map(row => row.id)).toEqual(events.map(event => `${ORIGIN}/events/${event.id}`))
    expect(Object.keys(rows[0]!)).toEqual(eventColumns)
    expect(new Set(rows.map(row => `${row.source} ${row.licence}`))).toEqual(new Set([`Communs numériques ${LICENCE}`]))
    const of = (slug: string) => rows.find(row => row.page === `${ORIGIN}/e/${slug}`)!
    expect(of("demo-pleniere")).toMatchObject({
      title: "Séance plénière ouverte au public",
      status: "scheduled",
      full: "false",
      start: "2026-11-30T14:00:00+01:00",
      end: "2026-11-30T17:00:00+01:00",
      all_day: "false",
      time_zone: "Europe/Paris",
      calendar: "agenda",
      attendance: "offline",
      places: "Salle du conseil, Paris",
      street: "20 avenue de Ségur",
      postal_code: "75007",
      locality: "Paris",
      latitude: "48.8496",
      longitude: "2.3085",
      tags: "plénière",
    })
    expect(of("demo-reunion")).toMatchObject({ start: "2027-01-20T09:00:00+04:00", latitude: "-20.8907" })
    expect(of("demo-nec-local")).toMatchObject({
      start: "2027-01-05",
      end: "2027-01-06",
      places: "Halle aux communs, Marseille; Friche numérique, Marseille",
    })
    expect([of("demo-audition").attendance, of("etat-partenaire-2023").attendance]).toEqual(["online", ""])
    expect(
      ["demo-wikipedia", "demo-wikipedia-2", "deplace", "reporte", "en-ligne"].map(slug => [
        of(slug).status,
        of(slug).full,
      ]),
    ).toEqual([
      ["scheduled", "true"],
      ["cancelled", "false"],
      ["rescheduled", "false"],
      ["postponed", "false"],
      ["moved-online", "false"],
    ])
    expect(of("image")).toMatchObject({
      image: "https://images.example/bell.png",
      image_alt: "Deux personnes devant l'école",
      image_credit: "Camille Martin",
    })
  })

  test("the table of a calendar of interviews holds interviews", async () => {
    const rows = rowsOf(await site.read("/@entretiens.csv"))
    const interviews = await publicInterviews(site.db)
    expect(Object.keys(rows[0]!)).toEqual(interviewColumns)
    expect(rows.map(row => row.title)).toEqual(interviews.map(interview => interview.title))
    expect(rows[0]).toMatchObject({ date: "2026-11-20", original_name: "Blog Binaire, Le Monde", licence: LICENCE })
  })

  test("XML holds the sessions too, in the words of the API", async () => {
    const document = new DOMParser().parseFromString(await site.read("/e/edition-nationale.xml"), "application/xml")
    const [event, ...others] = document.getElementsByTagName("event")
    expect(others).toEqual([])
    const texts = (name: string) => [...event!.getElementsByTagName(name)].map(element => element.textContent)
    expect(texts("session")).toHaveLength(30)
    expect([texts("start")[0], texts("locality"), texts("organiser"), texts("room").slice(0, 3)]).toEqual([
      "2026-12-09",
      ["Lyon"],
      ["Mission Société Numérique"],
      ["Salle 1", "Salle 2", "Salle 3"],
    ])
    const whole = new DOMParser().parseFromString(await site.read("/tout.xml"), "application/xml")
    expect(whole.getElementsByTagName("event")).toHaveLength((await publicEvents(site.db, {})).length)
    expect(whole.getElementsByTagName("interview")).toHaveLength((await publicInterviews(site.db)).length)
    expect(whole.documentElement!.getAttribute("licence")).toBe(LICENCE)
  })

  test("JSON-LD says states, how to attend, series with their schedule, licence", async () => {
    const feed = await site.json("/tout.jsonld")
    expect(feed).toMatchObject({ "@context": "https://schema.org", "@type": "DataFeed", license: LICENCE })
    const elements: Record<string, unknown>[] = feed.dataFeedElement
    const [series, ...more] = elements.filter(element => element["@type"] === "EventSeries")
    expect(more).toEqual([])
    expect(series!.eventSchedule).toEqual({
      "@type": "Schedule",
      repeatFrequency: "P28D",
      repeatCount: 6,
      startDate: "2026-12-14",
      endDate: "2027-05-03",
      startTime: "18:30",
      endTime: "20:30",
      scheduleTimezone: "Europe/Paris",
    })
    const events = elements.filter(element => element["@type"] === "Event")
    expect(events).toHaveLength((await publicEvents(site.db, {})).length)
    const occurrences = events.filter(event => event.superEvent)
    expect(occurrences.map(event => event.superEvent)).toEqual(Array(6).fill({ "@id": series!["@id"] }))
    expect(series!.subEvent).toEqual(occurrences.map(event => ({ "@id": event["@id"] })))
    const of = (slug: string) => events.find(event => event.url === `${ORIGIN}/e/${slug}`)!
    expect(
      ["demo-wikipedia-2", "deplace", "en-ligne"].map(slug => [of(slug).eventStatus, of(slug).eventAttendanceMode]),
    ).toEqual([
      ["https://schema.org/EventCancelled", "https://schema.org/OfflineEventAttendanceMode"],
      ["https://schema.org/EventRescheduled", "https://schema.org/OfflineEventAttendanceMode"],
      ["https://schema.org/EventMovedOnline", "https://schema.org/OnlineEventAttendanceMode"],
    ])
    expect(of("deplace")).toMatchObject({
      previousStartDate: "2026-12-01T14:00:00+01:00",
      startDate: "2026-12-08T14:00:00+01:00",
      subjectOf: { license: LICENCE, url: `${ORIGIN}/e/deplace` },
    })
    expect((of("edition-nationale").subEvent as unknown[]).length).toBe(30)
    expect(elements.filter(element => element["@type"] === "Article")).toHaveLength(
      (await publicInterviews(site.db)).length,
    )
  })

  test("OpenAgenda's numbers of states and modes", async () => {
    const { total, events } = await site.json("/openagenda.json")
    expect(total).toBe((await publicEvents(site.db, {})).length)
    const of = (slug: string) => events.find((event: { slug: string }) => event.slug === slug)
    expect(
      ["demo-pleniere", "deplace", "en-ligne", "reporte", "demo-wikipedia", "demo-wikipedia-2"].map(slug => [
        of(slug).status,
        of(slug).attendanceMode,
      ]),
    ).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 1],
      [5, 1],
      [6, 1],
    ])
    expect(of("demo-pleniere")).toMatchObject({
      title: { fr: "Séance plénière ouverte au public" },
      timings: [{ begin: "2026-11-30T14:00:00+01:00", end: "2026-11-30T17:00:00+01:00" }],
      location: { name: "Salle du conseil", city: "Paris", countryCode: "FR", latitude: 48.8496 },
      licence: LICENCE,
    })
    expect(of("demo-nec-local").timings).toEqual([
      { begin: "2027-01-05T00:00:00+01:00", end: "2027-01-06T23:59:59+01:00" },
    ])
    expect(of("open-source-summit").title).toEqual({ en: "Europe's commons: a summit" })
    expect(new Set(events.map((event: { uid: number }) => event.uid)).size).toBe(total)
  })

  test("dates narrow tables, both days included; without, all there is", async () => {
    const pages = async (path: string) => rowsOf(await site.read(path)).map(row => row.page!.split("/").at(-1))
    expect(await pages("/@agenda.csv?from=2023-05-10&to=2023-05-31")).toEqual(["etat-partenaire-2023", "csnp-2023"])
    expect(await pages("/@evenements.csv?to=2018-12-31")).toEqual(["nec-ultra-2018", "nec-nantes-2018"])
    expect(await pages("/@entretiens.csv?from=2023-06-02&to=2023-09-08")).toEqual([
      "louise-frion",
      "stefano-zacchiroli",
      "vincent-bachelet",
    ])
  })

  test("the catalogue names every calendar with its formats, for harvesters of open data", async () => {
    const catalogue = await site.json("/catalogue.jsonld")
    const datasets: Record<string, unknown>[] = catalogue["dcat:dataset"]
    expect(datasets.map(dataset => dataset["@id"])).toEqual([
      `${ORIGIN}/@agenda`,
      `${ORIGIN}/@evenements`,
      `${ORIGIN}/@entretiens`,
    ])
    const addresses = datasets.flatMap(dataset =>
      (dataset["dcat:distribution"] as Record<string, unknown>[]).map(one => {
        expect(one["dct:license"]).toEqual({ "@id": LICENCE })
        return [one["@id"] as string, (one["dcat:mediaType"] as { "@id": string })["@id"]] as const
      }),
    )
    expect(addresses).toHaveLength(13)
    for (const [address, type] of addresses) {
      const { status, headers } = await site.ask(address.slice(ORIGIN.length))
      expect([
        status,
        `https://www.iana.org/assignments/media-types/${headers["content-type"]!.split(";")[0]}`,
      ]).toEqual([200, type])
    }
  })

  test("more than 5,000 events: the latest, and a link to the others", async () => {
    const [event] = await publicEvents(site.db, { upcoming: ASKED, limit: 1 })
    await sql`insert into event select c.* from generate_series(1, 5100) n
      cross join lateral jsonb_populate_record(null::event, to_jsonb((select e from event e where e.id = ${event!.id}))
        || jsonb_build_object('id', gen_random_uuid(), 'uid', 'foule-' || n, 'slug', 'foule-' || n, 'tags', array['foule'],
          'starts_at', timestamptz '2027-01-01T12:00:00Z' + n * interval '6 hours')) c`.execute(site.db)
    const answer = await site.ask("/tags/foule.csv")
    const slugs = (text: string) => rowsOf(text).map(row => row.page!.split("/").at(-1))
    expect(slugs(answer.text)).toEqual(Array.from({ length: 5000 }, (_, n) => `foule-${n + 101}`))
    const [, next] = /^<(.*)>; rel="next"$/.exec(String(answer.headers.link)) ?? []
    expect(next).toBe(`${ORIGIN}/tags/foule.csv?to=2027-01-26`)
    const others = await site.ask(next!.slice(ORIGIN.length))
    // the day on which the first part begins is in both
    expect(slugs(others.text)).toEqual(Array.from({ length: 101 }, (_, n) => `foule-${n + 1}`))
    expect(others.headers.link).toBeUndefined()
    await sql`delete from event where uid like 'foule-%'`.execute(site.db)
  })
})
