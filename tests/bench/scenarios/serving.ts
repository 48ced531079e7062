import { sql } from "kysely"
import { createEventIn } from "../../../src/actions/events/create.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import { paths } from "../../../src/domain/paths.ts"
import { freePort } from "../../support/beffroi.ts"
import type { BareHonoCalls } from "../processes/bare-hono.ts"
import type { ReaderCalls } from "../processes/reader.ts"
import type { ServerCalls } from "../processes/web.ts"
import type { Scenario } from "../run.ts"
import { type Answered, answerCosts, answered } from "../support/answering.ts"
import { type Child, startChild } from "../support/child.ts"
import { beside, rounded } from "../support/figure.ts"
import { progress, say } from "../support/progress.ts"
import { addFollowers, eventOf, openSite, SECRET_KEY, type TestSite } from "../support/site.ts"

const bench = "serving"
const EVENTS = 700
const FOLLOWERS = 100_000
const CONNECTIONS = 16
const AP = { accept: "application/activity+json" }
const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" }
const CALENDAR_APP = { accept: "text/calendar" }

interface Served {
  what: string
  path: string
  headers: Record<string, string>
  count: number
}

interface Read extends Answered {
  /** of PostgreSQL, for each answer; null where it cannot be read */
  databaseMs: number | null
}

const costs = ({ databaseMs, ...read }: Read, peer: Read): Record<string, number> => ({
  ...answerCosts(read, peer),
  ...(databaseMs !== null && { "PostgreSQL CPU ms": rounded(databaseMs) }),
})

/** What a site of 700 coming events and 100,000 followers answers, and its 304s, beside a Hono route of the same @hono/node-server that answers JSON from memory. */
export const serving: Scenario = async ({ postgres, full, tell }) => {
  const testSite = await openSite(postgres, `http://127.0.0.1:${await freePort()}`)
  const { id, slug } = await fill(testSite)
  const outbox = paths.outbox("agenda")
  const times = full ? 4 : 1
  const all: Served[] = [
    { what: "actor", path: paths.actor("agenda"), headers: AP, count: 4_000 },
    { what: "event object", path: paths.event(id), headers: AP, count: 4_000 },
    { what: "outbox page of 20", path: "", headers: AP, count: 1_000 },
    { what: "outbox, first page with 200 coming events", path: `${outbox}?page=1`, headers: AP, count: 100 },
    { what: "event page", path: paths.eventPage(slug), headers: BROWSER, count: 1_500 },
    {
      what: "event page, compressed",
      path: paths.eventPage(slug),
      headers: { ...BROWSER, "accept-encoding": "gzip, deflate, br" },
      count: 1_500,
    },
    {
      what: "calendar of 700 events",
      path: paths.feed(paths.calendarPage("agenda"), "ics"),
      headers: CALENDAR_APP,
      count: 200,
    },
  ]
  const json = (
    await testSite.db.selectFrom("object").select("body").where("path", "=", paths.event(id)).executeTakeFirstOrThrow()
  ).body

  const ours = await startChild<ServerCalls>("web")
  await ours.ask("start", { databaseUrl: testSite.databaseUrl, origin: testSite.origin, secretKey: SECRET_KEY })
  const port = await freePort()
  const bare = await startChild<BareHonoCalls>("bare-hono")
  await bare.ask("start", { port, json: JSON.parse(json) })
  const reader = await startChild<ReaderCalls>("reader")
  const read = async (
    server: Child<ServerCalls | BareHonoCalls>,
    origin: string,
    { path, headers, count }: Served,
    status = 200,
  ): Promise<Read> => {
    const reading = { origin, path, headers, connections: CONNECTIONS }
    await reader.ask("read", { ...reading, count: Math.ceil(count / 4) })
    await server.forgetPeak()
    const [before, databaseBefore] = [await server.usage(), await testSite.databaseCpu()]
    const fired = await reader.ask("read", { ...reading, count: count * times })
    const [after, databaseAfter] = [await server.usage(), await testSite.databaseCpu()]
    const databaseMs =
      databaseBefore === null || databaseAfter === null ? null : (databaseAfter - databaseBefore) / (count * times)
    return { ...answered(fired, status, before, after), databaseMs }
  }

  // the first page is the largest; the one after it holds no coming events
  all[2]!.path = new URL(
    ((await (await fetch(`${testSite.origin}${outbox}?page=1`, { headers: AP })).json()) as { next: string }).next,
  ).search
  all[2]!.path = `${outbox}${all[2]!.path}`
  const route = await read(bare, `http://127.0.0.1:${port}`, { what: "route", path: "/", headers: {}, count: 6_000 })
  const peer = { name: `bare Hono route, ${Math.round(json.length / 100) / 10} kB of JSON`, value: route.rate }
  for (const served of all) {
    const { what, path, headers } = served
    const whole = await read(ours, testSite.origin, served)
    const conditions = { ...costs(whole, route), kB: Math.round(whole.bytes / 1024) }
    tell(beside({ bench, figure: what, value: whole.rate, unit: "1/s", with: conditions }, peer))
    const first = await fetch(testSite.origin + path, { headers })
    const etag = first.headers.get("etag")
    await first.arrayBuffer()
    if (!etag) throw new Error(`${path} has no ETag`)
    const unchanged = await read(
      ours,
      testSite.origin,
      { ...served, headers: { ...headers, "if-none-match": etag } },
      304,
    )
    tell(
      beside(
        { bench, figure: `${what}, 304`, value: unchanged.rate, unit: "1/s", with: costs(unchanged, route) },
        peer,
      ),
    )
    say(`… ${what}: ${Math.round(whole.rate)}/s, 304 ${Math.round(unchanged.rate)}/s`)
  }
  for (const child of [reader, ours, bare]) await child.stop()
  await testSite.close()
}

/** Events of the next two years. */
async function fill(testSite: TestSite): Promise<{ id: string; slug: string }> {
  const calendar = await testSite.calendar("agenda")
  let last = { id: "", slug: "" }
  await testSite.db.transaction().execute(async trx => {
    for (let n = 0; n < EVENTS; n++) {
      const day = new Date(Date.now() + (n + 1) * 86_400_000).toISOString().slice(0, 10)
      last = await createEventIn(
        trx,
        testSite.site,
        OPERATOR,
        eventOf("agenda", { start: `${day}T18:30`, end: `${day}T20:30`, slug: `seance-${n}` }),
      )
      progress(`${n} of ${EVENTS} events`)
    }
  })
  // they come afterwards: 700 publications to each of them would be 70 million deliveries
  await addFollowers(testSite.db, calendar.id, { followers: FOLLOWERS, port: 1 })
  await sql`analyze`.execute(testSite.db)
  return last
}
