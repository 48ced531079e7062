import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { updateActor } from "../../../src/actions/calendars/update.ts"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { createEvent } from "../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { rescheduleEvent } from "../../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { eventInput } from "../../../src/input/event.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { readActor, readPublisher } from "../../../src/store/actors.ts"
import { type Db, transact } from "../../../src/store/db.ts"
import { feedsApp } from "../../../src/web/site/feeds/app.ts"
import { createFeedVersionCache } from "../../../src/web/site/feeds/version-cache.ts"
import { makeCalendars } from "../../support/agenda.ts"
import { openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T12:00:00Z")
const DAY = 24 * 3600 * 1000

let server: Awaited<ReturnType<typeof openSite>>
/** Has been asked for everything, again and again. */
let old: ReturnType<typeof feedsApp>
let clock = START
beforeAll(async () => {
  server = await openSite(START, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
  old = fresh()
  await publish({ title: "Première", slug: "premiere", start: "2026-12-01T09:00" })
  await publish({ title: "Journée", slug: "journee", start: "2026-12-05", programme: [session("a"), session("b")] })
  await publish({ title: "Ancienne", slug: "ancienne", start: "2020-01-05T09:00" })
})
afterAll(() => server?.close())

const session = (slug: string) => ({
  slug,
  title: `Séance ${slug}`,
  start: "2026-12-05T09:00",
  end: "2026-12-05T10:00",
})
const fresh = (db: Db = server.db) =>
  feedsApp({ versionCache: createFeedVersionCache(), db, origin: server.site.origin, now: () => clock })
const publish = (given: Record<string, unknown>) =>
  createEvent(
    server.db,
    server.site,
    OPERATOR,
    parseInput(eventInput, {
      calendar: "agenda",
      publish: true,
      tags: ["communs"],
      organisers: ["ANCT"],
      place: { name: "Médiathèque", locality: "Lille" },
      ...given,
    }),
  )

const ADDRESSES = [
  "/tout.ics",
  "/@agenda.ics",
  "/@rencontres.ics",
  "/@agenda.ics?from=2020-01-01",
  "/@agenda.ics?from=2026-11-01&to=2026-12-31",
  "/@agenda.ics?profile=full",
  "/@agenda.jcal",
  "/@agenda.csv",
  "/@agenda.atom",
  "/tags/communs.ics",
  "/organisateurs/ANCT.ics",
  "/e/premiere.ics",
  "/e/journee.ics",
  "/archives.ics",
  "/recherche.ics?q=premi%C3%A8re",
]

const held = new Map<string, string>()
/** Asks at every address for what is newer than what is held, and asks a server that remembers nothing. */
async function compare(): Promise<string[]> {
  const news: string[] = []
  for (const address of ADDRESSES) {
    const etag = held.get(address)
    const answer = await old.request(address, { headers: etag ? { "If-None-Match": etag } : {} })
    const truth = await fresh().request(address)
    const current = truth.headers.get("ETag") ?? `${truth.status}`
    expect([address, answer.headers.get("ETag") ?? `${answer.status}`]).toEqual([address, current])
    if (truth.status === 200) expect([address, answer.status]).toEqual([address, etag === current ? 304 : 200])
    if (answer.status === 200) expect(await answer.text()).toBe(await truth.text())
    if (etag !== current) news.push(address)
    held.set(address, current)
  }
  return news
}

const at = (date: Date) => {
  clock = date
  server.setClock(date)
}

describe("a server with the cache of versions answers like one without", () => {
  test("while nothing changes", async () => {
    expect(await compare()).toEqual(ADDRESSES)
    expect(await compare()).toEqual([])
    expect(await compare()).toEqual([])
  })

  const event = async (slug: string) =>
    (await server.db.selectFrom("event").select("id").where("slug", "=", slug).executeTakeFirstOrThrow()).id
  const renamed = async (handle: string, name: string) =>
    transact(server.db, async trx =>
      updateActor(trx, server.site, OPERATOR, (await readActor(trx, handle))!, { name, summary: "", language: "fr" }),
    )

  test.each<[string, () => Promise<unknown>, string[]]>([
    [
      "an edit",
      async () => updateEvent(server.db, server.site, OPERATOR, await event("premiere"), { summary: "Résumé" }),
      ["/@agenda.ics", "/e/premiere.ics"],
    ],
    [
      "another in the same second",
      async () => updateEvent(server.db, server.site, OPERATOR, await event("premiere"), { summary: "Autre" }),
      ["/@agenda.ics", "/e/premiere.ics"],
    ],
    [
      "an edit of a programme",
      async () =>
        updateEvent(server.db, server.site, OPERATOR, await event("journee"), {
          programme: [
            parseInput(eventInput, {
              calendar: "agenda",
              title: "Une journée",
              start: "2026-12-05",
              programme: [session("a")],
            }).programme[0]!,
          ],
        }),
      ["/e/journee.ics"],
    ],
    [
      "a cancellation",
      async () => cancelEvent(server.db, server.site, OPERATOR, await event("journee")),
      ["/tout.ics", "/e/journee.ics"],
    ],
    [
      "a move",
      async () =>
        rescheduleEvent(server.db, server.site, OPERATOR, await event("premiere"), { start: "2026-12-03T09:00" }),
      ["/@agenda.ics", "/recherche.ics?q=premi%C3%A8re"],
    ],
    [
      "a publication",
      () => publish({ title: "Seconde", slug: "seconde", start: "2026-12-02T09:00" }),
      ["/tags/communs.ics", "/organisateurs/ANCT.ics"],
    ],
    [
      "one in another calendar",
      () => publish({ calendar: "rencontres", title: "Ailleurs", start: "2026-12-02T09:00" }),
      ["/@rencontres.ics", "/tout.ics"],
    ],
    ["a deletion", async () => deleteEvent(server.db, server.site, OPERATOR, await event("seconde")), ["/@agenda.ics"]],
    ["a calendar's new name", () => renamed("agenda", "Agenda de tout"), ["/@agenda.ics"]],
    [
      "the organisation's new name",
      async () => renamed((await readPublisher(server.db))!.handle, "Mission"),
      ["/tout.ics"],
    ],
  ])("after %s", async (_, change, among) => {
    await change()
    const news = await compare()
    expect(news).toEqual(expect.arrayContaining(among))
    expect(await compare()).toEqual([])
  })

  test("when time alone moves events in and out, to the millisecond", async () => {
    await publish({ title: "Passe", slug: "passe", start: "2026-11-25T09:00", end: "2026-11-25T10:00" })
    await publish({ title: "Lointaine", slug: "lointaine", start: "2028-06-25T09:00" })
    await compare()
    const over = Date.parse("2026-11-25T09:00:00Z")
    const moments = [over, over + 30 * DAY, Date.parse("2028-06-25T07:00:00Z") - 548 * DAY].sort((a, b) => a - b)
    const moved: string[][] = []
    for (const moment of moments) {
      for (const by of [-1, 0, 1]) {
        at(new Date(moment + by))
        moved.push(await compare())
      }
    }
    at(START)
    const calm = moved.filter(news => news.length === 0)
    expect(calm.length).toBeGreaterThan(2)
    // over: into the archives
    expect(moved[1]).toContain("/archives.ics")
    const windows = moved.filter(news => news.includes("/@agenda.ics"))
    expect(windows).toHaveLength(2)
  })

  test("an unchanged feed takes one query", async () => {
    let answers = 0
    const counting = server.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        answers++
        return result
      },
    })
    const app = fresh(counting)
    await compare()
    const ask = () => app.request("/@agenda.ics", { headers: { "If-None-Match": held.get("/@agenda.ics")! } })
    expect((await ask()).status).toBe(304)
    answers = 0
    expect([(await ask()).status, answers]).toEqual([304, 1])
  })
})
