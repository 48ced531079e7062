import ICAL from "ical.js"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cancelEvent } from "../../../../src/actions/events/cancel.ts"
import { createEvent } from "../../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../../src/actions/events/delete.ts"
import { rescheduleEvent } from "../../../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../../../src/actions/events/update.ts"
import { OPERATOR } from "../../../../src/domain/by.ts"
import { eventInput } from "../../../../src/input/event.ts"
import { parseInput } from "../../../../src/input/parse.ts"
import { readEvent } from "../../../../src/store/events.ts"
import { ASKED, LICENCE, openFormats } from "../../../support/formats.ts"
import { ORIGIN } from "../../../support/site.ts"

let server: Awaited<ReturnType<typeof openFormats>>
beforeAll(async () => {
  server = await openFormats()
})
afterAll(() => server?.close())

const PATH = "/e/edition-nationale/programme/seance-4-2"

/** An event far away with a programme of two, under a slug of its own. */
const publish = (slug: string, more: object = {}) =>
  createEvent(
    server.db,
    server.site,
    OPERATOR,
    parseInput(eventInput, {
      slug,
      calendar: "agenda",
      title: "Journée à Saint-Denis",
      start: "2026-12-20",
      timeZone: "Indian/Reunion",
      programme: [
        { slug: "ouverture", title: "Ouverture", start: "2026-12-20T09:00", end: "2026-12-20T10:00", room: "Salle A" },
        { slug: "suite", title: "La suite" },
      ],
      publish: true,
      ...more,
    }),
  )
const eventsOf = async (path: string) => {
  const { status, text } = await server.ask(path)
  expect(status).toBe(200)
  return new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents("vevent")
}
const startOf = (event: ICAL.Component | undefined) => {
  const start = event!.getFirstProperty("dtstart")!
  return [start.getFirstParameter("tzid"), String(start.getFirstValue())]
}

describe("the calendar of one session", () => {
  test("holds it alone, as the calendar of its event does", async () => {
    const { status, headers, text } = await server.ask(`${PATH}.ics`)
    expect([status, headers["content-type"], headers["content-disposition"]]).toEqual([
      200,
      "text/calendar; charset=utf-8",
      'inline; filename="edition-nationale-seance-4-2.ics"',
    ])
    const [event, ...sessions] = await eventsOf("/e/edition-nationale.ics")
    const [own, ...others] = await eventsOf(`${PATH}.ics`)
    expect(others).toEqual([])
    const same = sessions.find(one => one.getFirstPropertyValue("uid") === own!.getFirstPropertyValue("uid"))
    expect(own!.toString()).toBe(same!.toString())
    const parent = own!.getFirstProperty("related-to")!
    expect([parent.getFirstParameter("reltype"), parent.getFirstValue()]).toEqual([
      "PARENT",
      event!.getFirstPropertyValue("uid"),
    ])
    expect(startOf(own)).toEqual(["Europe/Paris", "2026-12-10T09:00:00"])
    const head = text.replaceAll("\r\n ", "").split("BEGIN:VTIMEZONE")[0]!.split("\r\n")
    expect(head.filter(line => /^(NAME|DESCRIPTION|SOURCE|URL)/.test(line))).toEqual([
      "NAME:Séance 4.2 : gouverner et financer un commun numérique",
      "DESCRIPTION:Deux retours d'expérience\\, puis un atelier pour repartir avec une méthode.",
      `SOURCE;VALUE=URI:${ORIGIN}${PATH}.ics`,
      `URL:${ORIGIN}/e/edition-nationale/programme#s-seance-4-2`,
    ])
  })

  test("is in the zone of its event, which alone it brings", async () => {
    await publish("reunion")
    const { text } = await server.ask("/e/reunion/programme/ouverture.ics")
    expect(text.match(/^TZID:.*$/gm)).toEqual(["TZID:Indian/Reunion"])
    expect(startOf((await eventsOf("/e/reunion/programme/ouverture.ics"))[0])).toEqual([
      "Indian/Reunion",
      "2026-12-20T09:00:00",
    ])
  })

  test("without a time it is a calendar without events, which readers can parse", async () => {
    expect(await eventsOf("/e/reunion/programme/suite.ics")).toEqual([])
    expect((await server.read("/e/reunion/programme/suite.ics")).match(/BEGIN:VTIMEZONE/g)).toHaveLength(1)
  })

  test("is answered with 304 until it changes; it goes along when its event moves, and is cancelled with it", async () => {
    await publish("mouvant")
    const path = "/e/mouvant/programme/ouverture.ics"
    const first = await server.ask(path)
    const { etag } = first.headers
    const again = await server.ask(path, { "If-None-Match": etag! })
    expect([again.status, again.text]).toEqual([304, ""])
    const [before] = await eventsOf(path)

    server.setClock(new Date(ASKED.getTime() + 60_000))
    const { id } = (await readEvent(server.db, { slug: "mouvant" }))!
    await rescheduleEvent(server.db, server.site, OPERATOR, id, { start: "2026-12-22" })
    const moved = await server.ask(path, { "If-None-Match": etag! })
    expect([
      moved.status,
      Date.parse(moved.headers["last-modified"]!) > Date.parse(first.headers["last-modified"]!),
    ]).toEqual([200, true])
    const [after] = await eventsOf(path)
    expect(startOf(after)).toEqual(["Indian/Reunion", "2026-12-22T09:00:00"])
    expect(after!.getFirstPropertyValue("uid")).toBe(before!.getFirstPropertyValue("uid"))
    expect(Number(after!.getFirstPropertyValue("sequence"))).toBeGreaterThan(
      Number(before!.getFirstPropertyValue("sequence")),
    )

    await cancelEvent(server.db, server.site, OPERATOR, id, "Cyclone.")
    const [cancelled] = await eventsOf(path)
    expect([cancelled!.getFirstPropertyValue("status"), cancelled!.getFirstPropertyValue("summary")]).toEqual([
      "CANCELLED",
      "ANNULÉ · Ouverture",
    ])
    server.setClock(ASKED)
  })

  test("has more on request; a wrong request is refused with the reason", async () => {
    const [full] = await eventsOf(`${PATH}.ics?profile=full`)
    expect(full!.getAllSubcomponents("participant").map(one => one.getFirstPropertyValue("summary"))).toEqual([
      "Camille Martin",
      "Noé Diallo",
    ])
    const { status, text } = await server.ask(`${PATH}.ics?profile=tout`)
    expect([status, JSON.parse(text).errors]).toEqual([
      400,
      [{ field: "profile", reason: 'must be "full", or absent' }],
    ])
  })

  test("is not there for what is no public session, and gone when its event is", async () => {
    await publish("passager")
    const { id } = (await readEvent(server.db, { slug: "passager" }))!
    const path = "/e/passager/programme/ouverture.ics"
    const status = async (path: string) => (await server.ask(path)).status
    expect(await status(path)).toBe(200)
    expect(await status("/e/passager/programme/autre.ics")).toBe(404)
    expect(await status("/e/inconnu/programme/ouverture.ics")).toBe(404)
    expect(await status(`${PATH}.csv`)).toBe(404)
    await updateEvent(server.db, server.site, OPERATOR, id, {
      programme: parseInput(eventInput, {
        title: "Journée",
        calendar: "agenda",
        start: "2026-12-20",
        programme: [{ slug: "suite", title: "La suite" }],
      }).programme,
    })
    expect(await status(path)).toBe(404)
    await deleteEvent(server.db, server.site, OPERATOR, id)
    for (const format of ["ics", "jcal", "jsonld"]) {
      const { status, text } = await server.ask(`/e/passager/programme/suite.${format}`)
      expect([status, JSON.parse(text).title]).toEqual([410, "This event was deleted"])
    }
    await publish("cache", { publish: false })
    expect(await status("/e/cache/programme/ouverture.ics")).toBe(404)
  })

  test("can only be read", async () => {
    expect((await server.ask(`${PATH}.ics`, {}, "POST")).status).toBe(405)
  })
})

