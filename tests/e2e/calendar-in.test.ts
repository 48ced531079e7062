import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import pg from "pg"
import { afterAll, beforeAll, expect, inject, test } from "vitest"
import type { JsonObject } from "../../src/domain/json.ts"
import { type Beffroi, eventually, startBeffroi } from "../support/beffroi.ts"
import { createDatabase } from "../support/postgres.ts"
import { startMastodonReceiver } from "../support/receivers/mastodon.ts"
import type { Receiver } from "../support/receivers/receiver.ts"

/** A calendar as Framagenda shares it, taken in by a running server, until it is in the inbox of a follower: over real HTTP all the way. */
const YEAR = new Date().getUTCFullYear() + 1
/** The Monday before the last Sunday of March, when clocks go forward: the series crosses it. */
const last = Temporal.PlainDate.from({ year: YEAR, month: 3, day: 31 })
const first = last.subtract({ days: (last.dayOfWeek % 7) + 6 })
const day = (weeks: number, days = 0) => first.add({ weeks, days }).toString()
const basic = (date: string) => date.replaceAll("-", "")
const words = (date: string) =>
  new Intl.DateTimeFormat("fr", { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })
    .format(new Date(date))
    .replace(/(^|\s)1(?=\s)/, "$11er")

interface FeedState {
  hearing: string
  hearingSummary?: string
  override: string
  excluded?: string
}

const framagenda = ({ hearing, hearingSummary = "Audition", override, excluded }: FeedState) =>
  `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//IDN nextcloud.com//Calendar app 4.7.16//EN
REFRESH-INTERVAL;VALUE=DURATION:PT4H
X-WR-CALNAME:Conseil (public)
BEGIN:VEVENT
UID:weekly-0001
DTSTART;TZID=Europe/Paris:${basic(day(0))}T090000
DTEND;TZID=Europe/Paris:${basic(day(0))}T103000
SUMMARY:Point hebdomadaire
CATEGORIES:Réunion
RRULE:FREQ=WEEKLY;COUNT=4${excluded ? `\nEXDATE;TZID=Europe/Paris:${basic(excluded)}T090000` : ""}
END:VEVENT
BEGIN:VEVENT
UID:weekly-0001
RECURRENCE-ID;TZID=Europe/Paris:${basic(day(2))}T090000
DTSTART;TZID=Europe/Paris:${override}
SUMMARY:Point hebdomadaire (mardi)
END:VEVENT
BEGIN:VEVENT
UID:hearing-0002
DTSTART;TZID=Romance Standard Time:${hearing}
DURATION:PT1H30M
SUMMARY:${hearingSummary}
END:VEVENT
BEGIN:VEVENT
UID:reunion-0003
DTSTART;TZID=Indian/Reunion:${basic(day(1))}T180000
SUMMARY:Atelier à La Réunion
END:VEVENT
BEGIN:VEVENT
UID:broken-0004
DTSTART;TZID=Europe/Paris:${day(1)} 10h
SUMMARY:Une date à la main
END:VEVENT
END:VCALENDAR
`.replaceAll("\n", "\r\n")

const BEFORE: FeedState = { hearing: `${basic(day(3, 2))}T143000`, override: `${basic(day(2, 1))}T140000` }
const MOVED: FeedState = { ...BEFORE, hearing: `${basic(day(3, 2))}T160000` }
const CANCELLED: FeedState = { ...MOVED, hearingSummary: "Audition\nSTATUS:CANCELLED", excluded: day(3) }

let feedState: FeedState = BEFORE
const asked: (string | undefined)[] = []
const source = createServer((request, response) => {
  const body = framagenda(feedState)
  const etag = `"${Buffer.from(JSON.stringify(feedState)).toString("base64url")}"`
  asked.push(request.headers["if-none-match"])
  if (request.url !== "/remote.php/dav/public-calendars/Ab3dEf?export") return response.writeHead(404).end()
  if (request.headers["if-none-match"] === etag) return response.writeHead(304, { etag }).end()
  response.writeHead(200, { "content-type": "text/calendar; charset=utf-8", etag }).end(body)
})

