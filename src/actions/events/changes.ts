import { randomUUID } from "node:crypto"
import type { By } from "../../domain/by.ts"
import { DomainError, type ErrorCode, invalid } from "../../domain/errors.ts"
import { type EventStatus, fieldsOfEvent, isPast, type WholeEvent } from "../../domain/event.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { News, NewsKind } from "../../domain/news.ts"
import { paths } from "../../domain/paths.ts"
import { programmeMoved } from "../../domain/programme.ts"
import { instantsOf, movedTo, problemsOfWhen, type When } from "../../domain/time.ts"
import type { RescheduleInput } from "../../input/changes.ts"
import { checkProgramme } from "../../input/event-fields.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { deleteEventRow, updateEventRow } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { insertNews } from "../../store/news.ts"
import { changePost } from "../../text/change-post.ts"
import { audit } from "../audit.ts"
import { store, tellOfDeletion, tellOfEvent } from "../outbox/publication.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"
import { authorizedEvent, edited, subjectOf } from "./events.ts"
import { writeProgramme } from "./programme.ts"

/**
 * The changes that followers are told of: each sends the Update of the event and a message of its own, which can be
 * understood alone, and counts in SEQUENCE.
 */
interface Change {
  kind: NewsKind
  status?: EventStatus
  full?: boolean
  when?: When
  onlineUrl?: string
  reason: string | null
}

async function change(
  db: Db,
  site: Site,
  by: By,
  id: string,
  make: (event: WholeEvent) => Change,
): Promise<WholeEvent> {
  return transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:change", id)
    if (event.state !== "published") throw new DomainError("event-is-draft")
    const { kind, when, reason, ...columns } = make(event)
    const edit = edited(event, site)
    await audit(trx, site, by, "event:change", subjectOf(event, { change: kind, ...(reason && { reason }) }))
    await updateEventRow(trx, id, {
      ...columns,
      ...(when && {
        startLocal: when.start,
        endLocal: when.end,
        allDay: when.allDay,
        timeZone: when.timeZone,
        previous: event.when,
        ...instantsOf(when),
      }),
      ...edit,
      sequence: event.sequence + 1,
    })
    if (when) {
      const sessions = programmeMoved(fieldsOfEvent(event).sessions, event.when, when)
      checkProgramme(sessions)
      await writeProgramme(trx, site, event, sessions, edit.changedAt)
    }
    const changed = (await readEvent(trx, { id }))!
    await insertNewsOf(trx, site, changed, { kind, reason, before: when ? event.when : null })
    await tellOfEvent(trx, site, id, "Update")
    const whole = (await readEvent(trx, { id }))!
    await tellOfNews(trx, site, whole, whole.news[0]!)
    return whole
  })
}

async function insertNewsOf(
  trx: Trx,
  site: Site,
  event: WholeEvent,
  news: Pick<News, "kind" | "reason" | "before">,
): Promise<void> {
  await insertNews(trx, {
    id: randomUUID(),
    eventId: event.id,
    calendarId: event.calendarId,
    ...news,
    text: changePost(news.kind, event, news.before, news.reason),
    language: event.language,
    publishedAt: event.updatedAt ?? site.now(),
  })
}

async function tellOfNews(trx: Trx, site: Site, event: WholeEvent, news: News): Promise<void> {
  const note = site.wire.news(news, event)
  const objectVersion = await store(trx, site, note, event.calendarId, paths.eventPage(event.slug))
  const audience = isPast(event, site.now()) ? "nobody" : "followers"
  // the same thread as the event: an inbox learns of the change after the event itself
  const thread = paths.event(event.id)
  await send(trx, site, {
    type: "Create",
    actor: event.calendar,
    object: note,
    objectPath: note.path,
    objectVersion,
    thread,
    audience,
    listed: true,
  })
}

const refuse = (code: ErrorCode & `event-${string}`): never => {
  throw new DomainError(code)
}

export const cancelEvent = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event =>
    event.status === "cancelled"
      ? refuse("event-already-cancelled")
      : { kind: "cancelled", status: "cancelled", reason },
  )

/** Put off, without a new date yet. */
export const postponeEvent = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-must-be-restored")
    if (event.status === "postponed") refuse("event-already-postponed")
    return { kind: "postponed", status: "postponed", reason }
  })

/** Moves an event with its programme; without an end it keeps its length. @throws {DomainError} `invalid` when a new date cannot be kept */
export const rescheduleEvent = (db: Db, site: Site, by: By, id: string, { reason, ...input }: RescheduleInput) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-must-be-restored")
    const when = whenAfterMove(event.when, input)
    if (when.start === event.when.start && when.end === event.when.end && when.timeZone === event.when.timeZone) {
      throw invalid([fieldProblem("start", "date-unchanged")])
    }
    return { kind: "rescheduled", status: "rescheduled", when, reason: reason ?? null }
  })

/** @throws {DomainError} `invalid` */
export function whenAfterMove(
  old: When,
  { start, end, allDay, timeZone }: Pick<RescheduleInput, "start" | "end" | "allDay" | "timeZone">,
): When {
  const zone = timeZone ?? old.timeZone
  const asked: When = { start, end: end ?? null, allDay: allDay ?? !start.includes("T"), timeZone: zone }
  const problems = problemsOfWhen(asked)
  if (problems.length > 0) throw invalid(problems)
  if (asked.end !== null) return asked
  const moved = movedTo(old, start, zone)
  const skipped = problemsOfWhen(moved)
  if (skipped.length > 0) throw invalid(skipped)
  return moved
}

export const moveEventOnline = (
  db: Db,
  site: Site,
  by: By,
  id: string,
  onlineUrl: string,
  reason: string | null = null,
) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-must-be-restored")
    if (event.status === "moved-online") refuse("event-already-online")
    return { kind: "moved-online", status: "moved-online", onlineUrl, reason }
  })

export const markEventFull = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event => {
    if (event.status === "cancelled") refuse("event-is-cancelled")
    return event.full ? refuse("event-already-full") : { kind: "full", full: true, reason }
  })

/** A cancelled or postponed event takes place after all, as it was last announced: at its new date, or online. */
export const restoreEvent = (db: Db, site: Site, by: By, id: string, reason: string | null = null) =>
  change(db, site, by, id, event => {
    if (event.status !== "cancelled" && event.status !== "postponed") return refuse("event-not-restorable")
    const last = event.news.find(({ kind }) => kind === "rescheduled" || kind === "moved-online")
    return { kind: "restored", status: (last?.kind as "rescheduled" | "moved-online") ?? "scheduled", reason }
  })

/**
 * Takes an event away with its news. A published one leaves a Tombstone at its id, for ever; a draft was never seen and
 * leaves nothing.
 */
export async function deleteEvent(db: Db, site: Site, by: By, id: string): Promise<void> {
  await transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:delete", id)
    await audit(trx, site, by, "event:delete", subjectOf(event))
    if (event.state === "draft") return deleteEventRow(trx, id)
    const now = site.now()
    await updateEventRow(trx, id, { state: "deleted", deletedAt: now, changedAt: now, ical: null })
    const about = {
      page: paths.eventPage(event.slug),
      calendar: event.calendar,
      // who was told of it is told of its end, however late; who never was is not
      quiet: event.publishedAt! >= event.overAt,
      thread: paths.event(id),
    }
    for (const news of event.news)
      await tellOfDeletion(trx, site, { ...about, path: paths.news(news.id), type: "Note" })
    await tellOfDeletion(trx, site, { ...about, path: paths.event(id), type: "Event" })
  })
}
