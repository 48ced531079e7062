import { Hono } from "hono"
import { describe, expect, test } from "vitest"
import { API } from "../../src/domain/addresses/api.ts"
import { FEEDS } from "../../src/domain/addresses/feeds.ts"
import { paths } from "../../src/domain/paths.ts"

const ID = "7f9c24e8-3b12-4fef-9d2c-1f4c1d1f0a11"

describe("an address", () => {
  test.each([
    ["actor", paths.actor("agenda"), "/actors/agenda", paths.actor.parse, { handle: "agenda" }],
    ["inbox", paths.inbox("agenda"), "/actors/agenda/inbox", paths.inbox.parse, { handle: "agenda" }],
    ["event", paths.event(ID), `/events/${ID}`, paths.event.parse, { id: ID }],
    ["place", paths.place(ID, 12), `/places/${ID}/v12`, paths.place.parse, { id: ID, version: 12 }],
    ["shared inbox", paths.sharedInbox(), "/inbox", paths.sharedInbox.parse, {}],
    ["calendar page", paths.calendarPage("nec_2026"), "/@nec_2026", paths.calendarPage.parse, { handle: "nec_2026" }],
    ["tag", paths.tagPage("a/b?c é"), "/tags/a%2Fb%3Fc%20%C3%A9", paths.tagPage.parse, { tag: "a/b?c é" }],
    ["tag of a percent sign", paths.tagPage("100 %"), "/tags/100%20%25", paths.tagPage.parse, { tag: "100 %" }],
    ["tag feed", FEEDS.tag("a.b", "ics"), "/tags/a.b.ics", FEEDS.tag.parse, { tag: "a.b", format: "ics" }],
    [
      "session feed",
      FEEDS.session("nec", "ouverture", "jcal"),
      "/e/nec/programme/ouverture.jcal",
      FEEDS.session.parse,
      { slug: "nec", session: "ouverture", format: "jcal" },
    ],
    [
      "partner",
      paths.partnerPage("theatre@partner.example:8080"),
      "/partenaires/theatre@partner.example:8080",
      paths.partnerPage.parse,
      { address: "theatre@partner.example:8080" },
    ],
    [
      "CalDAV entry",
      paths.davEntry("agenda", ID),
      `/dav/calendars/agenda/${ID}.ics`,
      paths.davEntry.parse,
      { handle: "agenda", id: ID },
    ],
    ["API event", API.cancelEvent(ID), `/api/v1/events/${ID}/cancel`, API.cancelEvent.parse, { id: ID }],
  ])("%s is built and read back", (_, built, path, parse, values) => {
    expect(built).toBe(path)
    expect(parse(path)).toEqual(values)
  })

  test.each([
    ["another kind", paths.event.parse(`/news/${ID}`)],
    ["something below it", paths.event.parse(`/events/${ID}/likes`)],
    ["something before it", paths.event.parse(`/fr/events/${ID}`)],
    ["an id in capitals", paths.event.parse(`/events/${ID.toUpperCase()}`)],
    ["no version", paths.place.parse(`/places/${ID}/v0`)],
    ["a handle that is too long", paths.actor.parse(`/actors/${"a".repeat(31)}`)],
    ["a line after it", paths.actor.parse("/actors/agenda\n")],
    ["another format", FEEDS.session.parse("/e/nec/programme/ouverture.csv")],
    ["a percent sign alone", paths.tagPage.parse("/tags/100%")],
    ["a dot that is another character", paths.davEntry.parse(`/dav/calendars/agenda/${ID}xics`)],
  ])("%s is not read", (_, values) => expect(values).toBeNull())

  test("its route matches what it builds, with parameters that fill a segment by their names", async () => {
    const app = new Hono()
    app.get(paths.event.route, c => c.json({ ...c.req.param() }))
    app.get(paths.place.route, c => c.json(paths.place.parse(c.req.path)))
    app.get(paths.tagPage.route, c => c.json({ ...c.req.param() }))
    app.get(paths.calendarPage.route, c => c.json(paths.calendarPage.parse(c.req.path)))
    app.get(FEEDS.organiser.route, c => c.json(FEEDS.organiser.parse(c.req.path)))
    const ask = async (path: string) => {
      const response = await app.request(path)
      return response.status === 200 ? response.json() : response.status
    }
    expect(await ask(paths.event(ID))).toEqual({ id: ID })
    expect(await ask("/events/7")).toBe(404)
    expect(await ask(paths.place(ID, 3))).toEqual({ id: ID, version: 3 })
    expect(await ask(`/places/${ID}/3`)).toBe(404)
    expect(await ask(paths.tagPage("100 % é/è"))).toEqual({ tag: "100 % é/è" })
    expect(await ask(paths.calendarPage("agenda"))).toEqual({ handle: "agenda" })
    expect(await ask(FEEDS.organiser("Étape 100 %, l'atelier/café", "rss"))).toEqual({
      name: "Étape 100 %, l'atelier/café",
      format: "rss",
    })
  })
})
