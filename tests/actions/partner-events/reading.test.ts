import { readdir } from "node:fs/promises"
import { type Kysely, sql } from "kysely"
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest"
import { storedEventReader } from "../../../federation/vocab/reading/index.ts"
import { readOutdatedEvents, type StoredEventReader } from "../../../src/actions/partner-events/reading.ts"
import type { JsonObject } from "../../../src/domain/json.ts"
import { type Db, openDatabase } from "../../../src/store/db.ts"
import { markPartnerEventDeleted } from "../../../src/store/partner-events.ts"
import { createPartnerEventReading } from "../../../src/worker/partner-events.ts"
import { makeCalendars } from "../../support/agenda.ts"
import { EVERYBODY, followed, receiveEvent } from "../../support/partners.ts"
import { createDatabase } from "../../support/postgres.ts"
import { openSite } from "../../support/site.ts"

const THEATRE = "https://theatre.example/@theatre"
const AT = new Date("2026-11-21T10:00:00Z")

/** What partners send, odd forms among it. */
const DOCUMENTS: (JsonObject & { id: string; name: string })[] = [
  {
    id: "https://theatre.example/events/1",
    name: "Concert",
    uuid: "b8c4b8a2-7c0c-4f3b-9d50-3f6f7a2b9c1d",
    startTime: "2026-12-01T19:30:00Z",
    endTime: "2026-12-01T21:00:00Z",
    timezone: "Europe/Rome",
    inLanguage: "it",
    attributedTo: [{ id: "https://theatre.example/@ana" }, THEATRE],
    content: "<p>Musica</p><script>alert(1)</script>",
    location: { name: "Sala", address: "Via Roma 1", latitude: 45.07, longitude: 7.68 },
    tag: [{ type: "Hashtag", name: "#musica" }],
  },
  { id: "https://theatre.example/events/2", name: "Journée", startTime: "2026-12-05", actor: THEATRE },
  { id: "https://theatre.example/events/3", name: "Sans date", startTime: "+275760-01-01T00:00:00Z" },
  {
    id: "https://theatre.example/events/4",
    name: "Heure locale",
    startTime: "2026-12-01T20:00:00",
    attributedTo: null,
  },
  { id: "https://theatre.example/events/5", name: "Privé", startTime: "2026-12-01T20:00:00Z", to: [THEATRE] },
].map(document => ({ to: [EVERYBODY], ...document }))

const rowsOf = (db: Db) => db.selectFrom("partnerEvent").selectAll().orderBy("id").execute()

/** Raises the version of the reader, which then writes titles in capitals. */
const nextReader: StoredEventReader = {
  version: storedEventReader.version + 1,
  read(id, document, siteZone) {
    const event = storedEventReader.read(id, document, siteZone)
    return { ...event, title: event.title.toUpperCase() }
  },
}

async function readAll(db: Db, reader = storedEventReader, limit = 2): Promise<number> {
  let total = 0
  for (let count = -1; count !== 0; total += count) count = await readOutdatedEvents(db, reader, limit)
  return total
}

