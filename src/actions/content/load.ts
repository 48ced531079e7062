import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Calendar } from "../../domain/calendar.ts"
import { invalid } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import { programmeMoved } from "../../domain/programme.ts"
import { eventInput } from "../../input/event.ts"
import { fieldsOfInput } from "../../input/event-fields.ts"
import { parseInput } from "../../input/parse.ts"
import { readCalendar } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { lockEvent } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { lockInterview, readInterview } from "../../store/interviews.ts"
import { writeLicence } from "../../store/licence.ts"
import { lock } from "../../store/locks.ts"
import { audit } from "../audit.ts"
import { createCalendar, ensurePublisher } from "../calendars/create.ts"
import { updateActor } from "../calendars/update.ts"
import { createEventIn } from "../events/create.ts"
import { changeFields } from "../events/update.ts"
import { createInterviewIn, interviewFields } from "../interviews/create.ts"
import { changeInterview } from "../interviews/update.ts"
import type { Site } from "../site.ts"
import { type CheckedEntry, check } from "./check.ts"
import { type Demonstration, occurrencesOf } from "./demonstration.ts"
import { createExportedEvent, type ExportedEventInput } from "./exported-event.ts"

/** How many entries were made, changed or found as they are. */
export interface LoadResult {
  created: number
  changed: number
  unchanged: number
}

export interface LoadOptions {
  /** called after each entry, so that long work shows progress */
  progress?: (done: number, total: number) => void
  signal?: AbortSignal
}

/**
 * Brings the content of a file into the site, in one transaction: all of it or nothing. Entries are known again by their slug, so
 * a second run changes nothing, and a corrected file corrects. What was deleted here stays deleted. Demonstration entries are
 * dated from the day they are first loaded and left alone afterwards.
 * @throws {DomainError} `invalid` with every wrong field of the file, as `events[3].start`
 */
export async function load(
  db: Db,
  site: Site,
  by: By,
  file: unknown,
  { progress, signal }: LoadOptions = {},
): Promise<LoadResult> {
  const content = check(file)
  const result: LoadResult = { created: 0, changed: 0, unchanged: 0 }
  const total =
    content.calendars.length + content.events.length + content.interviews.length + content.demonstration.length
  let done = 0
  const count = (what: keyof LoadResult) => {
    signal?.throwIfAborted()
    result[what] += 1
    done += 1
    progress?.(done, total)
  }
  await transact(db, async trx => {
    authorize(by, "content:load")
    await lock(trx, "loading")
    if (content.licence) await writeLicence(trx, content.licence, site.now())
    const publisher = await ensurePublisher(trx, site, by, content.publisher)
    for (const { input, at } of content.calendars) {
      const existing = await readCalendar(trx, input.handle)
      if (!existing) await createCalendar(trx, site, by, input, publisher.id, at)
      const { name, summary, language } = input
      const changed = existing
        ? (await updateActor(trx, site, by, existing, { name, summary, language })) !== existing
        : false
      count(!existing ? "created" : changed ? "changed" : "unchanged")
    }
    for (const entry of content.events) count(await loadEvent(trx, site, by, entry))
    for (const { input, at } of content.interviews) {
      const unlocked = await readInterview(trx, { slug: input.slug! })
      if (unlocked) await lockInterview(trx, unlocked.id)
      const existing = unlocked && (await readInterview(trx, { id: unlocked.id }))
      if (!existing) await createInterviewIn(trx, site, by, input, at)
      const changed =
        existing?.state === "published" &&
        (await changeInterview(
          trx,
          site,
          existing,
          await interviewFields(trx, input, existing.calendar, `${at}.event`),
        )) !== existing
      count(!existing ? "created" : changed ? "changed" : "unchanged")
    }
    for (const entry of content.demonstration) count(await loadDemonstration(trx, site, by, entry))
    await audit(trx, site, by, "content:load", { kind: "site", id: null, details: { ...result } })
  })
  return result
}

async function loadEvent(
  trx: Trx,
  site: Site,
  by: By,
  { input, at }: CheckedEntry<ExportedEventInput>,
): Promise<keyof LoadResult> {
  const unlocked = await readEvent(trx, { slug: input.slug! })
  if (!unlocked) {
    await createExportedEvent(trx, site, by, input, at)
    return "created"
  }
  await lockEvent(trx, unlocked.id)
  const existing = await readEvent(trx, { id: unlocked.id })
  if (existing?.state !== "published") return "unchanged"
  // an event that was moved or cancelled here keeps what was announced
  const calendar: Calendar = existing.calendar
  const fields = fieldsOfInput(input, calendar, at)
  const moved = existing.previous !== null || existing.status !== "scheduled"
  const { when, onlineUrl } = existing
  const wanted = moved
    ? { ...fields, when, onlineUrl, sessions: programmeMoved(fields.sessions, fields.when, when) }
    : fields
  return (await changeFields(trx, site, existing, wanted)) === existing ? "unchanged" : "changed"
}

async function loadDemonstration(
  trx: Trx,
  site: Site,
  by: By,
  { input, at }: CheckedEntry<Demonstration>,
): Promise<keyof LoadResult> {
  if (await readEvent(trx, { slug: input.slug })) return "unchanged"
  const calendar = await readCalendar(trx, input.calendar)
  if (!calendar) throw invalid([fieldProblem(`${at}.calendar`, "no-calendar", { handle: input.calendar })])
  const today = Temporal.Instant.fromEpochMilliseconds(site.now().getTime())
    .toZonedDateTimeISO(input.timeZone ?? calendar.timeZone)
    .toPlainDate()
  const seriesId = input.recurrence ? randomUUID() : null
  for (const occurrence of occurrencesOf(input, today))
    await createEventIn(trx, site, by, parseInput(eventInput, occurrence, at), { prefix: at, seriesId })
  return "created"
}
