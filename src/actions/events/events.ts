import { isDeepStrictEqual } from "node:util"
import { authorize, may, type Permitted } from "../../access/policy.ts"
import { accountOf, type By } from "../../domain/by.ts"
import { type Calendar, slugOf } from "../../domain/calendar.ts"
import { DomainError, invalid, notFound } from "../../domain/errors.ts"
import { type EventFields, type EventStatus, fieldsOfEvent, type WholeEvent } from "../../domain/event.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { EventInput, EventPatch } from "../../input/event.ts"
import { fieldsOfInput, patchFields } from "../../input/event-fields.ts"
import { readCalendar } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import {
  lockEvent,
  replaceVenues,
  slugTaken,
  takenSlugs,
  updateEventRow,
  updateEventRows,
} from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { lock } from "../../store/locks.ts"
import { audit, type Subject } from "../audit.ts"
import { announce, tellOfEvent, tellOfEvents } from "../outbox/publication.ts"
import type { Site } from "../site.ts"
import { columnsOf, insertDraft } from "./drafts.ts"
import { writeProgramme } from "./programme.ts"

/** Makes an event, published at once when the input says so. @throws {DomainError} naming the fields that are wrong */
export async function createEvent(db: Db, site: Site, by: By, input: EventInput): Promise<WholeEvent> {
  return transact(db, trx => createEventIn(trx, site, by, input))
}

/** The same inside a transaction; `prefix` is where the input stands in a file. */
export async function createEventIn(
  trx: Trx,
  site: Site,
  by: By,
  input: EventInput,
  { prefix = "", seriesId = null }: { prefix?: string; seriesId?: string | null } = {},
): Promise<WholeEvent> {
  const calendar = await calendarFor(trx, input.calendar, prefix)
  const fields = fieldsOfInput(input, calendar, prefix)
  const slug = await freeSlug(trx, input.slug ?? null, fields, prefix)
  const status = input.status as EventStatus
  const publishedAt = input.publish ? site.now() : null
  const authorId = accountOf(by)?.id ?? null
  const on = { calendarId: calendar.id, authorId }
  authorize(by, "event:create", on)
  if (publishedAt) authorize(by, "event:publish", on)
  const event = await insertDraft(trx, site, { calendar, slug, fields, status, seriesId, publishedAt }, authorId)
  await audit(trx, site, by, "event:create", subjectOf(event, { published: publishedAt !== null }))
  if (publishedAt) await announce(trx, site, [event], "Create")
  return event
}

/** Announces a draft. @throws {DomainError} `conflict` when it is published already, `gone` when deleted */
export async function publishEvent(db: Db, site: Site, by: By, id: string): Promise<WholeEvent> {
  return transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:publish", id)
    if (event.state === "published") throw new DomainError("already-published", { what: "event" })
    await audit(trx, site, by, "event:publish", subjectOf(event))
    return publish(trx, site, id)
  })
}

/** @param publishedAt when it was first announced, for what was announced elsewhere before */
export const publish = async (trx: Trx, site: Site, id: string, publishedAt = site.now()): Promise<WholeEvent> =>
  (await publishDrafts(trx, site, [id], publishedAt))[0]!

/** Announces drafts; the caller knows that they are some. */
export async function publishDrafts(
  trx: Trx,
  site: Site,
  ids: readonly string[],
  publishedAt = site.now(),
): Promise<WholeEvent[]> {
  if (ids.length === 0) return []
  await updateEventRows(trx, ids, { state: "published", publishedAt, changedAt: site.now() })
  return tellOfEvents(trx, site, ids, "Create")
}

/**
 * Corrects an event. Followers' copies are updated and no message is sent; nothing at all happens when nothing changed.
 */
export async function updateEvent(db: Db, site: Site, by: By, id: string, patch: EventPatch): Promise<WholeEvent> {
  return transact(db, async trx => {
    const event = await authorizedEvent(trx, by, "event:edit", id)
    const changed = await changeFields(trx, site, event, patchFields(fieldsOfEvent(event), patch))
    if (changed !== event) await audit(trx, site, by, "event:edit", subjectOf(event, { fields: Object.keys(patch) }))
    return changed
  })
}

