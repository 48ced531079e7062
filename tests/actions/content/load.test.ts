import { readFileSync } from "node:fs"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { load } from "../../../src/actions/content/load.ts"
import { cancelEvent } from "../../../src/actions/events/cancel.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { publishEvent } from "../../../src/actions/events/publish.ts"
import { rescheduleEvent } from "../../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { deleteInterview } from "../../../src/actions/interviews/delete.ts"
import { toEventDocument } from "../../../src/api/event-document.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import type { WholeEvent } from "../../../src/domain/event.ts"
import type { FieldProblem } from "../../../src/domain/field-problem.ts"
import { listCalendars, readPublisher } from "../../../src/store/actors.ts"
import { readEvent } from "../../../src/store/events.ts"
import { readInterview } from "../../../src/store/interviews.ts"
import { readObject } from "../../../src/store/objects.ts"
import { publicEvents } from "../../../src/store/public/events.ts"
import { publicInterviews } from "../../../src/store/public/interviews.ts"
import { sentenceOfProblems } from "../../../src/text/errors.ts"
import { addFollowers } from "../../support/followers.ts"
import { dump, lastSeq, sentSince } from "../../support/rows.ts"
import { ORIGIN, openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00Z")

// biome-ignore lint/suspicious/noExplicitAny: a file that is broken on purpose
type File = any
const communs = (): File => JSON.parse(readFileSync(new URL("../../../examples/communs.json", import.meta.url), "utf8"))

let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(START, { oneKeyPair: true })
})
afterAll(() => server.close())
const read = async (slug: string): Promise<WholeEvent> => (await readEvent(server.db, { slug }))!
const reload = (file: File = communs()) => load(server.db, server.site, OPERATOR, file)

