import { sql } from "kysely"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createEvent, createEventIn } from "../../src/actions/events/create.ts"
import { OPERATOR } from "../../src/domain/by.ts"
import { eventInput } from "../../src/input/event.ts"
import { parseInput } from "../../src/input/parse.ts"
import { readCalendar } from "../../src/store/actors.ts"
import type { Db } from "../../src/store/db.ts"
import { changesSince, lastChange, listEntries } from "../../src/store/public/calendar-entries.ts"
import { makeCalendars, plenary } from "../support/agenda.ts"
import { openSite } from "../support/site.ts"

let server: Awaited<ReturnType<typeof openSite>>
let calendarId: string
beforeAll(async () => {
  server = await openSite(new Date("2026-11-21T12:00:00Z"), { oneKeyPair: true })
  await makeCalendars(server.db, server.site)
  calendarId = (await readCalendar(server.db, "agenda"))!.id
})
afterAll(() => server?.close())

const since = async (seq: number) => {
  const changes = await changesSince(server.db, { calendarId, seq, limit: 1000 }, false)
  return { ids: changes.map(({ id }) => id), seq: changes.at(-1)?.seq ?? seq }
}
const make = (title: string) => createEvent(server.db, server.site, OPERATOR, plenary({ title }))
const write = (db: Db, { id }: { id: string }, text: string) =>
  sql`update event set ical = ${text} where id = ${id}`.execute(db)

describe("the order of changes", () => {
  test("a reader between two commits misses neither, whichever began first", async () => {
    const [early, late] = [await make("commence tôt"), await make("commence tard")]
    const { seq } = await since(0)
    const inside = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    // writes first, commits last
    const slow = server.db.transaction().execute(async trx => {
      await write(trx, early, "finit tard")
      inside.resolve()
      await mayEnd.promise
    })
    await inside.promise
    await write(server.db, late, "finit tôt")
    const first = await since(seq)
    expect(first.ids).toEqual([late.id])
    mayEnd.resolve()
    await slow
    const second = await since(first.seq)
    expect(second.ids).toEqual([early.id])
    expect((await since(second.seq)).ids).toEqual([])
  })

  test("many writers and a reader that never stops: each change once, none lost", async () => {
    const events = []
    for (let n = 0; n < 4; n++) events.push(await make(`écrite ${n}`))
    let { seq } = await since(0)
    const rounds = 40
    let writing = true
    const seen = new Map<string, number>()
    const reader = (async () => {
      while (writing) {
        const next = await since(seq)
        for (const id of next.ids) seen.set(id, (seen.get(id) ?? 0) + 1)
        seq = next.seq
      }
    })()
    await Promise.all(
      events.map(async event => {
        for (let round = 0; round < rounds; round++) await write(server.db, event, `${event.id} ${round}`)
      }),
    )
    writing = false
    await reader
    const last = await since(seq)
    for (const id of last.ids) seen.set(id, (seen.get(id) ?? 0) + 1)
    expect([...seen.keys()].sort()).toEqual(events.map(({ id }) => id).sort())
    for (const count of seen.values()) expect(count).toBeLessThanOrEqual(rounds)
    // what a reader holds at the end is what is there
    const held = await listEntries(server.db, { calendarId, ids: events.map(({ id }) => id), limit: 10 }, true)
    expect(held.map(({ id, ical }) => [id, ical]).sort()).toEqual(events.map(({ id }) => [id, `${id} 39`]).sort())
  })

  test("transactions that change several events, each in an order of its own, do not wait in circles", async () => {
    const events: { id: string }[] = []
    for (let n = 0; n < 4; n++) events.push(await make(`en rond ${n}`))
    const before = await lastChange(server.db, calendarId)
    // each event is locked when its turn comes; the order of changes only when all is written
    const inTurn = (first: number, second: number) =>
      server.db.transaction().execute(async trx => {
        await write(trx, events[first]!, `de ${first}`)
        await sql`select pg_sleep(0.05)`.execute(trx)
        await write(trx, events[second]!, `de ${first}`)
      })
    await Promise.all([inTurn(0, 1), inTurn(1, 2), inTurn(3, 2)])
    const { ids } = await since(before)
    expect(ids.sort()).toEqual(events.map(({ id }) => id).sort())
  })

  test("nothing that is rolled back", async () => {
    const before = await lastChange(server.db, calendarId)
    await server.db
      .transaction()
      .execute(async trx => {
        await createEventIn(
          trx,
          server.site,
          OPERATOR,
          parseInput(eventInput, { calendar: "agenda", title: "jamais", start: "2026-12-01", publish: true }),
        )
        throw new Error("no")
      })
      .catch(() => {})
    expect(await lastChange(server.db, calendarId)).toBe(before)
  })
})

describe("what counts as a change", () => {
  test("a text that is written as it was is none; a column that is in no text neither", async () => {
    const event = await make("tel quel")
    const before = await lastChange(server.db, calendarId)
    await sql`update event set ical = ical || '', title = title where id = ${event.id}`.execute(server.db)
    expect(await lastChange(server.db, calendarId)).toBe(before)
    await write(server.db, event, "other")
    const changed = await lastChange(server.db, calendarId)
    expect(changed).toBeGreaterThan(before)
    await server.db.transaction().execute(async trx => {
      // there and back again
      await write(trx, event, "third")
      await write(trx, event, "other")
    })
    await sql`update event set access = 'de plain-pied' where id = ${event.id}`.execute(server.db)
    expect(await lastChange(server.db, calendarId)).toBe(changed)
  })

  test("a row that is deleted is remembered as gone", async () => {
    const event = await make("effacée")
    const before = await lastChange(server.db, calendarId)
    await sql`delete from outbox where object_path like ${`%${event.id}`}`.execute(server.db)
    await sql`delete from event where id = ${event.id}`.execute(server.db)
    const changes = await changesSince(server.db, { calendarId, seq: before, limit: 10 }, false)
    expect(changes.map(({ id, entry, passing }) => [id, entry, passing])).toEqual([[event.id, null, false]])
  })

  test("all calendars share one order", async () => {
    await createEvent(server.db, server.site, OPERATOR, plenary({ calendar: "rencontres", title: "ailleurs" }))
    const all = await lastChange(server.db, null)
    expect(all).toBeGreaterThan(await lastChange(server.db, calendarId))
  })
})
