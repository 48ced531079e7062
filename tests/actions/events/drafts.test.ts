import { sql } from "kysely"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type Draft, insertDrafts } from "../../../src/actions/events/drafts.ts"
import type { WholeEvent } from "../../../src/domain/event.ts"
import type { EventInput } from "../../../src/input/event.ts"
import { fieldsOfInput } from "../../../src/input/event-fields.ts"
import { readCalendar } from "../../../src/store/actors.ts"
import { transact } from "../../../src/store/db.ts"
import { readEvents } from "../../../src/store/events.ts"
import { makeCalendars, plenary } from "../../support/agenda.ts"
import { openSite } from "../../support/site.ts"

const NOW = new Date("2026-11-21T10:00:00.123Z")
let server: Awaited<ReturnType<typeof openSite>>
beforeEach(async () => {
  server = await openSite(NOW, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
})
afterEach(() => server.close())

const asStored = (event: WholeEvent): WholeEvent => ({ ...event, summary: event.summary.toWellFormed() })

const SERIES = "00000000-0000-4000-8000-00000000abcd"
const PROGRAMME: Partial<EventInput["programme"][number]>[] = [
  { slug: "sans-heure", title: "Sans heure", documents: [{ title: "Pad", url: "https://pad.example/1" }] },
  { slug: "accueil", title: "Accueil", start: "2026-12-01T18:30", end: "2026-12-01T19:00", speakers: ["Ana"] },
]

async function drafts(publishedAt: Date | null): Promise<Draft[]> {
  const calendar = (await readCalendar(server.db, "agenda"))!
  const draft = (slug: string, over: Parameters<typeof plenary>[0], more: Partial<Draft> = {}): Draft => ({
    calendar,
    slug,
    // half of a sign, as a calendar of others may say it
    fields: { ...fieldsOfInput(plenary(over), calendar), summary: "Un demi-signe : \ud83d" },
    publishedAt,
    ...more,
  })
  return [
    draft("programme", {
      programme: PROGRAMME as EventInput["programme"],
      image: { url: "https://x.example/a.png", alt: "Une salle" },
    }),
    draft("signes", {
      title: 'Des « guillemets », "droits" et \\u0000',
      tags: ["a,b", "{c}"],
      organisers: ['"L\'asso"'],
    }),
    draft("jour", {
      start: "2026-12-05",
      end: "2026-12-06",
      place: undefined,
      online: { url: "https://visio.example/" },
    }),
    draft("deuxieme", { start: "2026-12-09T18:30", end: "2026-12-09T20:30" }, { seriesId: SERIES, uid: "serie/2" }),
    draft("premiere", { start: "2026-12-02T18:30", end: "2026-12-02T20:30" }, { seriesId: SERIES, uid: "serie/1" }),
    draft("complet", {}, { status: "cancelled", full: true }),
  ]
}

test.each([
  ["public from the beginning", NOW],
  ["that nobody sees yet", null],
])("new events %s are what is read of them", async (_, publishedAt) => {
  const { db, site } = server
  const events = await transact(db, async trx => insertDrafts(trx, site, await drafts(publishedAt), null))
  const read = await readEvents(
    db,
    events.map(({ id }) => id),
  )
  expect(events.map(asStored)).toEqual(read)
  expect(read.map(({ seriesFirstUid }) => seriesFirstUid)).toEqual(
    publishedAt ? [null, null, null, "serie/1", null, null] : [null, null, null, null, null, null],
  )

  const { rows } = await sql<{ id: string; ical: string | null }>`
    select id, ical from event union all select id, ical from session
  `.execute(db)
  const texts = new Map(rows.map(({ id, ical }) => [id, ical]))
  for (const event of read) {
    expect(texts.get(event.id)).toBe(publishedAt ? site.texts.event(event) : null)
    for (const session of event.sessions)
      expect(texts.get(session.id)).toBe(publishedAt && session.when ? site.texts.session(session, event) : null)
  }
})

test("of a series that is public already, the first stays the first", async () => {
  const { db, site } = server
  const [, , , second, first] = await drafts(NOW)
  await transact(db, trx => insertDrafts(trx, site, [second!], null))
  const [event] = await transact(db, trx =>
    insertDrafts(trx, site, [{ ...first!, publishedAt: new Date(+NOW + 1000) }], null),
  )
  expect(event!.seriesFirstUid).toBe("serie/2")
  expect([asStored(event!)]).toEqual(await readEvents(db, [event!.id]))
})