describe("the example", () => {
  test("comes in whole", async () => {
    const seen: [number, number][] = []
    const result = await load(server.db, server.site, OPERATOR, communs(), {
      progress: (done, total) => seen.push([done, total]),
    })
    expect(result).toEqual({ created: 30, changed: 0, unchanged: 0 })
    expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => [n + 1, 30]))
    expect(await readPublisher(server.db)).toMatchObject({
      handle: "communs",
      name: "Communs numériques",
      kind: "publisher",
    })
    expect(
      (await listCalendars(server.db)).map(({ handle, calendarKind, publisherHandle, timeZone }) => [
        handle,
        calendarKind,
        publisherHandle,
        timeZone,
      ]),
    ).toEqual([
      ["agenda", "agenda", "communs", "Europe/Paris"],
      ["evenements", "events", "communs", "Europe/Paris"],
      ["entretiens", "interviews", "communs", "Europe/Paris"],
    ])
    expect(await publicEvents(server.db, {})).toHaveLength(5 + 7 + 4 + 6)
    expect(await publicInterviews(server.db)).toHaveLength(10)
  })

  test("says of every event what the file says, and nothing else", async () => {
    const { events, agenda } = communs()
    for (const entry of [...events, ...agenda]) {
      const {
        place,
        places = [],
        programme,
        ...document
      }: Record<string, unknown> & { places?: object[]; programme: object[] } = {
        ...toEventDocument(await read(entry.slug), ORIGIN),
      } as never
      const filled = (value: object, names: string[]) => ({
        ...Object.fromEntries(names.map(name => [name, null])),
        ...value,
      })
      const placeNames = ["name", "street", "postalCode", "locality", "region", "country", "latitude", "longitude"]
      expect(place ? [place] : places).toEqual((entry.places ?? []).map((one: object) => filled(one, placeNames)))
      const sessions = (entry.programme ?? []).map((one: object) => ({
        summary: "",
        speakers: [],
        documents: [],
        ...filled(one, ["start", "end", "room", "track", "format"]),
        ...one,
      }))
      expect(programme).toEqual(sessions)
      const { places: _, programme: __, ...rest } = entry
      expect(document).toMatchObject({
        summary: "",
        description: "",
        language: "fr",
        timeZone: "Europe/Paris",
        allDay: !entry.start.includes("T"),
        end: null,
        timesAre: null,
        online: null,
        organisers: [],
        tags: [],
        url: null,
        image: null,
        status: "scheduled",
        state: "published",
        sequence: 0,
        news: [],
        ...rest,
      })
    }
  })

  test("holds what agendas are made of", async () => {
    const nantes = await read("nec-nantes-2018")
    expect([nantes.sessions.length, nantes.places.length]).toEqual([12, 4])
    expect(nantes.when).toEqual({ start: "2018-09-13", end: "2018-09-14", allDay: true, timeZone: "Europe/Paris" })
    expect([nantes.startsAt, nantes.endsAt]).toEqual([
      new Date("2018-09-12T22:00:00Z"),
      new Date("2018-09-14T22:00:00Z"),
    ])
    const lille = await read("nec-lille-2023")
    expect(lille.timesAre).toBe("illustrative")
    expect(lille.sessions.map(({ slug, when, room, speakers }) => [slug, when?.start, room, speakers.length])).toEqual([
      ["pleniere", "2023-11-07T09:30", "Auditorium", 2],
      ["atelier-wikipedia", "2023-11-07T10:45", "Salle 1", 4],
      ["puissance-publique", "2023-11-07T10:45", "Salle 2", 4],
      ["communs-logiciels-libres", "2023-11-07T14:00", "Salle 1", 2],
      ["education-nationale", "2023-11-07T14:00", "Salle 2", 1],
      ["masterclass-elus", "2023-11-07T15:30", "Auditorium", 5],
    ])
    expect(await readInterview(server.db, { slug: "fabrique-des-mobilites" })).toMatchObject({
      date: "2024-01-29",
      title: "Les communs pour transformer la mobilité",
      interviewees: ["La Fabrique des Mobilités"],
      state: "published",
    })
  })

  test("has a future: demonstrations are dated from the day of loading, in their own zone", async () => {
    const plenary = await read("demo-pleniere")
    expect(plenary.when).toEqual({
      start: "2026-11-30T14:00",
      end: "2026-11-30T17:00",
      allDay: false,
      timeZone: "Europe/Paris",
    })
    expect(plenary.sessions.map(({ when }) => [when?.start, when?.end])).toEqual([
      ["2026-11-30T14:00", "2026-11-30T14:15"],
      ["2026-11-30T14:15", "2026-11-30T15:30"],
      ["2026-11-30T15:30", "2026-11-30T17:00"],
    ])
    const slugs = ["demo-wikipedia", ...[2, 3, 4, 5, 6].map(n => `demo-wikipedia-${n}`)]
    const series = await Promise.all(slugs.map(read))
    expect(series.map(({ when }) => when.start)).toEqual([
      "2026-12-14T18:30",
      "2027-01-11T18:30",
      "2027-02-08T18:30",
      "2027-03-08T18:30",
      "2027-04-05T18:30",
      "2027-05-03T18:30",
    ])
    // the hour on the door stays when the clocks change
    expect(series.map(({ startsAt }) => startsAt.toISOString().slice(11, 16))).toEqual([
      "17:30",
      "17:30",
      "17:30",
      "17:30",
      "16:30",
      "16:30",
    ])
    expect(new Set(series.map(({ seriesId }) => seriesId)).size).toBe(1)
    expect(series[0]!.seriesId).not.toBeNull()
    expect(new Set(series.map(({ uid }) => uid)).size).toBe(6)
    expect(await read("demo-wikipedia-7")).toBeNull()
    expect(await read("demo-audition")).toMatchObject({ onlineUrl: "https://visio.example.org/audition", places: [] })
    expect((await read("demo-nec-local")).when).toEqual({
      start: "2027-01-05",
      end: "2027-01-06",
      allDay: true,
      timeZone: "Europe/Paris",
    })
    const reunion = await read("demo-reunion")
    expect([reunion.when.timeZone, reunion.when.start, reunion.startsAt]).toEqual([
      "Indian/Reunion",
      "2027-01-20T09:00",
      new Date("2027-01-20T05:00:00Z"),
    ])
  })

  test("every public thing has its object, at its own address; the outbox names each once", async () => {
    const { db } = server
    const events = await publicEvents(db, {})
    const interviews = await publicInterviews(db)
    const paths = [...events.map(({ id }) => `/events/${id}`), ...interviews.map(({ id }) => `/interviews/${id}`)]
    for (const path of paths) expect(JSON.parse((await readObject(db, path))!.body).id).toBe(ORIGIN + path)
    const sent = await sentSince(db, 0)
    const creates = sent.filter(({ type }) => type === "Create").map(({ objectPath }) => objectPath)
    expect(creates.sort()).toEqual(paths.sort())
    expect(sent.filter(({ type }) => type === "Announce")).toHaveLength(events.length)
  })
})

