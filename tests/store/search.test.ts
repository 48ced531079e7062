import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createEvent } from "../../src/actions/events/create.ts"
import { deleteEvent } from "../../src/actions/events/delete.ts"
import { updateEvent } from "../../src/actions/events/update.ts"
import { createInterview } from "../../src/actions/interviews/create.ts"
import { updateInterview } from "../../src/actions/interviews/update.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import type { EventInput } from "../../src/input/event.ts"
import { interviewInput } from "../../src/input/interview.ts"
import { parseInput } from "../../src/input/parse.ts"
import { countPublicEvents, publicEvents } from "../../src/store/public/events.ts"
import { publicInterviews } from "../../src/store/public/interviews.ts"
import { makeCalendars, plenary } from "../support/agenda.ts"
import { openSite } from "../support/site.ts"

let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(new Date("2026-11-21T12:00:00Z"), { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
})
afterAll(() => server?.close())

const make = (over: Partial<EventInput>) => createEvent(server.db, server.site, OPERATOR, plenary(over))
const titlesOf = async (q: string) => (await publicEvents(server.db, { q })).map(({ title }) => title)

describe("a search by words", () => {
  beforeAll(async () => {
    await make({
      title: "Œuvrer ensemble : l’été des communs",
      summary: "100 % libre, fichier_ouvert \\ atelier",
      organisers: ["Ville de Saint-Étienne"],
      tags: ["Démocratie"],
      place: { name: "Hôtel de Ville", locality: "Besançon", country: "FR" } as EventInput["place"],
    })
    await make({ title: "ΑΓΟΡΆ, Ярмарка, Ḿḁŕḵët, İstanbul", place: null as never })
  })

  test.each([
    ["été", 1],
    ["ETE", 1],
    ["e\u0301te\u0301", 1],
    ["œuvrer", 1],
    // letters, not accents
    ["oeuvrer", 0],
    ["saint-etienne democratie besancon hotel", 1],
    ["saint-etienne lyon", 0],
    // anywhere in a word, and never over two
    ["ommun", 1],
    ["descommuns", 0],
    ["100 %", 1],
    ["100%", 0],
    ["fichier_ouvert", 1],
    ["fichier_", 1],
    ["f_chier", 0],
    ["\\", 1],
    ["αγορα", 1],
    ["ярмарка", 1],
    ["MARKET istanbul", 1],
    ["the same the same", 0],
    ["commun commun", 1],
    ["\u0301", 2],
    ["  ", 2],
    ["'; drop table event; --", 0],
    [Array.from({ length: 50 }, (_, n) => String.fromCodePoint(97 + (n % 26))).join(" "), 0],
  ])("%j: %i", async (q, count) => {
    expect([(await titlesOf(q)).length, await countPublicEvents(server.db, { q })]).toEqual([count, count])
  })
})

describe("a search after changes", () => {
  test("title, organisers, tags, venues; drafts and what is deleted never", async () => {
    const { id } = await make({ title: "Veillée", organisers: ["Amicale"], place: { name: "Grange" } as never })
    await make({ title: "Veillée secrète", publish: false })
    expect(await titlesOf("veillee amicale grange")).toEqual(["Veillée"])
    await updateEvent(server.db, server.site, OPERATOR, id, { title: "Bal", organisers: ["Cercle"], tags: ["danse"] })
    expect([await titlesOf("veillee"), await titlesOf("amicale"), await titlesOf("bal cercle danse grange")]).toEqual([
      [],
      [],
      ["Bal"],
    ])
    await updateEvent(server.db, server.site, OPERATOR, id, { place: { name: "Halle", locality: "Brest" } as never })
    expect([await titlesOf("bal grange"), await titlesOf("bal halle brest")]).toEqual([[], ["Bal"]])
    await sql`update place set locality = 'Quimper' where name = 'Halle'`.execute(server.db)
    expect([await titlesOf("bal brest"), await titlesOf("bal quimper")]).toEqual([[], ["Bal"]])
    await deleteEvent(server.db, server.site, OPERATOR, id)
    expect(await titlesOf("bal quimper")).toEqual([])
  })

  test("interviews", async () => {
    const input = parseInput(interviewInput, {
      calendar: "entretiens",
      title: "Les prés communs",
      interviewees: ["Élodie Noël"],
      tags: ["bocage"],
      published: "2026-11-01",
      publish: true,
    })
    const { id } = await createInterview(server.db, server.site, OPERATOR, input)
    const titles = async (q: string) => (await publicInterviews(server.db, { q })).map(({ title }) => title)
    expect(await titles("pres elodie BOCAGE")).toEqual(["Les prés communs"])
    expect(await titles("pres haie")).toEqual([])
    await updateInterview(server.db, server.site, OPERATOR, id, { title: "Les haies communes" })
    expect([await titles("pres"), await titles("haie noel")]).toEqual([[], ["Les haies communes"]])
  })

  test("an event that is no more leaves nothing behind", async () => {
    const { id } = await make({ title: "Brouillon", publish: false })
    await sql`delete from event where id = ${id}`.execute(server.db)
    expect(await server.db.selectFrom("eventWords").selectAll().where("eventId", "=", id).execute()).toEqual([])
  })
})

test("a search of events from before the migration", async () => {
  const { id } = await make({ title: "Avant" })
  await server.db.deleteFrom("eventWords").execute()
  expect(await titlesOf("avant")).toEqual([])
  await sql`select note_event_words((select array_agg(id) from event))`.execute(server.db)
  expect(await titlesOf("avant lille")).toEqual(["Avant"])
  await deleteEvent(server.db, server.site, OPERATOR, id)
})