describe("one session", () => {
  test("as jCal is the same calendar", async () => {
    const jcal = new ICAL.Component(await server.json(`${PATH}.jcal`))
    const [plain] = await eventsOf(`${PATH}.ics`)
    expect(jcal.getFirstSubcomponent("vevent")!.toString()).toBe(plain!.toString())
  })

  test("as JSON-LD names its event, place, licence and nothing of the other sessions", async () => {
    const feed = await server.json(`${PATH}.jsonld`)
    const event = (await server.json("/e/edition-nationale.jsonld")).dataFeedElement[0]
    expect(feed).toMatchObject({ "@id": `${ORIGIN}${PATH}.jsonld`, license: LICENCE })
    expect(feed.dataFeedElement).toEqual([
      {
        ...event.subEvent.find((one: { url: string }) => one.url.endsWith("#s-seance-4-2")),
        organizer: event.organizer,
        superEvent: {
          "@type": "Event",
          "@id": event["@id"],
          url: `${ORIGIN}/e/edition-nationale`,
          name: "Édition nationale",
          startDate: "2026-12-09",
          endDate: "2026-12-10",
        },
        subjectOf: { ...event.subjectOf, url: `${ORIGIN}/e/edition-nationale/programme#s-seance-4-2` },
      },
    ])
  })
})

describe("the programme in a list", () => {
  const linksOf = async (page: string) => {
    const response = await server.app.request(page)
    expect(response.status).toBe(200)
    return [
      ...(await response.text()).matchAll(/<a href="([^"]*\.ics)">([^<]*)<span class="vh">(.*?)<\/span><\/a>/g),
    ].map(([, ...values]) => values)
  }

  test("adds each session that has a time to one's calendar, in words that tell which", async () => {
    await publish("lien")
    expect(await linksOf("/fr/e/lien/programme")).toEqual([
      ["/e/lien/programme/ouverture.ics", "Ajouter à mon agenda", "\u00a0: Ouverture"],
    ])
    expect(await linksOf("/en/e/lien/programme")).toEqual([
      ["/e/lien/programme/ouverture.ics", "Add to my calendar", ': <span lang="fr">Ouverture</span>'],
    ])
    expect(await linksOf("/fr/e/edition-nationale/programme")).toHaveLength(30)
  })

  test("does not add what is over or cancelled", async () => {
    expect(await linksOf("/fr/e/nec-lille-2023/programme")).toEqual([])
    const { id } = (await readEvent(server.db, { slug: "lien" }))!
    await cancelEvent(server.db, server.site, OPERATOR, id)
    expect(await linksOf("/fr/e/lien/programme")).toEqual([])
  })
})