describe("a second run", () => {
  test("changes nothing at all, the next day either", async () => {
    const before = await dump(server.db)
    expect(await reload()).toEqual({ created: 0, changed: 0, unchanged: 30 })
    expect(await dump(server.db)).toEqual(before)
    server.setClock(new Date("2026-11-23T10:00:00Z"))
    expect(await reload()).toEqual({ created: 0, changed: 0, unchanged: 30 })
    expect(await dump(server.db)).toEqual(before)
  })

  test("with corrections corrects what differs and tells of that alone", async () => {
    const { db } = server
    await addFollowers(db, "communs", [{ host: "a.example" }])
    await addFollowers(db, "entretiens", [{ host: "a.example" }])
    const file = communs()
    file.publisher.summary = "Un autre mot."
    file.events[4].title = "NEC ESS Europe, corrigé"
    file.events[4].places = [{ name: "Ailleurs" }]
    file.interviews[0].title = "Un titre corrigé"
    file.calendars[0].name = "L'agenda"
    const seq = await lastSeq(db)
    expect(await reload(file)).toEqual({ created: 0, changed: 3, unchanged: 27 })
    expect(
      (await sentSince(db, seq)).map(({ type, actor, objectType, inboxes }) => [
        type,
        actor,
        objectType,
        inboxes.length,
      ]),
    ).toEqual([
      ["Update", "communs", "Person", 1],
      ["Update", "agenda", "Group", 0],
      ["Update", "evenements", "Event", 0],
      // first published more than a week ago: for the record
      ["Update", "entretiens", "Article", 0],
    ])
    expect(await read("nec-ess-europe-2023")).toMatchObject({
      title: "NEC ESS Europe, corrigé",
      sequence: 1,
      places: [{ name: "Ailleurs" }],
    })
    const before = await dump(db)
    expect(await reload(file)).toEqual({ created: 0, changed: 0, unchanged: 30 })
    expect(await dump(db)).toEqual(before)
    expect(await reload()).toEqual({ created: 0, changed: 3, unchanged: 27 })
  })

  test("adds what is new", async () => {
    const file = communs()
    file.events.push({ slug: "nouveau", calendar: "agenda", title: "Un nouveau rendez-vous", start: "2027-03-01" })
    expect(await reload(file)).toEqual({ created: 1, changed: 0, unchanged: 30 })
    // what left the file stays
    expect(await reload()).toEqual({ created: 0, changed: 0, unchanged: 30 })
    expect((await read("nouveau")).state).toBe("published")
  })

  test("leaves alone what was decided here: deleted, cancelled, moved with its programme, demonstrations edited", async () => {
    const { db, site } = server
    await deleteEvent(db, site, OPERATOR, (await read("wikipedia-2024")).id)
    await deleteInterview(db, site, OPERATOR, (await readInterview(db, { slug: "bastien-guerry" }))!.id)
    await deleteEvent(db, site, OPERATOR, (await read("demo-audition")).id)
    await cancelEvent(db, site, OPERATOR, (await read("nec-marseille-2019")).id)
    await updateEvent(db, site, OPERATOR, (await read("demo-reunion")).id, { title: "Corrigé à la main" })
    const file = communs()
    file.agenda.push({
      slug: "a-deplacer",
      calendar: "agenda",
      title: "À déplacer",
      start: "2027-02-01T14:00",
      end: "2027-02-01T17:00",
      programme: [
        { slug: "a", title: "Accueil", start: "2027-02-01T14:00" },
        { slug: "b", title: "Travaux", start: "2027-02-01T15:00" },
      ],
    })
    await reload(file)
    const moved = await read("a-deplacer")
    await rescheduleEvent(db, site, OPERATOR, moved.id, { start: "2027-02-08T10:00" })
    const before = await dump(db)
    expect(await reload(file)).toEqual({ created: 0, changed: 0, unchanged: 31 })
    expect(await dump(db)).toEqual(before)
    // its words may still be corrected
    file.agenda.at(-1).summary = "Une phrase."
    file.agenda.at(-1).programme[1].title = "Travaux et clôture"
    expect(await reload(file)).toEqual({ created: 0, changed: 1, unchanged: 30 })
    const corrected = await read("a-deplacer")
    expect(corrected).toMatchObject({
      status: "rescheduled",
      summary: "Une phrase.",
      when: { start: "2027-02-08T10:00", end: "2027-02-08T13:00" },
    })
    expect(corrected.sessions.map(({ title, when }) => [title, when?.start])).toEqual([
      ["Accueil", "2027-02-08T10:00"],
      ["Travaux et clôture", "2027-02-08T11:00"],
    ])
    await expect(publishEvent(db, site, OPERATOR, (await read("wikipedia-2024")).id)).rejects.toMatchObject({
      code: "deleted",
      kind: "gone",
    })
  })
})

