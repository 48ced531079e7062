import { sql } from "kysely"
import { insertDrafts } from "../../../src/actions/events/drafts.ts"
import { publishDrafts } from "../../../src/actions/events/publish.ts"
import { updateEvent } from "../../../src/actions/events/update.ts"
import type { Site } from "../../../src/actions/site.ts"
import { OPERATOR } from "../../../src/domain/by.ts"
import type { Calendar } from "../../../src/domain/calendar.ts"
import { absolute, paths } from "../../../src/domain/paths.ts"
import { fieldsOfInput } from "../../../src/input/event-fields.ts"
import { readCalendar } from "../../../src/store/actors.ts"
import { changesSince, lastChange } from "../../../src/store/public/calendar-entries.ts"
import { countPublicEvents } from "../../../src/store/public/events.ts"
import { freePort } from "../../support/beffroi.ts"
import type { IcalGeneratorCalls } from "../processes/ical-generator.ts"
import type { JoinCalls } from "../processes/join.ts"
import type { ReaderCalls } from "../processes/reader.ts"
import type { ServerCalls } from "../processes/web.ts"
import type { Scenario } from "../run.ts"
import { answered } from "../support/answering.ts"
import { startChild } from "../support/child.ts"
import { against, beside, median, rounded } from "../support/figure.ts"
import type { MadeCalendar } from "../support/making.ts"
import { progress, say } from "../support/progress.ts"
import { eventOf, openSite, SECRET_KEY, type TestSite } from "../support/site.ts"

const bench = "calendar"
const EVENTS = 10_000
const AT_ONCE = 500
const ZONES = ["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea"]
const MB = 1024 * 1024

/** An agenda of 10,000 coming events: made whole beside ical-generator, asked for again, edited, synced over CalDAV. */
export const calendar: Scenario = async ({ postgres, full, tell }) => {
  const server = await openSite(postgres, `http://127.0.0.1:${await freePort()}`)
  await server.calendar("agenda")
  const agenda = (await readCalendar(server.db, "agenda"))!
  const id = await fill(server, agenda)
  const size = `${EVENTS.toLocaleString("en")} events`

  const joined = await made(server, "join", full ? 20 : 7)
  // of processes that make one each: what earlier ones left behind is not of it
  const peaks: number[] = []
  for (let n = 0; n < 3; n++) peaks.push((await made(server, "join", 1)).peakBytes)
  const generatedOnce = await made(server, "ical-generator", 1)
  const generated = await made(server, "ical-generator", full ? 7 : 3)
  tell(
    against(
      {
        bench,
        figure: `${size} joined from kept texts`,
        value: joined.makeMs,
        unit: "ms",
        with: { MB: rounded(joined.bytes / MB), "reading them, ms": rounded(joined.readMs) },
      },
      { most: 40 },
    ),
  )
  tell(
    against(
      {
        bench,
        figure: `peak of the process that joins ${size}`,
        value: median(peaks) / MB,
        unit: "MB",
        with: {
          "each of three": peaks.map(peak => rounded(peak / MB)),
          "ical-generator's": Math.round(generatedOnce.peakBytes / MB),
        },
      },
      { most: 120 },
    ),
  )
  tell(
    beside(
      {
        bench,
        figure: `${size} read and made a calendar`,
        value: joined.readMs + joined.makeMs,
        unit: "ms",
      },
      { name: "ical-generator over the same events", value: generated.readMs + generated.makeMs },
      { most: 0.5 },
    ),
  )

  const searching = await searched(server)
  tell(
    beside(
      {
        bench,
        figure: `a search of two words among ${size}`,
        value: searching.storedMs,
        unit: "ms",
        with: { matches: searching.matches },
      },
      { name: "folding what they say anew", value: searching.anewMs },
      { most: 0.2 },
    ),
  )

  const ours = await startChild<ServerCalls>("web")
  await ours.ask("start", { databaseUrl: server.databaseUrl, origin: server.origin, secretKey: SECRET_KEY })
  const reader = await startChild<ReaderCalls>("reader")
  const path = paths.feed(paths.calendarPage("agenda"), "ics")
  const first = await fetch(server.origin + path, { headers: { "accept-encoding": "identity" } })
  const feedBytes = (await first.arrayBuffer()).byteLength
  const etag = first.headers.get("etag")!
  const reading = { origin: server.origin, path, headers: { "if-none-match": etag }, connections: 1 }
  await reader.ask("read", { ...reading, count: 500 })
  const [before, databaseBefore] = [await ours.usage(), await server.databaseCpu()]
  const count = full ? 8_000 : 2_000
  const fired = await reader.ask("read", { ...reading, count })
  const { cpuMs, p99 } = answered(fired, 304, before, await ours.usage())
  const databaseMs = databaseBefore === null ? 0 : ((await server.databaseCpu())! - databaseBefore) / count
  tell(
    against(
      {
        bench,
        figure: "304 of a calendar, server and database",
        value: cpuMs + databaseMs,
        unit: "CPU ms",
        with: { "server alone": rounded(cpuMs), "half within ms": rounded(fired.p50), "99 % within ms": rounded(p99) },
      },
      { most: 1 },
    ),
  )

  const edit = await edited(server, agenda, id)
  tell(
    against(
      {
        bench,
        figure: `texts rendered by an edit of one of ${size}`,
        value: edit.rendered,
        unit: "texts",
        with: { "entries changed": edit.changed, ms: rounded(edit.ms) },
      },
      { least: 1, most: 1 },
    ),
  )

  const all = await sync(server, "")
  const next = await sync(server, absolute(server.origin, `${paths.davCalendar("agenda")}sync/${edit.before}`))
  if (all.entries !== EVENTS || next.entries !== 1) throw new Error(`${all.entries} and ${next.entries} entries came`)
  const conditions = {
    kB: rounded(next.bytes / 1024),
    "first sync, kB": Math.round(all.bytes / 1024),
    "first sync, ms": Math.round(all.ms),
  }
  tell(
    beside(
      {
        bench,
        figure: "CalDAV sync after an edit",
        value: next.bytes,
        unit: "bytes",
        with: { ...conditions, ms: rounded(next.ms) },
      },
      { name: "the feed of 700 events", value: feedBytes },
      { most: 0.01 },
    ),
  )
  for (const child of [reader, ours]) await child.stop()
  await server.close()
}

