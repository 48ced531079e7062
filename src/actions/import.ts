import { randomUUID } from "node:crypto"
import type { Calendar } from "../domain/calendar.ts"
import { DomainError } from "../domain/errors.ts"
import type { Source } from "../domain/source.ts"
import { type Db, type Trx, transact } from "../store/db.ts"
import { adoptEntries, insertImported, seriesOf, takenUids } from "../store/imported-events.ts"
import { freeSlugs, insertDrafts } from "./events.ts"
import type { House } from "./house.ts"
import { applyStep, imported } from "./import-changes.ts"
import type { Left, Plan, Step } from "./import-plan.ts"
import { tellOfEvents } from "./publication.ts"

export interface Applying {
  /** called after each transaction */
  progress?: (done: number, total: number) => void
  /** looked at between transactions: what is done stays, and the next reading goes on from there */
  signal?: AbortSignal
}

/** New entries of one transaction, a second of work: to keep what was done takes PostgreSQL as long for one as for all. */
const NEW_AT_ONCE = 500
/** Entries that share their statements. */
const PART = 100

/**
 * Does what a plan asks for, in transactions of bounded size. Changes go first: what was moved is told before what is new.
 * @returns the changes that what stands here does not allow, and why
 */
export async function applyPlan(
  db: Db,
  house: House,
  source: Pick<Source, "id" | "publish">,
  calendar: Calendar,
  { steps }: Plan,
  { progress, signal }: Applying = {},
): Promise<Left[]> {
  const fresh = steps.filter((step): step is Fresh => step.what === "create")
  const changes = steps.filter(step => step.what !== "create")
  fresh.sort((a, b) => (a.entry.fields.when.start < b.entry.fields.when.start ? -1 : 1))
  const uids = [...new Set(changes.map(({ known }) => known.uid))]
  if (uids.length > 0)
    await transact(db, trx => adoptEntries(trx, { sourceId: source.id, calendarId: calendar.id, uids }))
  let done = 0
  const left: Left[] = []
  for (const step of changes) {
    signal?.throwIfAborted()
    try {
      await transact(db, trx => applyStep(trx, house, source.id, step))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      left.push({ entry: step.entry, known: step.known, reason: error.message })
    }
    progress?.(++done, steps.length)
  }
  for (let at = 0; at < fresh.length; at += NEW_AT_ONCE) {
    signal?.throwIfAborted()
    const some = fresh.slice(at, at + NEW_AT_ONCE)
    await transact(db, trx => create(trx, house, source, calendar, some))
    done += some.length
    progress?.(done, steps.length)
  }
  return left
}

type Fresh = Extract<Step, { what: "create" }>

/** PostgreSQL writes the events of a part while the one before it is rendered. */
async function create(
  trx: Trx,
  house: House,
  source: Pick<Source, "id" | "publish">,
  calendar: Calendar,
  steps: Fresh[],
): Promise<void> {
  let told: Promise<unknown> = Promise.resolve()
  try {
    for (let at = 0; at < steps.length; at += PART) {
      const ids = await insert(trx, house, source, calendar, steps.slice(at, at + PART))
      await told
      told = source.publish ? tellOfEvents(trx, house, ids, "Create") : Promise.resolve()
      // met where it is awaited
      told.catch(() => {})
    }
    await told
  } finally {
    // nothing of it may reach the connection when the transaction is over
    await told.catch(() => {})
  }
}

/** @returns ids of the events, in the order of their entries */
async function insert(
  trx: Trx,
  house: House,
  source: Pick<Source, "id" | "publish">,
  calendar: Calendar,
  steps: Fresh[],
): Promise<string[]> {
  const entries = steps.map(({ entry }) => entry)
  const slugs = await freeSlugs(
    trx,
    entries.map(({ fields }) => fields),
  )
  const uids = await ownUids(trx, entries)
  const recurring = [...new Set(entries.filter(({ recurrenceId }) => recurrenceId !== "").map(({ uid }) => uid))]
  const series = await seriesOf(trx, source.id, recurring)
  for (const uid of recurring) if (!series.has(uid)) series.set(uid, randomUUID())
  const ids = await insertDrafts(
    trx,
    house,
    entries.map(({ fields, status, full, uid, recurrenceId }, index) => ({
      calendar,
      fields,
      status,
      full,
      slug: slugs[index]!,
      uid: uids[index]!,
      seriesId: recurrenceId === "" ? null : series.get(uid)!,
      // a row that is published later is written twice, with all that it has in indexes
      publishedAt: source.publish ? house.now() : null,
    })),
  )
  await insertImported(
    trx,
    steps.map(({ entry, digest }, index) => ({
      sourceId: source.id,
      uid: entry.uid,
      recurrenceId: entry.recurrenceId,
      eventId: ids[index]!,
      ...imported(entry, digest),
    })),
  )
  return ids
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