describe("stored events", () => {
  let server: Awaited<ReturnType<typeof openSite>>
  beforeEach(async () => {
    server = await openSite(AT, { oneKeyPair: true })
    await followed(server, THEATRE)
    for (const document of DOCUMENTS) await receiveEvent(server, THEATRE, document)
    await server.db.updateTable("partnerEvent").set({ receivedAt: AT, changedAt: AT }).execute()
  })
  afterEach(() => server.close())

  test("of the version before the columns become the same as those that arrive now", { timeout: 60_000 }, async () => {
    const old = await createDatabase({ ...inject("postgres"), template: "template1" })
    const { db } = openDatabase(old.url, 2)
    try {
      const migrations = new URL("../../../migrations/", import.meta.url)
      const names = (await readdir(migrations)).filter(name => name.endsWith(".ts")).sort()
      const before = names.findIndex(name => name.startsWith("0014_"))
      const run = async (some: string[]) => {
        for (const name of some) await (await import(new URL(name, migrations).href)).up(db as Kysely<unknown>)
      }
      await run(names.slice(0, before))
      await sql`insert into remote_actor (id, host, type, inbox, fetched_at)
        values (${THEATRE}, 'theatre.example', 'Group', ${`${THEATRE}/inbox`}, ${AT})`.execute(db)
      for (const { id, name, ...rest } of DOCUMENTS)
        await sql`insert into partner_event (id, remote_id, name, document, starts_at, received_at, changed_at)
          values (${id}, ${THEATRE}, ${name}, ${JSON.stringify({ ...rest, id, name })}, ${AT}, ${AT}, ${AT})`.execute(
          db,
        )
      await run(names.slice(before))
      // who may change an event is known at once
      expect((await rowsOf(db)).map(({ authors }) => authors.sort())).toEqual([
        ["https://theatre.example/@ana", THEATRE],
        [THEATRE],
        [],
        [],
        [],
      ])
      expect(await readAll(db)).toBe(DOCUMENTS.length)
      expect(await rowsOf(db)).toEqual(await rowsOf(server.db))
      expect(await readAll(db)).toBe(0)
    } finally {
      await db.destroy()
      await old.drop()
    }
  })

  test("are read anew by a newer reader; only what differs has changed", async () => {
    const { db } = server
    const reader: StoredEventReader = {
      version: nextReader.version,
      read: (id, document, siteZone) =>
        (id.endsWith("/1") ? nextReader : storedEventReader).read(id, document, siteZone),
    }
    const [first, ...others] = await rowsOf(db)
    expect(await readAll(db, reader)).toBe(DOCUMENTS.length)
    const [changed, ...same] = await rowsOf(db)
    expect(same).toEqual(others.map(row => ({ ...row, readingVersion: reader.version })))
    expect(changed).toEqual({
      ...first,
      name: "CONCERT",
      readingVersion: reader.version,
      changedAt: changed!.changedAt,
    })
    expect(changed!.changedAt > AT).toBe(true)
    // an older version beside it leaves them alone
    expect(await readAll(db)).toBe(0)
  })

  test("without a zone of their own follow the zone of the site", async () => {
    const { db, site } = server
    const localTimes = async () => (await rowsOf(db)).map(({ startLocal, timeZone }) => [startLocal, timeZone])
    const before = await localTimes()
    await makeCalendars(db, site, { timeZone: "Indian/Reunion" })
    expect(await readAll(db)).toBe(DOCUMENTS.length - 1)
    expect(await localTimes()).toEqual([
      before[0],
      ["2026-12-05", "Indian/Reunion"],
      [null, null],
      ["2026-12-01T20:00", "Indian/Reunion"],
      ["2026-12-02T00:00", "Indian/Reunion"],
    ])
  })

  test("that were deleted are not read", async () => {
    await markPartnerEventDeleted(server.db, DOCUMENTS[0]!.id, AT)
    expect(await readAll(server.db, nextReader)).toBe(DOCUMENTS.length - 1)
  })

  test("are read on behind the last round when a worker is killed", async () => {
    const { db } = server
    let left = 3
    const dying: StoredEventReader = {
      ...nextReader,
      read(...given) {
        if (left-- === 0) throw new Error("killed")
        return nextReader.read(...given)
      },
    }
    await expect(readAll(db, dying)).rejects.toThrow("killed")
    const names = async () => (await rowsOf(db)).map(({ name }) => name)
    expect(await names()).toEqual(["CONCERT", "JOURNÉE", "Sans date", "Heure locale", "Privé"])
    expect(await readAll(db, nextReader)).toBe(3)
    expect(await names()).toEqual(["CONCERT", "JOURNÉE", "SANS DATE", "HEURE LOCALE", "PRIVÉ"])
  })

  test("are shared by two workers, and one that is being changed is left to its own transaction", async () => {
    const { db } = server
    await db.transaction().execute(async trx => {
      expect(await readOutdatedEvents(trx, nextReader, 2)).toBe(2)
      expect(await readAll(db, nextReader)).toBe(3)
    })
    expect(await readAll(db, nextReader)).toBe(0)
  })

  test("are all read by the worker's job, which then has nothing to do", async () => {
    const { db } = server
    const job = createPartnerEventReading({ db, reader: nextReader })
    expect([await job.runOnce(), await job.runOnce()]).toEqual([DOCUMENTS.length, 0])
  })
})
