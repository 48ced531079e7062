import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { cancelEvent } from "../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { postponeEvent } from "../../src/actions/events/postpone.ts"
import { publishEvent } from "../../src/actions/events/publish.ts"
import { rescheduleEvent } from "../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../src/actions/events/update.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { AGENDA, type Dav, hrefOf, openDav, prop, sync, xml } from "./support.ts"

let dav: Dav
beforeAll(async () => {
  dav = await openDav()
})
afterAll(() => dav?.close())

const edit = (id: string, title: string) => updateEvent(dav.db, dav.site, OPERATOR, id, { title })
const tokenNow = async () => (await sync(dav, "")).token

describe("a program that syncs", () => {
  test("gets everything once, then exactly what was edited, cancelled, deleted and made, then nothing", async () => {
    const given = (title: string) => ({ title, start: "2026-12-01T09:00", end: "2026-12-01T10:00" })
    const events = []
    for (const title of ["éditée", "annulée", "supprimée", "déplacée", "reportée", "telle quelle"])
      events.push(await dav.publish(given(title)))
    const [edited, cancelled, deleted, moved, postponed] = events
    await dav.publish({ ...given("brouillon"), publish: false })
    await dav.publish({ ...given("ailleurs"), calendar: "rencontres" })

    const first = await sync(dav, "")
    expect([first.status, first.gone, first.cut]).toEqual([207, [], []])
    expect(first.changed).toEqual(events.map(event => hrefOf(event)))
    expect(await sync(dav, first.token)).toMatchObject({ changed: [], gone: [], token: first.token })

    await edit(edited!.id, "Éditée")
    await cancelEvent(dav.db, dav.site, OPERATOR, cancelled!.id)
    await deleteEvent(dav.db, dav.site, OPERATOR, deleted!.id)
    await rescheduleEvent(dav.db, dav.site, OPERATOR, moved!.id, { start: "2026-12-02T09:00" })
    await postponeEvent(dav.db, dav.site, OPERATOR, postponed!.id)
    const created = await dav.publish(given("nouvelle"))
    // an edit of an edit counts once
    await edit(edited!.id, "Éditée encore")
    await dav.publish({ ...given("ailleurs"), calendar: "rencontres" })

    const second = await sync(dav, first.token)
    expect(second.changed).toEqual([cancelled!, moved!, postponed!, created, edited!].map(event => hrefOf(event)))
    expect(second.gone).toEqual([hrefOf(deleted!)])
    expect(await sync(dav, second.token)).toMatchObject({ changed: [], gone: [], token: second.token })
    // who never had it is not told of what went
    const fresh = await sync(dav, "")
    expect(fresh.gone).toEqual([])
    expect(fresh.changed).toHaveLength(events.length)
    expect(fresh.token).toBe(second.token)
  })

  test("a draft comes when it is published, and what came and went in between is not spoken of", async () => {
    const draft = await dav.publish({ title: "brouillon", start: "2026-12-03T09:00", publish: false })
    const token = await tokenNow()
    await edit(draft.id, "brouillon encore")
    const short = await dav.publish({ title: "brève", start: "2026-12-03T09:00" })
    await deleteEvent(dav.db, dav.site, OPERATOR, short.id)
    const quiet = await sync(dav, token)
    expect([quiet.changed, quiet.gone]).toEqual([[], []])
    await publishEvent(dav.db, dav.site, OPERATOR, draft.id)
    const loud = await sync(dav, quiet.token)
    expect([loud.changed, loud.gone]).toEqual([[hrefOf(draft)], []])
  })

  test("sessions are entries: one comes, one goes, one loses its hour; an edit that changes no text changes nothing", async () => {
    const programme = (...slugs: string[]) =>
      slugs.map(slug => ({ slug, title: `Séance ${slug}`, start: "2026-12-05T09:00", end: "2026-12-05T10:00" }))
    const event = await dav.publish({ title: "Journée", start: "2026-12-05", programme: programme("a", "b", "c") })
    const [a, b, c] = event.sessions
    const token = await tokenNow()
    const untimed = { slug: "b", title: "Séance b" }
    const after = await updateEvent(dav.db, dav.site, OPERATOR, event.id, {
      programme: [...programme("a", "d"), untimed].map(one => ({
        summary: "",
        room: null,
        track: null,
        format: null,
        speakers: [],
        documents: [],
        start: null,
        end: null,
        ...one,
      })),
    })
    const d = after.sessions.find(({ slug }) => slug === "d")!
    const changes = await sync(dav, token)
    // a says what it said, at a later time: its text is another
    expect(changes.changed.sort()).toEqual([event, a!, d].map(one => hrefOf(one)).sort())
    expect(changes.gone.sort()).toEqual([b!, c!].map(one => hrefOf(one)).sort())
    await deleteEvent(dav.db, dav.site, OPERATOR, event.id)
    const last = await sync(dav, changes.token)
    expect([last.changed, last.gone.sort()]).toEqual([[], [event, a!, d].map(one => hrefOf(one)).sort()])
  })

  test("as many at a time as it wants, with a token for the rest", async () => {
    const all = (await sync(dav, "")).changed
    expect(all.length).toBeGreaterThan(4)
    const got: string[] = []
    let token = ""
    for (let turn = 1; ; turn++) {
      const page = await sync(dav, token, { inside: "<D:limit><D:nresults>2</D:nresults></D:limit>" })
      expect(page.changed.length).toBeLessThanOrEqual(2)
      got.push(...page.changed)
      token = page.token
      if (page.cut.length === 0) break
      expect(page.cut).toEqual([AGENDA])
      expect(turn).toBeLessThan(20)
    }
    expect(got).toEqual(all)
    expect(token).toBe((await sync(dav, "")).token)
  })

  test("with the texts in the same answer", async () => {
    const token = await tokenNow()
    const event = await dav.publish({ title: "Avec son texte", start: "2026-12-06T09:00" })
    const answer = await dav.ask(`REPORT ${AGENDA}`, {
      depth: "0",
      body: xml("D:sync-collection", `<D:sync-token>${token}</D:sync-token>${prop("C:calendar-data")}`),
    })
    expect(answer.all.map(({ href }) => href)).toEqual([hrefOf(event)])
    expect(answer.all[0]!.properties.get("C:calendar-data")!.textContent).toContain("\nSUMMARY:Avec son texte\n")
  })

  test("the token of the collection is that of a sync", async () => {
    const answer = await dav.ask(`PROPFIND ${AGENDA}`, { depth: "0", body: xml("D:propfind", prop("D:sync-token")) })
    expect(answer.all[0]!.properties.get("D:sync-token")!.textContent).toBe(await tokenNow())
  })
})