let database: Awaited<ReturnType<typeof createDatabase>>
let site: Beffroi
let follower: Receiver
let client: pg.Client
let shared: string
/** what the follower had taken before */
let seen = 0

beforeAll(async () => {
  database = await createDatabase(inject("postgres"))
  site = await startBeffroi({ databaseUrl: database.url })
  await site.command("load", "examples/communs.json")
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await new Promise<void>(resolve => source.listen(0, "127.0.0.1", resolve))
  shared = `http://127.0.0.1:${(source.address() as AddressInfo).port}/index.php/apps/calendar/p/Ab3dEf`
  follower = await startMastodonReceiver()
  const object = `${site.origin}/actors/agenda`
  const id = `${follower.origin}/follows/1`
  const context = "https://www.w3.org/ns/activitystreams"
  await follower.send(`${object}/inbox`, { "@context": context, id, type: "Follow", actor: follower.actor(), object })
  seen = (await follower.waitFor(1)).length
})
afterAll(async () => {
  await site?.stop()
  await follower?.close()
  await client?.end()
  source.closeAllConnections()
  source.close()
  await database?.drop()
})

/** What the follower takes next, so many, in words; the order between events is free. */
async function delivered(count: number): Promise<string[]> {
  const activities = (await follower.waitFor(seen + count, 20_000)).slice(seen)
  seen += activities.length
  return activities
    .map(({ type, object }) => {
      const { type: kind, name, content, startTime, endTime, eventStatus } = object as JsonObject
      if (kind === "Note")
        return `${type} Note ${String(content)
          .replace(/<p><a[\s\S]*$/, "")
          .replace(/<[^>]+>/g, "")}`
      return [type, kind, name, startTime, endTime, eventStatus].filter(Boolean).join(" ")
    })
    .sort()
}

/** Waits until nothing is being read, and the next time is set. */
const settled = () =>
  eventually(async () => {
    const busy = await client.query(
      "select from source where due_at <= now() or leased_until > now() or read_at is null",
    )
    return busy.rowCount === 0
  }, 20_000)

/** Its interval is over; the worker of the running server does the rest. */
async function due(): Promise<void> {
  await settled()
  const before = asked.length
  await client.query("update source set due_at = now()")
  await client.query("notify beffroi_import")
  await settled()
  expect(asked.length).toBe(before + 1)
}

const BROKEN = `DTSTART is no date: "${day(1)} 10h"`
const lineOf = (text: string) => framagenda(feedState).split("\r\n").indexOf(text) + 1
const scheduled = "EventScheduled"

test("a dry run says line by line what would come; the broken entry with its line, and nothing is written", async () => {
  const printed = (await site.command("import", shared, "--calendar", "agenda", "--dry-run")).trimEnd().split("\n")
  const brokenLine = lineOf("UID:broken-0004") - 1
  expect(printed.map(line => line.split("\t").map(cell => cell.trim()))).toEqual([
    ["refused", `line ${brokenLine}`, "", "Une date à la main", BROKEN],
    ...[
      [lineOf("SUMMARY:Point hebdomadaire (mardi)") - 4, `${day(2, 1)}T14:00`, "Point hebdomadaire (mardi)"],
      ...[0, 1, 3].map(week => [lineOf("UID:weekly-0001") - 1, `${day(week)}T09:00`, "Point hebdomadaire"]),
      [lineOf("UID:hearing-0002") - 1, `${day(3, 2)}T14:30`, "Audition"],
      [lineOf("UID:reunion-0003") - 1, `${day(1)}T18:00`, "Atelier à La Réunion"],
    ].map(([line, start, title]) => ["created", `line ${line}`, start, title]),
    ["6 created, 1 refused (nothing was written)"],
  ])
  expect((await client.query("select from source")).rowCount).toBe(0)
  expect(follower.accepted.length).toBe(seen)
})

