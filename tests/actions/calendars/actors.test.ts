import { afterAll, beforeAll, expect, test } from "vitest"
import { createCalendar, ensureInstance, ensurePublisher } from "../../../src/actions/calendars/create.ts"
import { updateActor } from "../../../src/actions/calendars/update.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { fieldProblem } from "../../../src/domain/field-problem.ts"
import { listActors, readActor, readInstance, readPublisher } from "../../../src/store/actors.ts"
import { transact } from "../../../src/store/db.ts"
import { readObject } from "../../../src/store/objects.ts"
import { addFollowers, addHost } from "../../support/followers.ts"
import { dump, lastSeq, sentSince } from "../../support/rows.ts"
import { ORIGIN, openSite } from "../../support/site.ts"

const START = new Date("2026-11-21T10:00:00Z")
let server: Awaited<ReturnType<typeof openSite>>
beforeAll(async () => {
  server = await openSite(START)
})
afterAll(() => server.close())

const CALENDAR = {
  handle: "agenda",
  kind: "agenda",
  name: "Agenda",
  language: "fr",
  timeZone: "Europe/Paris",
  summary: "",
} as const
const make = (handle: string) =>
  transact(server.db, async trx =>
    createCalendar(
      trx,
      server.site,
      OPERATOR,
      { ...CALENDAR, handle },
      (await ensurePublisher(trx, server.site, OPERATOR, null)).id,
    ),
  )

test("the instance is made once, named after its host, also by many who start at once", async () => {
  const { db, site } = server
  const before = await dump(db)
  const made = await Promise.all(Array.from({ length: 4 }, () => ensureInstance(db, site, OPERATOR)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(await dump(db)).toEqual(before)
  expect(await readInstance(db)).toMatchObject({ handle: "instance", kind: "instance", name: "communs.example" })
})

test("a calendar has an address, an owner, keys of its own and a document", async () => {
  const { db, site } = server
  const calendar = await make("agenda")
  expect(calendar).toMatchObject({
    handle: "agenda",
    kind: "calendar",
    calendarKind: "agenda",
    publisherHandle: "redaction",
    publisherName: "communs.example",
    timeZone: "Europe/Paris",
  })
  expect(await readPublisher(db)).toMatchObject({ handle: "redaction", kind: "publisher" })
  const object = (await readObject(db, "/actors/agenda"))!
  expect(object).toMatchObject({ type: "Group", page: "/@agenda", version: 1, actorId: calendar.id })
  expect(object.body).toBe((await site.wire.actor(db, calendar)).body)
  const rows = await db.selectFrom("actorKey").select(["algorithm", "publicKey"]).orderBy("actorId").execute()
  expect(rows.map(({ algorithm }) => algorithm).sort()).toEqual([...Array(3).fill("Ed25519"), ...Array(3).fill("RSA")])
  expect(new Set(rows.map(({ publicKey }) => publicKey)).size).toBe(6)
  await expect(make("agenda")).rejects.toMatchObject({
    code: "invalid-fields",
    problems: [fieldProblem("handle", "taken", { value: "agenda" })],
  })
  await expect(make("redaction")).rejects.toMatchObject({ code: "invalid-fields" })
  const results = await Promise.allSettled([make("conseil"), make("conseil"), make("conseil")])
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"])
  expect((await listActors(db)).map(({ handle }) => handle)).toEqual(["agenda", "conseil", "instance", "redaction"])
})

test("what it says of itself may change: followers' servers learn it, Gancio does not, people get no message", async () => {
  const { db, site } = server
  await addHost(db, "gancio.example", { software: "gancio" })
  await addFollowers(db, "agenda", [{ host: "a.example" }, { host: "gancio.example" }])
  const agenda = (await readActor(db, "agenda"))!
  const seq = await lastSeq(db)
  server.setClock(new Date("2026-11-22T10:00:00Z"))
  const change = { name: "Agenda des communs", summary: "Tout.", language: "fr" }
  const changed = await transact(db, trx => updateActor(trx, site, OPERATOR, agenda, change))
  expect(changed).toMatchObject({ ...change, updatedAt: new Date("2026-11-22T10:00:00Z") })
  const [update, ...rest] = await sentSince(db, seq)
  expect(rest).toEqual([])
  expect(update).toMatchObject({
    type: "Update",
    actor: "agenda",
    objectType: "Group",
    listed: false,
    inboxes: [["https://a.example/inbox", ""]],
  })
  expect(update!.json.object).toMatchObject({ id: `${ORIGIN}/actors/agenda`, name: "Agenda des communs" })
  expect((await readObject(db, "/actors/agenda"))?.version).toBe(2)
  const before = await dump(db)
  expect(await transact(db, trx => updateActor(trx, site, OPERATOR, changed, change))).toBe(changed)
  expect(await dump(db)).toEqual(before)
})