describe("a token", () => {
  test.each([
    ["of nobody", "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e"],
    ["of another calendar", "https://communs.example/dav/calendars/rencontres/sync/0"],
    ["of another site", "https://other.example/dav/calendars/agenda/sync/0"],
    ["of later than now", "https://communs.example/dav/calendars/agenda/sync/999999999"],
    ["beyond numbers", `https://communs.example/dav/calendars/agenda/sync/${"9".repeat(40)}`],
    ["below numbers", "https://communs.example/dav/calendars/agenda/sync/-1"],
    ["with more", "https://communs.example/dav/calendars/agenda/sync/1;drop table event"],
    ["with nothing", "https://communs.example/dav/calendars/agenda/sync/"],
  ])("%s is not valid: begin anew", async (_, token) => {
    const answer = await sync(dav, token)
    expect([answer.status, answer.conditions]).toEqual([403, ["D:valid-sync-token"]])
  })

  test("of the beginning is as good as the last one, however old", async () => {
    const answer = await sync(dav, "https://communs.example/dav/calendars/agenda/sync/0")
    expect([answer.status, answer.changed]).toEqual([207, (await sync(dav, "")).changed])
  })

  test.each(["0", "-1", "many", "", "1e3"])("with nresults %j is a mistake", async number => {
    const inside = `<D:limit><D:nresults>${number}</D:nresults></D:limit>`
    expect((await sync(dav, "", { inside })).status).toBe(400)
  })

  test("is needed, if empty", async () => {
    expect((await dav.ask(`REPORT ${AGENDA}`, { body: xml("D:sync-collection", prop("D:getetag")) })).status).toBe(400)
  })
})

