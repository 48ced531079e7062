import { randomUUID } from "node:crypto"
import { isDeepStrictEqual } from "node:util"
import { authorize, may, type Permitted } from "../../access/policy.ts"
import { accountOf, type By } from "../../domain/by.ts"
import { type Calendar, slugOf } from "../../domain/calendar.ts"
import { DomainError, invalid, notFound } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { Image } from "../../domain/image.ts"
import { type Interview, isOldInterview, type WholeInterview } from "../../domain/interview.ts"
import { paths } from "../../domain/paths.ts"
import { imageOf } from "../../input/image.ts"
import type { InterviewInput, InterviewPatch } from "../../input/interview.ts"
import { readCalendar } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { slugTaken } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import {
  deleteInterviewRow,
  insertInterview,
  lockInterview,
  readInterview,
  updateInterviewRow,
} from "../../store/interviews.ts"
import { lock } from "../../store/locks.ts"
import { audit, type Subject } from "../audit.ts"
import { edited } from "../events/events.ts"
import { store, tellOfDeletion } from "../outbox/publication.ts"
import { send } from "../outbox/send.ts"
import type { Site } from "../site.ts"

/** What an editor writes of an interview. */
type InterviewFields = Pick<
  Interview,
  | "title"
  | "summary"
  | "content"
  | "language"
  | "interviewees"
  | "tags"
  | "date"
  | "portrait"
  | "videoUrl"
  | "original"
  | "eventId"
>

/** Makes an interview, published at once when the input says so. @throws {DomainError} naming the fields that are wrong */
export const createInterview = (db: Db, site: Site, by: By, input: InterviewInput): Promise<WholeInterview> =>
  transact(db, trx => createInterviewIn(trx, site, by, input))

/** The same inside a transaction; `prefix` is where the input stands in a file. */
export async function createInterviewIn(
  trx: Trx,
  site: Site,
  by: By,
  input: InterviewInput,
  prefix = "",
): Promise<WholeInterview> {
  const at = (field: string) => (prefix ? `${prefix}.${field}` : field)
  const calendar = await readCalendar(trx, input.calendar)
  if (!calendar) throw invalid([fieldProblem(at("calendar"), "no-calendar", { handle: input.calendar })])
  if (calendar.calendarKind !== "interviews") {
    throw invalid([fieldProblem(at("calendar"), "calendar-of-events", { handle: input.calendar })])
  }
  const authorId = accountOf(by)?.id ?? null
  const on = { calendarId: calendar.id, authorId }
  authorize(by, "interview:create", on)
  if (input.publish) authorize(by, "interview:publish", on)
  await lock(trx, "interview slugs")
  const slug = input.slug ?? (await freeSlug(trx, input.title))
  if (input.slug && (await slugTaken(trx, "interview", slug))) {
    throw invalid([fieldProblem(at("slug"), "taken-by-interview", { value: slug })])
  }
  const id = randomUUID()
  await insertInterview(trx, {
    ...(await interviewFields(trx, input, calendar, at("event"))),
    id,
    authorId,
    calendarId: calendar.id,
    slug,
    state: "draft",
    createdAt: site.now(),
    publishedAt: null,
    updatedAt: null,
    deletedAt: null,
  })
  const details = { title: input.title, published: input.publish }
  await audit(trx, site, by, "interview:create", { kind: "interview", id, calendarId: calendar.id, details })
  return input.publish ? publish(trx, site, id) : (await readInterview(trx, { id }))!
}

export async function interviewFields(
  trx: Trx,
  input: InterviewInput,
  calendar: Calendar,
  eventField: string,
): Promise<InterviewFields> {
  return {
    title: input.title,
    summary: input.summary,
    content: input.content,
    language: input.language ?? calendar.language,
    interviewees: input.interviewees,
    tags: input.tags,
    date: input.published,
    portrait: imageOf(input.portrait),
    videoUrl: input.video ?? null,
    original: input.original ?? null,
    eventId: await eventIdOf(trx, input.event, eventField),
  }
}

/** @throws {DomainError} `conflict` when it is published already */
export const publishInterview = (db: Db, site: Site, by: By, id: string): Promise<WholeInterview> =>
  transact(db, async trx => {
    const interview = await authorizedInterview(trx, by, "interview:publish", id)
    if (interview.state === "published") throw new DomainError("already-published", { what: "interview" })
    await audit(trx, site, by, "interview:publish", subjectOf(interview))
    return publish(trx, site, id)
  })

async function publish(trx: Trx, site: Site, id: string): Promise<WholeInterview> {
  await updateInterviewRow(trx, id, { state: "published", publishedAt: site.now() })
  return tellOfInterview(trx, site, id, "Create")
}

