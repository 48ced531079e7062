import { getLogger } from "@logtape/logtape"
import type { Site } from "../actions/site.ts"
import { addSource, fileSource } from "../actions/sources/add.ts"
import { applyPlan } from "../actions/sources/apply-plan.ts"
import type { SourceContents } from "../actions/sources/entry.ts"
import { importCalendar } from "../actions/sources/existing.ts"
import type { Importer, ReadingOptions as Options } from "../actions/sources/importer.ts"
import type { Plan } from "../actions/sources/plan.ts"
import { authorizeRefresh } from "../actions/sources/refresh.ts"
import { bySource } from "../domain/by.ts"
import type { Calendar } from "../domain/calendar.ts"
import { DomainError, invalid } from "../domain/errors.ts"
import { fieldProblem } from "../domain/field-problem.ts"
import type { Source, SourceReport } from "../domain/source.ts"
import { readActorById } from "../store/actors.ts"
import type { Db } from "../store/db.ts"
import { readImportedEntries, takenUids } from "../store/imported-events.ts"
import { claimSource, findSource, releaseSource, updateSource } from "../store/sources.ts"
import { sentenceOf } from "../text/errors.ts"
import { calendarAddress } from "./address.ts"
import { EntryError } from "./context.ts"
import { FetchError, fetchSource, type SourceFetch } from "./fetch.ts"
import { read } from "./read.ts"
import { reconcile } from "./reconcile.ts"
import { reportOf } from "./report.ts"
import { afterFailure, afterReading, isStale } from "./schedule.ts"

const log = getLogger(["beffroi", "import"])

/** After this long another worker may take a source over whose reader died. */
const LEASE_MS = 30 * 60_000