test("an empty calendar syncs too", async () => {
  const first = await sync(dav, "", { handle: "entretiens" })
  expect(first).toMatchObject({ status: 207, changed: [], gone: [] })
  expect(first.token).toBe("https://communs.example/dav/calendars/entretiens/sync/0")
  expect(await sync(dav, first.token, { handle: "entretiens" })).toEqual(first)
})

describe("what programs send", () => {
  test("Thunderbird: properties, sync with Depth 1, multiget by hundreds", async () => {
    const is = await dav.ask(`PROPFIND ${AGENDA}`, {
      depth: "0",
      body: `<?xml version="1.0" encoding="UTF-8"?>
<D:propfind xmlns:D="DAV:" xmlns:CS="http://calendarserver.org/ns/" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:resourcetype/><D:owner/><D:current-user-principal/><D:current-user-privilege-set/><D:supported-report-set/><C:supported-calendar-component-set/><CS:getctag/></D:prop></D:propfind>`,
    })
    expect(is.all.map(({ missing }) => missing)).toEqual([["D:owner"]])
    const changes = await dav.ask(`REPORT ${AGENDA}`, {
      depth: "1",
      body: `<?xml version="1.0" encoding="UTF-8"?>
<sync-collection xmlns="DAV:"><sync-token/><sync-level>1</sync-level><prop><getcontenttype/><getetag/></prop></sync-collection>`,
    })
    expect(changes.all.length).toBeGreaterThan(4)
    for (const { properties } of changes.all)
      expect(properties.get("D:getcontenttype")!.textContent).toMatch(/^text\/calendar/)
    const hrefs = changes.all.map(({ href }) => `<D:href>${href}</D:href>`).join("")
    const texts = await dav.ask(`REPORT ${AGENDA}`, {
      depth: "1",
      body: `<?xml version="1.0" encoding="UTF-8"?>
<C:calendar-multiget xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/><C:calendar-data/></D:prop>${hrefs}</C:calendar-multiget>`,
    })
    expect(texts.all.map(({ href, properties }) => [href, properties.get("D:getetag")!.textContent])).toEqual(
      changes.all.map(({ href, properties }) => [href, properties.get("D:getetag")!.textContent]),
    )
  })

  test("DAVx5: whole addresses in its multiget, versions of what it reads", async () => {
    const properties = await dav.ask("PROPFIND /dav/calendars/", {
      depth: "1",
      body: `<?xml version='1.0' encoding='UTF-8' ?><propfind xmlns="DAV:" xmlns:CAL="urn:ietf:params:xml:ns:caldav" xmlns:CARD="urn:ietf:params:xml:ns:carddav"><prop><resourcetype /><displayname /><owner /><current-user-privilege-set /><CARD:addressbook-description /><CAL:calendar-description /><n0:calendar-color xmlns:n0="http://apple.com/ns/ical/" /><CAL:calendar-timezone /><CAL:supported-calendar-component-set /><n1:source xmlns:n1="http://calendarserver.org/ns/" /></prop></propfind>`,
    })
    expect(properties.all.map(({ href }) => href)).toContain(AGENDA)
    const changes = await dav.ask(`REPORT ${AGENDA}`, {
      depth: "0",
      body: `<?xml version='1.0' encoding='UTF-8' ?><sync-collection xmlns="DAV:"><sync-token /><sync-level>1</sync-level><prop><getetag /></prop></sync-collection>`,
    })
    const first = changes.all[0]!.href
    const texts = await dav.ask(`REPORT ${AGENDA}`, {
      depth: "0",
      body: `<?xml version='1.0' encoding='UTF-8' ?><CAL:calendar-multiget xmlns="DAV:" xmlns:CAL="urn:ietf:params:xml:ns:caldav"><prop><getcontenttype /><getetag /><CAL:schedule-tag /><CAL:calendar-data content-type="text/calendar" version="2.0" /></prop><href>https://communs.example${first}</href></CAL:calendar-multiget>`,
    })
    expect(texts.all.map(({ href, missing }) => [href, missing])).toEqual([[first, ["C:schedule-tag"]]])
    expect(texts.all[0]!.properties.get("C:calendar-data")!.textContent).toMatch(/^BEGIN:VCALENDAR\n/)
  })
})