/** Renders an interview anew and records the activity that tells of it; an old one goes to the archives without a message. */
async function tellOfInterview(trx: Trx, site: Site, id: string, verb: "Create" | "Update"): Promise<WholeInterview> {
  const interview = (await readInterview(trx, { id }))!
  const article = site.wire.interview(interview)
  const objectVersion = await store(trx, site, article, interview.calendarId, paths.interviewPage(interview.slug))
  const audience = isOldInterview(interview, site.now()) ? "nobody" : "followers"
  await send(trx, site, {
    type: verb,
    actor: interview.calendar,
    object: article,
    objectPath: article.path,
    objectVersion,
    audience,
    listed: true,
  })
  return interview
}

/** Corrects an interview; nothing happens when nothing changed. */
export const updateInterview = (
  db: Db,
  site: Site,
  by: By,
  id: string,
  patch: InterviewPatch,
): Promise<WholeInterview> =>
  transact(db, async trx => {
    const interview = await authorizedInterview(trx, by, "interview:edit", id)
    const image = (value: InterviewPatch["portrait"], old: Image | null) => (value === undefined ? old : imageOf(value))
    const changed = await changeInterview(trx, site, interview, {
      title: patch.title ?? interview.title,
      summary: patch.summary ?? interview.summary,
      content: patch.content ?? interview.content,
      language: patch.language ?? interview.language,
      interviewees: patch.interviewees ?? interview.interviewees,
      tags: patch.tags ?? interview.tags,
      date: patch.published ?? interview.date,
      portrait: image(patch.portrait, interview.portrait),
      videoUrl: patch.video === undefined ? interview.videoUrl : patch.video,
      original: patch.original === undefined ? interview.original : patch.original,
      eventId: patch.event === undefined ? interview.eventId : await eventIdOf(trx, patch.event, "event"),
    })
    if (changed !== interview)
      await audit(trx, site, by, "interview:edit", subjectOf(interview, { fields: Object.keys(patch) }))
    return changed
  })

/** Brings an interview to these fields; the caller holds its lock. */
export async function changeInterview(
  trx: Trx,
  site: Site,
  interview: WholeInterview,
  fields: InterviewFields,
): Promise<WholeInterview> {
  const old = Object.fromEntries(Object.keys(fields).map(name => [name, interview[name as keyof InterviewFields]]))
  if (isDeepStrictEqual(old, { ...fields })) return interview
  const { updatedAt } = edited(interview, site)
  await updateInterviewRow(trx, interview.id, { ...fields, ...(updatedAt && { updatedAt }) })
  return interview.state === "published"
    ? tellOfInterview(trx, site, interview.id, "Update")
    : (await readInterview(trx, { id: interview.id }))!
}

/** A published interview leaves a Tombstone at its id, a draft leaves nothing. */
export const deleteInterview = (db: Db, site: Site, by: By, id: string): Promise<void> =>
  transact(db, async trx => {
    const interview = await authorizedInterview(trx, by, "interview:delete", id)
    await audit(trx, site, by, "interview:delete", subjectOf(interview))
    if (interview.state === "draft") return deleteInterviewRow(trx, id)
    const { calendar, slug } = interview
    await updateInterviewRow(trx, id, { state: "deleted", deletedAt: site.now() })
    await tellOfDeletion(trx, site, {
      path: paths.interview(id),
      type: "Article",
      page: paths.interviewPage(slug),
      calendar,
      quiet: false,
    })
  })

/** @throws {DomainError} `not-found` (also for a draft that they may not see), `gone`, `forbidden` */
async function authorizedInterview(trx: Trx, by: By, action: Permitted, id: string): Promise<WholeInterview> {
  const locked = await lockInterview(trx, id)
  if (!locked) throw notFound("interview")
  const interview = (await readInterview(trx, { id }))!
  const { calendarId, state } = interview
  if (state === "deleted") throw new DomainError("deleted", { what: "interview" })
  const on = { calendarId, authorId: locked.authorId, published: state === "published" }
  if (!may(by, action, on) && state === "draft" && !may(by, "interview:read-draft", on)) throw notFound("interview")
  authorize(by, action, on)
  return interview
}

/** An interview, as the audit log refers to it. */
const subjectOf = (
  { id, calendarId, title }: Pick<WholeInterview, "id" | "calendarId" | "title">,
  details: Record<string, unknown> = {},
): Subject => ({ kind: "interview", id, calendarId, details: { title, ...details } })

async function eventIdOf(trx: Trx, slug: string | null | undefined, field: string): Promise<string | null> {
  if (!slug) return null
  const event = await readEvent(trx, { slug })
  if (!event || event.state === "deleted") throw invalid([fieldProblem(field, "no-event", { slug })])
  return event.id
}

async function freeSlug(trx: Trx, title: string): Promise<string> {
  const base = slugOf(title)
  for (let n = 1; ; n += 1) {
    const slug = n === 1 ? base : `${base}-${n}`
    if (!(await slugTaken(trx, "interview", slug))) return slug
  }
}