async function made(
  server: TestSite,
  how: "join" | "ical-generator",
  times: number,
): Promise<MadeCalendar & { peakBytes: number }> {
  const child = await startChild<JoinCalls | IcalGeneratorCalls>(how)
  try {
    const calendar = await child.ask("make", { databaseUrl: server.databaseUrl, origin: server.origin, times })
    if (calendar.events !== EVENTS) throw new Error(`${how}: ${calendar.events} events`)
    const { peakBytes } = await child.usage()
    say(`… ${how}: read ${Math.round(calendar.readMs)} ms, made ${Math.round(calendar.makeMs)} ms`)
    return { ...calendar, peakBytes }
  } finally {
    await child.stop()
  }
}

/** What one edit makes anew, and how many entries a program that syncs hears of. */
async function edited(server: TestSite, { id: calendarId }: Calendar, id: string) {
  let rendered = 0
  const count =
    <A extends unknown[]>(render: (...given: A) => string) =>
    (...given: A) => {
      rendered++
      return render(...given)
    }
  const { texts } = server.site
  const site: Site = { ...server.site, texts: { ...texts, event: count(texts.event), session: count(texts.session) } }
  const before = await lastChange(server.db, calendarId)
  const begun = performance.now()
  await updateEvent(server.db, site, OPERATOR, id, { summary: "Ordre du jour définitif." })
  const ms = performance.now() - begun
  const changes = await changesSince(server.db, { calendarId, seq: before, limit: 100 }, false)
  return { rendered, changed: changes.length, ms, before }
}

/** How long it takes to count what holds words, the quickest of five: by what is kept of each event, and by making that anew. */
async function searched({ db }: TestSite): Promise<{ matches: number; storedMs: number; anewMs: number }> {
  const anew = sql<{ count: number }>`select count(*) from event where state = 'published' and
    (select plain ilike all (array['%pleniere%', '%inclusion%']) from (select regexp_replace(normalize(concat_ws(' ', title, summary,
      array_to_string(organisers, ' '), array_to_string(tags, ' '), (select string_agg(concat_ws(' ', place.name, place.locality), ' ')
      from event_place join place on place.id = place_id where event_id = event.id)), NFD), '[\\u0300-\\u036f]+', '', 'g') as plain offset 0) folded)`
  const quickest = async (count: () => Promise<number>) => {
    let [ms, matches] = [Number.POSITIVE_INFINITY, 0]
    for (let n = 0; n < 5; n++) {
      const begun = performance.now()
      matches = await count()
      ms = Math.min(ms, performance.now() - begun)
    }
    return { ms, matches }
  }
  const stored = await quickest(() => countPublicEvents(db, { q: "pleniere Inclusion" }))
  const made = await quickest(async () => (await anew.execute(db)).rows[0]!.count)
  if (stored.matches !== made.matches) throw new Error(`${stored.matches} events are found, ${made.matches} are there`)
  return { matches: stored.matches, storedMs: stored.ms, anewMs: made.ms }
}

async function sync(server: TestSite, token: string): Promise<{ entries: number; bytes: number; ms: number }> {
  const begun = performance.now()
  const answer = await fetch(server.origin + paths.davCalendar("agenda"), {
    method: "REPORT",
    headers: { depth: "1", "accept-encoding": "identity", "content-type": "application/xml" },
    body: `<sync-collection xmlns="DAV:"><sync-token>${token}</sync-token><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>`,
  })
  const text = await answer.text()
  const ms = performance.now() - begun
  if (answer.status !== 207) throw new Error(`sync: ${answer.status} ${text}`)
  return { entries: text.split("<D:response>").length - 1, bytes: Buffer.byteLength(text), ms }
}

/** Events of the next 18 months in four zones, of which the feed shows 700. @returns the id of one */
async function fill(server: TestSite, agenda: Calendar): Promise<string> {
  let last = ""
  for (let from = 0; from < EVENTS; from += AT_ONCE) {
    await server.db.transaction().execute(async trx => {
      const drafts = Array.from({ length: AT_ONCE }, (_, at) => {
        const n = from + at
        const day = new Date(Date.now() + (1 + (n % 540)) * 86_400_000).toISOString().slice(0, 10)
        const over = { start: `${day}T18:30`, end: `${day}T20:30`, timeZone: ZONES[n % ZONES.length] }
        return { calendar: agenda, slug: `seance-${n}`, fields: fieldsOfInput(eventOf("agenda", over), agenda) }
      })
      const ids = (await insertDrafts(trx, server.site, drafts, null)).map(({ id }) => id)
      await publishDrafts(trx, server.site, ids)
      last = ids[0]!
    })
    progress(`${from + AT_ONCE} of ${EVENTS} events`)
  }
  await sql`analyze`.execute(server.db)
  return last
}
