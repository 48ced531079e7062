import { randomUUID } from "node:crypto"
import { authorize } from "../../access/policy.ts"
import { accountOf, type By } from "../../domain/by.ts"
import { type Calendar, slugOf } from "../../domain/calendar.ts"
import { invalid } from "../../domain/errors.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { Interview, WholeInterview } from "../../domain/interview.ts"
import { imageOf } from "../../input/image.ts"
import type { InterviewInput } from "../../input/interview.ts"
import { readCalendar } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { slugTaken } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { insertInterview, readInterview } from "../../store/interviews.ts"
import { lock } from "../../store/locks.ts"
import { audit } from "../audit.ts"
import type { Site } from "../site.ts"
import { publish } from "./publish.ts"

/** What an editor writes of an interview. */
export type InterviewFields = Pick<
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

export async function eventIdOf(trx: Trx, slug: string | null | undefined, field: string): Promise<string | null> {
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
