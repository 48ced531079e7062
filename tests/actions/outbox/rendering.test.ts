import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "kysely"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createEvent } from "../../../src/actions/events/create.ts"
import { deleteEvent } from "../../../src/actions/events/delete.ts"
import { rescheduleEvent } from "../../../src/actions/events/reschedule.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import { createInterview } from "../../../src/actions/interviews/create.ts"
import { type Round, renderSome } from "../../../src/actions/outbox/rendering.ts"
import type { Site, WireObject } from "../../../src/actions/site.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { interviewInput } from "../../../src/input/interview.ts"
import { parseInput } from "../../../src/input/parse.ts"
import { lockEvent } from "../../../src/store/event-rows.ts"
import { readEvent } from "../../../src/store/events.ts"
import { readObject } from "../../../src/store/objects.ts"
import { lastChange } from "../../../src/store/public/calendar-entries.ts"
import { readRendered } from "../../../src/store/rendered.ts"
import { createRendering } from "../../../src/worker/jobs.ts"
import { makeCalendars, plenary } from "../../support/agenda.ts"
import { addFollowers } from "../../support/followers.ts"
import { lastSeq } from "../../support/rows.ts"
import { openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00.400Z")
const UPGRADE = new Date("2026-11-23T07:00:00Z")
let server: Awaited<ReturnType<typeof openSite>>

beforeEach(async () => {
  server = await openSite(START, { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
  await addFollowers(server.db, "agenda", [{ host: "a.example" }])
  // as it is at the first start of this version
  await finish(server.site)
})
afterEach(() => server.close())

/** The same document with something else in it. */
function saying(object: WireObject, over: WireObject["json"]): WireObject {
  const json = { ...object.json, ...over }
  return { ...object, json, body: JSON.stringify(json) }
}

/** Of a later version, which writes « Plénière » with capitals in calendar texts, and as its French name in objects. */
function upgraded(site: Site, { texts = true, objects = true } = {}): Site {
  const loud = (text: string) => text.replace("SUMMARY:Séance plénière", "SUMMARY:SÉANCE PLÉNIÈRE")
  const renamed = (object: WireObject): WireObject =>
    object.json.name === "Séance plénière" ? saying(object, { name: "Assemblée plénière" }) : object
  return {
    ...site,
    ...(texts && {
      texts: {
        ...site.texts,
        version: site.texts.version + 1,
        event: event => loud(site.texts.event(event)),
        session: (session, event) => site.texts.session(session, event).replace("SUMMARY:Vote", "SUMMARY:VOTE"),
      },
    }),
    ...(objects && {
      wire: { ...site.wire, version: site.wire.version + 1, event: event => renamed(site.wire.event(event)) },
    }),
  }
}

/** Renders until there is nothing to do. */
async function finish(site: Site, size = 50): Promise<Round[]> {
  const rounds: Round[] = []
  for (let n = 0; n < 100; n++) {
    const round = await renderSome(server.db, site, OPERATOR, size)
    rounds.push(round)
    if (round.state !== "going") return rounds
  }
  throw new Error("it never ends")
}

const interview = () =>
  parseInput(interviewInput, {
    calendar: "entretiens",
    title: "Le code d'une administration",
    content: "Une réponse.",
    published: "2026-11-20",
    publish: true,
  })
const other = (n: number) => plenary({ title: `Atelier ${n}`, slug: `atelier-${n}` })
const text = async (table: "event" | "session", id: string) =>
  (await server.db.selectFrom(table).select("ical").where("id", "=", id).executeTakeFirstOrThrow()).ical!
const withSessions = () =>
  plenary({
    programme: [
      { slug: "vote", title: "Vote", start: "2026-11-30T14:00", end: "2026-11-30T15:00" },
      { slug: "suites", title: "Suites", start: "2026-11-30T15:00", end: "2026-11-30T16:00" },
    ],
  } as never)

describe("after an upgrade that changes a renderer", () => {
  test("what it writes differently is written, and nothing else moves", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    const same = await createEvent(db, site, OPERATOR, other(1))
    await createInterview(db, site, OPERATOR, interview())
    const rows = async () => ({
      same: await db.selectFrom("event").selectAll().where("id", "=", same.id).execute(),
      objects: await db
        .selectFrom("object")
        .selectAll()
        .where("path", "!=", `/events/${event.id}`)
        .orderBy("path")
        .execute(),
      entries: await db.selectFrom("calendarEntry").selectAll().where("id", "!=", event.id).orderBy("id").execute(),
      outbox: await db.selectFrom("outbox").selectAll().orderBy("seq").execute(),
      delivery: await db.selectFrom("delivery").selectAll().orderBy("id").execute(),
    })
    const [before, served] = [await rows(), (await readObject(db, `/events/${event.id}`))!]
    const synced = await lastChange(db, event.calendarId)
    server.setClock(UPGRADE)

    const rounds = await finish(upgraded(site))

    expect(rounds.at(-1)).toMatchObject({ state: "done", changed: 2 })
    expect(await rows()).toEqual(before)
    const now = (await readEvent(db, { id: event.id }))!
    expect(now).toEqual({ ...event, changedAt: UPGRADE })
    expect(await text("event", event.id)).toBe(upgraded(site).texts.event(now))
    expect(await text("event", event.id)).toContain("\r\nLAST-MODIFIED:20261123T070000Z\r\n")
    expect(await text("event", event.id)).toContain("\r\nSUMMARY:SÉANCE PLÉNIÈRE\r\n")
    const object = (await readObject(db, `/events/${event.id}`))!
    expect(JSON.parse(object.body)).toEqual({ ...JSON.parse(served.body), name: "Assemblée plénière" })
    expect([object.version, object.etag === served.etag]).toEqual([served.version + 1, false])
    expect(await lastChange(db, event.calendarId)).toBe(synced + 1)
    expect(await readRendered(db)).toEqual({ texts: site.texts.version + 1, objects: site.wire.version + 1 })
  })

  test("the same version looks at nothing again; an older one beside it leaves what the newer made", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    await finish(upgraded(site))
    const made = await text("event", event.id)
    expect(await finish(upgraded(site))).toEqual([{ state: "current" }])
    expect(await finish(site)).toEqual([{ state: "current" }])
    // newer texts, older objects: only the latter are behind
    const next = upgraded(upgraded(site), { texts: false })
    expect((await finish({ ...next, texts: site.texts })).at(-1)).toMatchObject({ state: "done" })
    expect(await text("event", event.id)).toBe(made)
    expect(await readRendered(db)).toEqual({ texts: site.texts.version + 1, objects: site.wire.version + 2 })
  })

  test("a session is as new as its own text, not as its event's", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, withSessions())
    const [vote, suites] = event.sessions
    expect(vote!.title).toBe("Vote")
    const before = await text("session", suites!.id)
    server.setClock(UPGRADE)
    await finish(upgraded(site, { objects: false }))
    expect(await text("session", suites!.id)).toBe(before)
    expect(await text("session", vote!.id)).toContain("\r\nSUMMARY:VOTE\r\n")
    expect(await text("session", vote!.id)).toContain("\r\nLAST-MODIFIED:20261123T070000Z\r\n")
  })

  test("LAST-MODIFIED grows even where a clock went back", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    server.setClock(new Date("2026-11-01T00:00:00Z"))
    await finish(upgraded(site))
    expect((await readEvent(db, { id: event.id }))!.changedAt).toEqual(new Date(START.getTime() + 1000))
  })

  test("what is deleted stays gone, drafts stay drafts, news follow their event", async () => {
    const { db, site } = server
    const deleted = await createEvent(db, site, OPERATOR, plenary())
    await deleteEvent(db, site, OPERATOR, deleted.id)
    const draft = await createEvent(db, site, OPERATOR, plenary({ publish: false }))
    const moved = await createEvent(db, site, OPERATOR, other(2))
    await rescheduleEvent(db, site, OPERATOR, moved.id, { start: "2026-12-20T14:00" } as never)
    const news = (await readEvent(db, { id: moved.id }))!.news[0]!
    const before = { gone: await readObject(db, `/events/${deleted.id}`), draft: await readEvent(db, { id: draft.id }) }
    const next = upgraded(site)
    next.wire.news = (news, event) => {
      const note = site.wire.news(news, event)
      return saying(note, { content: "<p>autrement</p>" })
    }
    await finish(next)
    expect({
      gone: await readObject(db, `/events/${deleted.id}`),
      draft: await readEvent(db, { id: draft.id }),
    }).toEqual(before)
    expect(await readObject(db, `/events/${draft.id}`)).toBeNull()
    expect(JSON.parse((await readObject(db, `/news/${news.id}`))!.body).content).toBe("<p>autrement</p>")
  })

  test("actors, places and interviews too", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    const next = upgraded(site)
    next.wire.place = place => {
      const object = site.wire.place(place)
      return saying(object, { summary: "autrement" })
    }
    next.wire.actor = async (db, actor) => {
      const object = await site.wire.actor(db, actor)
      return saying(object, { summary: "autrement" })
    }
    next.wire.interview = interview => {
      const object = site.wire.interview(interview)
      return saying(object, { summary: "autrement" })
    }
    const { id } = await createInterview(db, site, OPERATOR, interview())
    await finish(next)
    const paths = [`/places/${event.places[0]!.id}/v1`, `/interviews/${id}`, "/actors/agenda", "/actors/instance"]
    for (const path of paths) expect(JSON.parse((await readObject(db, path))!.body).summary).toBe("autrement")
  })
})