/** fetch → read → reconcile (pure) → actions. @param fetch the guarded one */
export function createImporter({
  site,
  fetch,
}: {
  site: Site
  fetch: SourceFetch
}): Importer & { refreshDue(db: Db, signal: AbortSignal): Promise<number> } {
  const readFor = (bytes: Buffer, calendar: Calendar, tagMap: Record<string, string>, signal?: AbortSignal) =>
    read(bytes, { calendar, tagMap: lowerCase(tagMap), now: site.now() }, signal)

  async function planFor(
    db: Db,
    given: {
      reading: SourceContents
      source: Source | null
      calendar: Calendar
      additive?: boolean
      accepted?: boolean
    },
  ): Promise<Plan> {
    const { reading, source, calendar, additive = false, accepted = false } = given
    const uids = [...new Set(reading.entries.map(({ uid }) => uid))]
    const [existing, taken] = await Promise.all([
      readImportedEntries(db, { source, calendarId: calendar.id, uids }),
      takenUids(db, uids),
    ])
    return reconcile({ reading, existing, taken, now: site.now(), additive, accepted })
  }

  /** Reads a source whose lease this process holds, applies the changes, and stores when it is read next. */
  async function refreshClaimed(
    db: Db,
    source: Source,
    { signal, progress, apply = true, accept = false }: Parameters<Importer["refresh"]>[3] = {},
  ): Promise<SourceReport> {
    const calendar = (await readActorById(db, source.calendarId)) as Calendar
    const now = site.now()
    // a series is extended although its file stays the same
    const whole = isStale(source, now) || accept || source.accepted || source.held !== null || !apply
    const validators = whole ? { etag: null, lastModified: null } : source
    const answer = await fetchSource(fetch, source.url!, validators, signal)
    if (!answer.changed) {
      await updateSource(db, source.id, afterReading(source.intervalSeconds * 1000, now))
      return (
        source.report ?? reportOf({ steps: [], left: [], refused: [], unchanged: 0, held: null }, { applied: true })
      )
    }
    const reading = await readFor(answer.body, calendar, source.tagMap, signal)
    const plan = await planFor(db, { reading, source, calendar, accepted: accept || source.accepted })
    if (!apply) return reportOf(plan, { applied: false })
    const outcome = { name: reading.name, page: reading.page, ...afterReading(reading.refreshAfter, now) }
    if (plan.held) {
      const report = reportOf(plan, { applied: false })
      await updateSource(db, source.id, { ...outcome, held: plan.held, report })
      return report
    }
    // the name first: pages of events say where they were taken from
    await updateSource(db, source.id, { name: reading.name, page: reading.page })
    const named = { ...source, name: reading.name, page: reading.page }
    const failed = await applyPlan(db, site, bySource(source), named, calendar, plan, {
      ...(signal && { signal }),
      ...(progress && { progress }),
    })
    const report = reportOf(plan, { applied: true, failed })
    const { etag, lastModified } = answer
    await updateSource(db, source.id, {
      ...outcome,
      etag,
      lastModified,
      readAt: now,
      held: null,
      accepted: false,
      report,
    })
    return report
  }

  async function recorded(db: Db, source: Source, options?: Parameters<Importer["refresh"]>[3]): Promise<SourceReport> {
    try {
      return await refreshClaimed(db, source, options)
    } catch (error) {
      // what was brought in stays, and the next reading goes on from there
      if (options?.signal?.aborted) throw error
      const isReadable = error instanceof FetchError || error instanceof EntryError
      const retryAfter = error instanceof FetchError ? error.retryAfter : null
      const words = isReadable ? error.message : "what it says could not be brought in: the log tells more"
      await updateSource(db, source.id, afterFailure(source, words, retryAfter, site.now()))
      throw isReadable ? invalid([fieldProblem("url", "unreadable-source", { cause: words })]) : error
    } finally {
      await releaseSource(db, source.id)
    }
  }

  const importer: Importer = {
    async preview(db, by, { url, calendar: name, tagMap }, { signal } = {}) {
      const calendar = await importCalendar(db, by, name)
      const address = calendarAddress(url)
      return inWords("url", async () => {
        const answer = await fetchSource(fetch, address, { etag: null, lastModified: null }, signal)
        const reading = await readFor(answer.changed ? answer.body : Buffer.alloc(0), calendar, tagMap, signal)
        const source = await findSource(db, calendar.id, address)
        return reportOf(await planFor(db, { reading, source, calendar }), { applied: false })
      })
    },

    async subscribe(db, by, input, options = {}) {
      const report = await importer.preview(db, by, input, options)
      return { source: await addSource(db, site, by, { ...input, url: calendarAddress(input.url) }), report }
    },

    async file(db, by, { bytes, calendar: name, tagMap, publish, apply }, options: Options = {}) {
      const calendar = await importCalendar(db, by, name)
      return inWords("file", async () => {
        const reading = await readFor(bytes, calendar, tagMap, options.signal)
        const source = await findSource(db, calendar.id, null)
        const plan = await planFor(db, { reading, source, calendar, additive: true })
        if (!apply) return reportOf(plan, { applied: false })
        const files = await fileSource(db, site, by, calendar)
        return reportOf(plan, {
          applied: true,
          failed: await applyPlan(db, site, by, { ...files, publish }, calendar, plan, options),
        })
      })
    },

    async refresh(db, by, id, options = {}) {
      await authorizeRefresh(db, by, id)
      const source = await claimSource(db, { now: site.now(), leaseMs: LEASE_MS, id })
      if (!source) throw new DomainError("source-busy")
      return recorded(db, source, options)
    },
  }
  return {
    ...importer,
    async refreshDue(db, signal) {
      const source = await claimSource(db, { now: site.now(), leaseMs: LEASE_MS })
      if (!source) return 0
      try {
        await recorded(db, source, { signal })
      } catch (error) {
        if (signal.aborted) return 0
        if (!(error instanceof DomainError)) throw error
        log.info("{url}: {reason}", { url: new URL(source.url!).origin, reason: sentenceOf(error) })
      }
      return 1
    },
  }
}

const lowerCase = (map: Record<string, string>): Map<string, string> =>
  new Map(Object.entries(map).map(([from, to]) => [from.replace(/^#/, "").toLowerCase(), to]))

/** What cannot be read is bad input of the one who named it. */
async function inWords<T>(field: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof FetchError || error instanceof EntryError)
      throw invalid([fieldProblem(field, "unreadable-source", { cause: error.message })])
    throw error
  }
}
