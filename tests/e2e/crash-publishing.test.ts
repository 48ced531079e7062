import pg from "pg"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import { type Beffroi, freePort, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"

/** The whole server, killed while it publishes: what was answered is there, what is repeated is there once. */
let database: Awaited<ReturnType<typeof createDatabase>>
let client: pg.Client
let port: number
let site: Beffroi
let token: string

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  port = await freePort()
  site = await startBeffroi({ databaseUrl: database.url, port })
  token = (await site.command("token", "create", "--name", "test", "--scope", "admin")).trim()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await post("calendars", "calendar", {
    handle: "agenda",
    kind: "agenda",
    name: "Agenda",
    language: "fr",
    timeZone: "Europe/Paris",
  })
})
afterAll(async () => {
  await site?.stop()
  await client?.end()
  await database?.drop()
})

async function post(noun: string, key: string, body: object): Promise<{ status: number; id?: string }> {
  const answer = await fetch(`${site.origin}/api/v1/${noun}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(body),
  })
  return { ...((await answer.json()) as { id?: string }), status: answer.status }
}

const publish = (n: number) =>
  post("events", `event-${n}`, { calendar: "agenda", title: `Rendez-vous ${n}`, start: "2030-01-01", publish: true })

test("kill -9 while publishing, three times", async () => {
  const answered = new Map<number, string>()
  for (let round = 0; round < 3; round += 1) {
    const enough = Promise.withResolvers<void>()
    const before = answered.size
    const under = Array.from({ length: 30 }, async (_, n) => {
      const { status, id } = await publish(n)
      expect(status).toBe(201)
      if (answered.has(n)) expect(id).toBe(answered.get(n))
      answered.set(n, id!)
      if (answered.size >= before + 5) enough.resolve()
    })
    await Promise.race([enough.promise, Promise.allSettled(under)])
    await site.kill()
    // those under way were cut off; none got another answer
    for (const result of await Promise.allSettled(under))
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({
          name: "TypeError",
          message: expect.stringMatching(/fetch failed|terminated/),
        })
    site = await startBeffroi({ databaseUrl: database.url, port })
  }
  expect(answered.size).toBeGreaterThan(0)
  for (let n = 0; n < 30; n += 1) {
    const { status, id } = await publish(n)
    expect(status).toBe(201)
    if (answered.has(n)) expect(id).toBe(answered.get(n))
  }
  const { rows } = await client.query(`
    select title, count(distinct event.id)::int as events,
      count(*) filter (where outbox.type = 'Create')::int as creates, count(*) filter (where outbox.type = 'Announce')::int as announces
    from event left join outbox on outbox.object_path = '/events/' || event.id
    group by title order by title`)
  expect(rows).toHaveLength(30)
  for (const row of rows) expect(row).toEqual({ title: row.title, events: 1, creates: 1, announces: 1 })
})