test("its entries are delivered to followers as events, at their hours", async () => {
  const printed = await site.command("import", shared, "--calendar", "agenda")
  expect(printed).toContain(`line ${lineOf("UID:broken-0004") - 1}\t\tUne date à la main\t${BROKEN}`)
  expect(printed).toMatch(/^6 created, 1 refused$/m)
  expect(await delivered(6)).toEqual(
    [
      `Create Event Point hebdomadaire ${day(0)}T09:00:00+01:00 ${day(0)}T10:30:00+01:00 ${scheduled}`,
      `Create Event Point hebdomadaire ${day(1)}T09:00:00+02:00 ${day(1)}T10:30:00+02:00 ${scheduled}`,
      `Create Event Point hebdomadaire (mardi) ${day(2, 1)}T14:00:00+02:00 ${scheduled}`,
      `Create Event Point hebdomadaire ${day(3)}T09:00:00+02:00 ${day(3)}T10:30:00+02:00 ${scheduled}`,
      `Create Event Audition ${day(3, 2)}T14:30:00+02:00 ${day(3, 2)}T16:00:00+02:00 ${scheduled}`,
      `Create Event Atelier à La Réunion ${day(1)}T18:00:00+04:00 ${scheduled}`,
    ].sort(),
  )
})

test("nothing is sent while it says the same", async () => {
  await due()
  expect(asked.at(-1)).toMatch(/^"/)
  expect(follower.accepted.length).toBe(seen)
})

test("a moved hour is an Update and a message, by itself, when the interval is over", async () => {
  feedState = MOVED
  await due()
  expect(await delivered(2)).toEqual([
    `Create Note REPORTÉ · Audition. Nouvelle date : ${words(day(3, 2))}, 16h–17h30 (au lieu de 14h30–16h).`,
    `Update Event REPORTÉ · Audition ${day(3, 2)}T16:00:00+02:00 ${day(3, 2)}T17:30:00+02:00 EventRescheduled`,
  ])
})

test("a cancelled entry, and an occurrence that was taken out, are cancelled here and told", async () => {
  feedState = CANCELLED
  await due()
  expect(await delivered(4)).toEqual(
    [
      `Create Note ANNULÉ · Audition. Date prévue : ${words(day(3, 2))}, 16h–17h30.`,
      `Create Note ANNULÉ · Point hebdomadaire. Date prévue : ${words(day(3))}, 9h–10h30.`,
      `Update Event ANNULÉ · Audition ${day(3, 2)}T16:00:00+02:00 ${day(3, 2)}T17:30:00+02:00 EventCancelled`,
      `Update Event ANNULÉ · Point hebdomadaire ${day(3)}T09:00:00+02:00 ${day(3)}T10:30:00+02:00 EventCancelled`,
    ].sort(),
  )
  expect(follower.refused).toEqual([])
})

test("people see the same hours, and where it was taken from", async () => {
  const page = await (await fetch(`${site.origin}/fr/e/audition`)).text()
  expect(page.replace(/<[^>]+>/g, " ")).toMatch(/Repris de\s+Conseil \(public\)/)
  const feed = await (await fetch(`${site.origin}/@agenda.ics`)).text()
  const times = feed
    .split("BEGIN:VEVENT")
    .filter(text => /^UID:(weekly|hearing|reunion)-000/m.test(text))
    .map(text => /^DTSTART;TZID=(.*)\r/m.exec(text)![1])
  expect(times).toEqual([
    `Europe/Paris:${basic(day(0))}T090000`,
    `Europe/Paris:${basic(day(1))}T090000`,
    `Indian/Reunion:${basic(day(1))}T180000`,
    `Europe/Paris:${basic(day(2, 1))}T140000`,
    `Europe/Paris:${basic(day(3))}T090000`,
    `Europe/Paris:${basic(day(3, 2))}T160000`,
  ])
})
