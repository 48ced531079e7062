import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Calendar } from "../../domain/calendar.ts"
import { DomainError } from "../../domain/errors.ts"
import { provenanceOf } from "../../domain/provenance.ts"
import type { Source } from "../../domain/source.ts"
import { readInstance } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { adoptEntries, insertImported, seriesOf, takenUids } from "../../store/imported-events.ts"
import { isFollowed } from "../../store/outbox.ts"
import { sentenceOf } from "../../text/errors.ts"
import { audit } from "../audit.ts"
import { type Draft, draftEvents, insertRowsOf, renderRows } from "../events/drafts.ts"
import { freeSlugs } from "../events/slugs.ts"
import { record, renderAnnouncement } from "../outbox/announce.ts"
import { inSequence } from "../outbox/turns.ts"
import type { Site } from "../site.ts"
import { applyStep, imported } from "./apply-step.ts"
import type { Left, Plan, Step } from "./plan.ts"

/** The source that entries come from, as it is kept now: what it is called is shown beside each. */
export type Into = Pick<Source, "id" | "publish" | "name" | "page" | "url">

export interface Applying {
  /** called after each transaction */
  progress?: (done: number, total: number) => void
  /** looked at between transactions: what is done stays, and the next reading goes on from there */
  signal?: AbortSignal
}

/** New entries of one transaction, a second of work: to keep what was done takes PostgreSQL as long for one as for all. */
const NEW_AT_ONCE = 1000
/** Entries that share their statements. */
const PART = 100
/** Events whose objects and activities do: of three times so many the bytes are held. */
const ANNOUNCED_AT_ONCE = 50

/**
 * Does what a plan asks for, in transactions of bounded size. Changes go first: what was moved is told before what is new.
 * @returns the changes that what stands here does not allow, and why
 */
export async function applyPlan(
  db: Db,
  site: Site,
  by: By,
  source: Into,
  calendar: Calendar,
  { steps }: Plan,
  { progress, signal }: Applying = {},
): Promise<Left[]> {
  authorize(by, "source:import", { calendarId: calendar.id })
  const fresh = steps.filter((step): step is Fresh => step.what === "create")
  const changes = steps.filter(step => step.what !== "create")
  fresh.sort((a, b) => (a.entry.fields.when.start < b.entry.fields.when.start ? -1 : 1))
  const uids = [...new Set(changes.map(({ existing }) => existing.uid))]
  if (uids.length > 0)
    await transact(db, trx => adoptEntries(trx, { sourceId: source.id, calendarId: calendar.id, uids }))
  let done = 0
  const left: Left[] = []
  for (const step of changes) {
    signal?.throwIfAborted()
    try {
      await transact(db, trx => applyStep(trx, site, by, source.id, step))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      left.push({ entry: step.entry, existing: step.existing, reason: sentenceOf(error) })
    }
    progress?.(++done, steps.length)
  }
  const places = new Set<string>()
  for (let at = 0; at < fresh.length; at += NEW_AT_ONCE) {
    signal?.throwIfAborted()
    const some = fresh.slice(at, at + NEW_AT_ONCE)
    await transact(db, async trx => {
      const ids = await create(trx, site, { source, calendar, places }, some)
      const details = { entries: ids.length, first: ids[0], last: ids.at(-1), source: source.id }
      await audit(trx, site, by, "source:import", { kind: "event", id: null, calendarId: calendar.id, details })
    })
    done += some.length
    progress?.(done, steps.length)
  }
  return left
}

type Fresh = Extract<Step, { what: "create" }>

/** What the database holds of all is read at once; then PostgreSQL writes one part while the next is rendered. */
async function create(
  trx: Trx,
  site: Site,
  { source, calendar, places }: { source: Into; calendar: Calendar; places: Set<string> },
  steps: readonly Fresh[],
): Promise<string[]> {
  const instance = await readInstance(trx)
  // who follows while this is written gets what comes after it
  const followed = await isFollowed(trx, [calendar.id, instance.id])
  const events = await draftEvents(trx, site, await draftsOf(trx, site, source, calendar, steps))
  const writing = inSequence()
  try {
    for (let at = 0; at < steps.length; at += PART) {
      const some = events.slice(at, at + PART)
      const rows = await renderRows(site, some, null)
      const origins = steps.slice(at, at + PART).map(({ entry, digest }, index) => ({
        sourceId: source.id,
        uid: entry.uid,
        recurrenceId: entry.recurrenceId,
        eventId: some[index]!.id,
        ...imported(entry, digest),
      }))
      await writing.add(async () => {
        await insertRowsOf(trx, rows)
        await insertImported(trx, origins)
      })
      for (let from = 0; source.publish && from < some.length; from += ANNOUNCED_AT_ONCE) {
        const announcing = { verb: "Create", instance, renderedPlaces: places, followed } as const
        const announcement = await renderAnnouncement(trx, site, some.slice(from, from + ANNOUNCED_AT_ONCE), announcing)
        await writing.add(() => record(trx, site, announcement))
      }
    }
    await writing.end()
    return events.map(({ id }) => id)
  } finally {
    // nothing of it may reach the connection when the transaction is over
    await writing.end().catch(() => {})
  }
}

async function draftsOf(
  trx: Trx,
  site: Site,
  source: Into,
  calendar: Calendar,
  steps: readonly Fresh[],
): Promise<Draft[]> {
  const entries = steps.map(({ entry }) => entry)
  const slugs = await freeSlugs(
    trx,
    entries.map(({ fields }) => fields),
  )
  const uids = await ownUids(trx, entries)
  const recurring = [...new Set(entries.filter(({ recurrenceId }) => recurrenceId !== "").map(({ uid }) => uid))]
  const series = await seriesOf(trx, source.id, recurring)
  for (const uid of recurring) if (!series.has(uid)) series.set(uid, randomUUID())
  // a row that is published later is written twice, with all that it has in indexes
  const publishedAt = source.publish ? site.now() : null
  return entries.map(({ fields, status, full, uid, recurrenceId, page }, index) => ({
    calendar,
    fields,
    status,
    full,
    slug: slugs[index]!,
    uid: uids[index]!,
    seriesId: recurrenceId === "" ? null : series.get(uid)!,
    publishedAt,
    source: provenanceOf(source, page),
  }))
}

/** An event keeps its origin's UID; of a series the first that comes in does, the others add where they stood. */
async function ownUids(trx: Trx, entries: { uid: string; recurrenceId: string }[]): Promise<string[]> {
  const added = ({ uid, recurrenceId }: { uid: string; recurrenceId: string }) =>
    `${uid}/${recurrenceId.replace(/[-:]/g, "")}`
  const taken = new Set(
    (
      await takenUids(
        trx,
        entries.flatMap(entry => [entry.uid, added(entry)]),
      )
    ).keys(),
  )
  return entries.map(entry => {
    const free = [entry.uid, added(entry)].find(uid => !taken.has(uid)) ?? `${added(entry)}/${randomUUID()}`
    taken.add(free)
    return free
  })
}