describe("a bad file", () => {
  /** Breaks the example and sees that every mistake is named and nothing was written. */
  async function problems(spoil: (file: File) => unknown): Promise<string[]> {
    const file = communs()
    const given = spoil(file) ?? file
    const before = await dump(server.db)
    const error = await reload(given).then(
      () => null,
      error => error,
    )
    expect(await dump(server.db)).toEqual(before)
    expect(error).toMatchObject({ name: "DomainError", code: "invalid-fields", kind: "invalid" })
    return error.problems.map((problem: FieldProblem) => sentenceOfProblems([problem]))
  }

  test.each<[string, (file: File) => unknown, string[]]>([
    ["not an object", () => [], ["(body): Invalid input: expected object, received array"]],
    ["null", () => ({ events: null }), ["events: Invalid input: expected array, received null"]],
    [
      "an unknown part",
      file => {
        file.evenements = []
      },
      ["evenements: is not a known field"],
    ],
    [
      "a misspelt field",
      file => {
        file.events[1].titel = "x"
      },
      ["events[1].titel: is not a known field"],
    ],
    [
      "a title too short",
      file => {
        file.agenda[3].title = "x"
      },
      ["agenda[3].title: must have at least 3 characters"],
    ],
    [
      "a date that is none",
      file => {
        file.events[0].start = "2018-09-31"
      },
      ['events[0].start: "2018-09-31" is not a date such as 2026-12-01'],
    ],
    [
      "an hour that is skipped",
      file => {
        file.events[3].start = "2023-03-26T02:30"
      },
      ["events[3].start: 2023-03-26T02:30 does not exist in Europe/Paris: clocks go forward over it"],
    ],
    [
      "a session's hour",
      file => {
        file.events[3].programme[2].start = "10h45"
      },
      [
        'events[3].programme[2].start: "10h45" is not a date such as 2026-12-01',
        'events[3].programme[2].end: "2023-11-07T12:15" is not a date such as 2026-12-01',
      ],
    ],
    [
      "two sessions of one slug",
      file => {
        file.events[3].programme[2].slug = "pleniere"
      },
      ['events[3].programme[2].slug: "pleniere" stands twice in this programme'],
    ],
    [
      "two entries of one slug",
      file => {
        file.agenda[2].slug = "nec-lille-2023"
      },
      ['agenda[2].slug: "nec-lille-2023" stands at events[3] already'],
    ],
    [
      "no slug",
      file => {
        delete file.interviews[2].slug
      },
      ["interviews[2].slug: is needed, so that a second run knows this entry again"],
    ],
    [
      "an unknown calendar",
      file => {
        file.agenda.push({ slug: "neuf", calendar: "nulle_part", title: "Un rendez-vous", start: "2027-01-01" })
      },
      ['agenda[7].calendar: there is no calendar "nulle_part"'],
    ],
    [
      "the wrong kind of calendar",
      file => {
        file.agenda.push({ slug: "neuf", calendar: "entretiens", title: "Un rendez-vous", start: "2027-01-01" })
      },
      ['agenda[7].calendar: "entretiens" is a collection of interviews'],
    ],
    [
      "an interview's unknown event",
      file => {
        file.interviews.push({
          slug: "neuf",
          calendar: "entretiens",
          title: "Un entretien",
          published: "2026-01-01",
          event: "nulle-part",
        })
      },
      ['interviews[10].event: there is no event "nulle-part"'],
    ],
    [
      "a handle that is taken",
      file => {
        file.calendars.push({ ...file.calendars[0], handle: "communs" })
      },
      ['calendars[3].handle: "communs" is taken'],
    ],
    [
      "a demonstration's date",
      file => {
        file.demonstration[0].startsIn = "demain"
        file.demonstration[1].at = "25:00"
      },
      [
        "demonstration[0].startsIn: must be a number of days such as P9D",
        "demonstration[1].at: must be a time of day such as 14:00",
      ],
    ],
    [
      "entries that are none",
      file => {
        file.events[0] = "x"
        file.events[1] = null
      },
      [
        "events[0]: Invalid input: expected object, received string",
        "events[1]: Invalid input: expected object, received null",
      ],
    ],
  ])("%s", async (_, spoil, expected) => expect(await problems(spoil)).toEqual(expected))

  test("every mistake at once", async () => {
    const wrongFields = await problems(file => {
      file.events[0].tags = "communs"
      file.agenda[0].url = "ftp://a.example"
      file.interviews[0].published = "2024"
      file.calendars[0].timeZone = "Paris"
    })
    expect(wrongFields.map(line => line.split(":")[0])).toEqual([
      "calendars[0].timeZone",
      "events[0].tags",
      "agenda[0].url",
      "interviews[0].published",
    ])
  })

  test("the last entry takes the first ones back", async () => {
    const file = communs()
    file.events.unshift({ slug: "tout-neuf", calendar: "agenda", title: "Tout neuf", start: "2027-01-01" })
    file.interviews.push({ slug: "neuf", calendar: "agenda", title: "Un entretien", published: "2026-01-01" })
    const before = await dump(server.db)
    await expect(reload(file)).rejects.toMatchObject({ problems: [{ field: "interviews[10].calendar" }] })
    expect(await dump(server.db)).toEqual(before)
  })

  test("whatever stands in a place, the answer is a mistake with a field or a load that repeats", async () => {
    const fields = [
      "slug",
      "calendar",
      "title",
      "start",
      "end",
      "places",
      "programme",
      "tags",
      "organisers",
      "online",
      "timeZone",
      "image",
      "published",
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("events", "agenda", "interviews", "demonstration"),
        fc.constantFrom(...fields),
        fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" })),
        async (part, field, value) => {
          const file = communs()
          file[part][0][field] = value
          const before = await dump(server.db)
          try {
            await reload(file)
          } catch (error) {
            expect(error).toMatchObject({ name: "DomainError", code: "invalid-fields", kind: "invalid" })
            for (const problem of (error as { problems: { field: string }[] }).problems)
              expect(problem.field.startsWith(`${part}[0]`)).toBe(true)
            expect(await dump(server.db)).toEqual(before)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  test("stopped in the middle: nothing stays", async () => {
    const file = communs()
    for (let n = 0; n < 20; n += 1)
      file.events.push({ slug: `longue-liste-${n}`, calendar: "agenda", title: "Un rendez-vous", start: "2027-01-01" })
    const before = await dump(server.db)
    const stop = new AbortController()
    const progress = (done: number) => done === 20 && stop.abort(new Error("stopped"))
    await expect(load(server.db, server.site, OPERATOR, file, { progress, signal: stop.signal })).rejects.toThrow(
      "stopped",
    )
    expect(await dump(server.db)).toEqual(before)
  })
})

test("two loads at once: one after the other, nothing twice", async () => {
  const other = await openSite(START, { oneKeyPair: true })
  try {
    const results = await Promise.allSettled([1, 2, 3].map(() => load(other.db, other.site, OPERATOR, communs())))
    const done = results.filter(result => result.status === "fulfilled").map(({ value }) => value.created)
    expect(done.sort((a, b) => b - a)).toEqual([30, 0, 0])
    expect(await publicEvents(other.db, {})).toHaveLength(22)
  } finally {
    await other.close()
  }
})