/** Brings an event to these fields; the caller holds its lock. */
export async function changeFields(trx: Trx, site: Site, event: WholeEvent, fields: EventFields): Promise<WholeEvent> {
  const old = fieldsOfEvent(event)
  if (isDeepStrictEqual(old, fields)) return event
  const moved = !isDeepStrictEqual(
    [old.when, old.places, old.onlineUrl],
    [fields.when, fields.places, fields.onlineUrl],
  )
  const edit = edited(event, site)
  await updateEventRow(trx, event.id, {
    ...columnsOf(fields),
    ...edit,
    ...(moved && { sequence: event.sequence + 1 }),
  })
  if (!isDeepStrictEqual(old.places, fields.places)) await replaceVenues(trx, event.id, fields.places)
  if (!isDeepStrictEqual(old.sessions, fields.sessions))
    await writeProgramme(trx, site, event, fields.sessions, edit.changedAt)
  return event.state === "published"
    ? tellOfEvent(trx, site, event.id, "Update")
    : (await readEvent(trx, { id: event.id }))!
}

/**
 * Locks and reads an event that can still be changed, for somebody who may do that.
 * @throws {DomainError} `not-found` (also for a draft that they may not see), `gone`, `forbidden`
 */
export async function authorizedEvent(trx: Trx, by: By, action: Permitted, id: string): Promise<WholeEvent> {
  const locked = await lockEvent(trx, id)
  if (!locked) throw notFound("event")
  const event = (await readEvent(trx, { id }))!
  if (event.state === "deleted") throw new DomainError("deleted", { what: "event" })
  const on = { calendarId: event.calendarId, authorId: locked.authorId, published: event.state === "published" }
  if (!may(by, action, on) && event.state === "draft" && !may(by, "event:read-draft", on)) throw notFound("event")
  authorize(by, action, on)
  return event
}

/** An event, as the audit log refers to it. */
export const subjectOf = (
  { id, calendarId, title }: Pick<WholeEvent, "id" | "calendarId" | "title">,
  details: Record<string, unknown> = {},
): Subject => ({ kind: "event", id, calendarId, details: { title, ...details } })

/** `updated` grows by a second at least: it is sent in seconds, and GoToSocial rejects one that does not grow. */
export function edited(
  event: Pick<WholeEvent, "publishedAt" | "updatedAt">,
  site: Site,
): { changedAt: Date; updatedAt?: Date } {
  const now = site.now()
  const last = event.updatedAt ?? event.publishedAt
  if (!last) return { changedAt: now }
  const updatedAt = new Date(Math.max(now.getTime(), last.getTime() + 1000))
  return { changedAt: updatedAt, updatedAt }
}

async function calendarFor(trx: Trx, handle: string, prefix: string): Promise<Calendar> {
  const field = prefix ? `${prefix}.calendar` : "calendar"
  const calendar = await readCalendar(trx, handle)
  if (!calendar) throw invalid([fieldProblem(field, "no-calendar", { handle })])
  if (calendar.calendarKind === "interviews") throw invalid([fieldProblem(field, "calendar-of-interviews", { handle })])
  return calendar
}

/** The slug that was asked for, or one made of the title. */
export async function freeSlug(trx: Trx, asked: string | null, fields: EventFields, prefix = ""): Promise<string> {
  if (!asked) return (await freeSlugs(trx, [fields]))[0]!
  const field = prefix ? `${prefix}.slug` : "slug"
  await lock(trx, "event slugs")
  if (await slugTaken(trx, "event", asked)) throw invalid([fieldProblem(field, "taken-by-event", { value: asked })])
  return asked
}

/** Slugs of titles that nobody has: `seance-pleniere`, then with its date, then with a number. */
export async function freeSlugs(trx: Trx, events: readonly EventFields[]): Promise<string[]> {
  await lock(trx, "event slugs")
  const wanted = events.map(({ title, when }) => {
    const base = slugOf(title)
    return { base, dated: `${base}-${when.start.slice(0, 10)}` }
  })
  const taken = await takenSlugs(
    trx,
    wanted.flatMap(({ base, dated }) => [base, dated]),
  )
  // only those whose title stands twice on one day are numbered
  const first = new Set(taken)
  const twice = wanted.filter(({ base, dated }) => {
    const free = [base, dated].find(slug => !first.has(slug))
    if (free) first.add(free)
    return !free
  })
  const stems = [...new Set(twice.map(({ dated }) => dated))]
  if (stems.length > 0) for (const slug of await takenSlugs(trx, [], stems)) taken.add(slug)
  const next = new Map<string, number>()
  return wanted.map(({ base, dated }) => {
    let slug = [base, dated].find(slug => !taken.has(slug))
    for (let n = next.get(dated) ?? 2; !slug; n++) {
      if (!taken.has(`${dated}-${n}`)) slug = `${dated}-${n}`
      next.set(dated, n + 1)
    }
    taken.add(slug)
    return slug
  })
}
