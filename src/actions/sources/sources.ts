import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import type { By } from "../../domain/by.ts"
import type { Calendar } from "../../domain/calendar.ts"
import { DomainError, invalid, notFound } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { Source, SourceReport } from "../../domain/source.ts"
import type { SourceInput } from "../../input/source.ts"
import { readCalendar } from "../../store/actors.ts"
import { type Db, transact } from "../../store/db.ts"
import { notify } from "../../store/queue.ts"
import { findSource, insertSource, readSource, updateSource } from "../../store/sources.ts"
import { authorizeAndAudit } from "../audit.ts"
import type { Site } from "../site.ts"

export interface ReadingOptions {
  signal?: AbortSignal
  progress?: (done: number, total: number) => void
}

/** Reads calendars of others; handed to those that may not import how. */
export interface Importer {
  /** What a subscription would bring; nothing is written. @throws {DomainError} `invalid` when the address gives no calendar */
  preview(db: Db, by: By, input: SourceInput, reading?: ReadingOptions): Promise<SourceReport>
  /** Subscribes to what can be read; the entries come with the first reading, soon. @returns with what they will be */
  subscribe(
    db: Db,
    by: By,
    input: SourceInput,
    reading?: ReadingOptions,
  ): Promise<{ source: Source; report: SourceReport }>
  /** What a file would bring, or brings when `apply`. */
  file(
    db: Db,
    by: By,
    file: { bytes: Buffer; calendar: string; tagMap: Record<string, string>; publish: boolean; apply: boolean },
    reading?: ReadingOptions,
  ): Promise<SourceReport>
  /** Reads a source now. @throws {DomainError} `not-found`; `conflict` when it is being read; `invalid` when it cannot be */
  refresh(
    db: Db,
    by: By,
    id: string,
    options?: ReadingOptions & { apply?: boolean; accept?: boolean },
  ): Promise<SourceReport>
}

/** Subscribes a calendar to an address, which is read as soon as a worker can. One that was removed is taken up again. */
export const addSource = (db: Db, site: Site, by: By, { calendar: name, ...input }: SourceInput): Promise<Source> =>
  transact(db, async trx => {
    const calendar = await agendaCalendar(trx, name)
    const now = site.now()
    const existing = await findSource(trx, calendar.id, input.url)
    if (existing && !existing.removedAt) throw new DomainError("source-already-added", { calendar: name })
    const id = existing?.id ?? randomUUID()
    const { url } = input
    await authorizeAndAudit(trx, site, by, "source:add", {
      kind: "source",
      id,
      calendarId: calendar.id,
      details: { url },
    })
    if (existing) await updateSource(trx, id, { ...input, removedAt: null, dueAt: now, etag: null, lastModified: null })
    else await insertSource(trx, { ...input, id, calendarId: calendar.id, createdAt: now, dueAt: now })
    await notify(trx, "beffroi_import")
    return (await readSource(trx, id))!
  })

/** What stands for all files that are brought into a calendar by hand: one that comes again is known again. */
export const fileSource = (db: Db, site: Site, by: By, calendar: Calendar): Promise<Source> =>
  transact(db, async trx => {
    authorize(by, "source:import", { calendarId: calendar.id })
    const existing = await findSource(trx, calendar.id, null)
    if (!existing)
      await insertSource(trx, {
        id: randomUUID(),
        calendarId: calendar.id,
        url: null,
        publish: true,
        createdAt: site.now(),
      })
    return existing ?? (await findSource(trx, calendar.id, null))!
  })

/** It is read no longer; what came from it stays, as ours. @throws {DomainError} `not-found` */
export const removeSource = (db: Db, site: Site, by: By, id: string): Promise<void> =>
  transact(db, async trx => {
    const { calendarId, url } = await existingSource(trx, id)
    await authorizeAndAudit(trx, site, by, "source:remove", { kind: "source", id, calendarId, details: { url } })
    await updateSource(trx, id, { removedAt: site.now(), dueAt: null, held: null, accepted: false })
  })

/** Read as soon as a worker can. @param accept apply it even when much is missing in it */
export const askSource = (db: Db, site: Site, by: By, id: string, accept: boolean): Promise<Source> =>
  transact(db, async trx => {
    const { calendarId } = await existingSource(trx, id)
    await authorizeAndAudit(trx, site, by, "source:refresh", { kind: "source", id, calendarId, details: { accept } })
    await updateSource(trx, id, { dueAt: site.now(), ...(accept && { accepted: true }) })
    await notify(trx, "beffroi_import")
    return existingSource(trx, id)
  })

/** @throws {DomainError} `not-found`, also for what was removed */
export async function existingSource(db: Db, id: string): Promise<Source> {
  const source = await readSource(db, id)
  if (!source || source.removedAt || source.url === null) throw notFound("source")
  return source
}

/** A calendar that holds events. @throws {DomainError} `invalid` */
export async function agendaCalendar(db: Db, name: string): Promise<Calendar> {
  const calendar = await readCalendar(db, name)
  if (!calendar) throw invalid([fieldProblem("calendar", "no-calendar", { handle: name })])
  if (calendar.calendarKind === "interviews")
    throw invalid([fieldProblem("calendar", "calendar-of-interviews", { handle: name })])
  return calendar
}

/** A calendar of events into which they may import. @throws {DomainError} `invalid`, `forbidden` */
export async function importCalendar(db: Db, by: By, name: string): Promise<Calendar> {
  const calendar = await agendaCalendar(db, name)
  authorize(by, "source:import", { calendarId: calendar.id })
  return calendar
}

/** @throws {DomainError} `not-found`, `forbidden` */
export async function authorizeRefresh(db: Db, by: By, id: string): Promise<void> {
  const { calendarId } = await existingSource(db, id)
  authorize(by, "source:refresh", { calendarId })
}