describe("while it goes on", () => {
  test("who is killed loses nothing: another goes on behind the last row that was done", async () => {
    const { db, site } = server
    for (let n = 0; n < 7; n++) await createEvent(db, site, OPERATOR, plenary({ slug: `seance-${n}` }))
    const next = upgraded(site)
    let left = 5
    const dying: Site = {
      ...next,
      texts: {
        ...next.texts,
        event(event) {
          // each text is made twice: to be compared, and with its time
          if (left-- === 0) throw new Error("killed")
          return next.texts.event(event)
        },
      },
    }
    await expect(finish(dying, 2)).rejects.toThrow("killed")
    const advance = (await readRendered(db)).advance!
    expect([advance.step, advance.changed]).toEqual(["event", 4])
    const rounds = await finish(next, 2)
    expect(rounds.at(-1)).toMatchObject({ state: "done", changed: 14 })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from event where ical like '%SÉANCE PLÉNIÈRE%'`.execute(db)
    expect(rows[0]!.n).toBe(7)
  })

  test("a still newer version begins again", async () => {
    const { db, site } = server
    for (let n = 0; n < 3; n++) await createEvent(db, site, OPERATOR, plenary({ slug: `seance-${n}` }))
    const next = upgraded(site)
    while ((await readRendered(db)).advance?.step !== "event" || !(await readRendered(db)).advance?.after)
      await renderSome(db, next, OPERATOR, 1)
    const newest = upgraded(next)
    await finish(newest, 1)
    expect(await readRendered(db)).toEqual({ texts: newest.texts.version, objects: newest.wire.version })
  })

  test("one worker renders; a second one waits without holding anything", async () => {
    const { db, site } = server
    await createEvent(db, site, OPERATOR, plenary())
    const next = upgraded(site)
    await db.transaction().execute(async trx => {
      await renderSome(trx, next, OPERATOR)
      expect(await renderSome(db, next, OPERATOR)).toEqual({ state: "waiting" })
    })
    expect((await finish(next)).at(-1)!.state).toBe("done")
  })

  test("an event that somebody edits is waited for, and their edit stands", async () => {
    const { db, site } = server
    const event = await createEvent(db, site, OPERATOR, plenary())
    const next = upgraded(site)
    while ((await readRendered(db)).advance?.step !== "event") await renderSome(db, next, OPERATOR)
    const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
    const { promise: locked, resolve: hasLocked } = Promise.withResolvers<void>()
    const edit = db.transaction().execute(async trx => {
      await lockEvent(trx, event.id)
      hasLocked()
      await mayEnd
      return updateEvent(trx, site, OPERATOR, event.id, { summary: "Corrigé pendant ce temps." } as never)
    })
    await locked
    expect(await renderSome(db, next, OPERATOR)).toEqual({ state: "waiting" })
    end()
    await edit
    expect((await finish(next)).at(-1)!.state).toBe("done")
    expect((await readEvent(db, { id: event.id }))!.summary).toBe("Corrigé pendant ce temps.")
    expect(await text("event", event.id)).toContain("SUMMARY:SÉANCE PLÉNIÈRE")
    expect((await readObject(db, `/events/${event.id}`))!.body).toContain("Corrigé pendant ce temps.")
  })

  test("edits go on meanwhile and nothing stale is left", async () => {
    const { db, site } = server
    const events = []
    for (let n = 0; n < 30; n++) events.push(await createEvent(db, site, OPERATOR, plenary({ slug: `seance-${n}` })))
    const next = upgraded(site)
    const editing = (async () => {
      for (const [n, event] of events.entries()) {
        await updateEvent(db, next, OPERATOR, event.id, { summary: `Corrigé ${n}.` } as never)
        await sleep(1)
      }
    })()
    const job = createRendering({ db, site: next })
    for (let n = 0; n < 1000 && (await readRendered(db)).objects < next.wire.version; n++) await job.runOnce()
    await editing
    for (const event of events) {
      const now = (await readEvent(db, { id: event.id }))!
      expect(await text("event", event.id)).toBe(next.texts.event(now))
      expect((await readObject(db, `/events/${event.id}`))!.body).toBe(next.wire.event(now).body)
    }
  })
})

test("the job has nothing to do in a new database, and asks it no more", async () => {
  const { db, site } = server
  const before = await lastSeq(db)
  const job = createRendering({ db, site })
  expect(await job.runOnce()).toBe(0)
  await sql`delete from setting where key = 'rendered'`.execute(db)
  expect(await job.runOnce()).toBe(0)
  expect(await readRendered(db)).toEqual({ texts: 0, objects: 0 })
  expect(await lastSeq(db)).toBe(before)
})
