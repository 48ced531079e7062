import { authorize } from "../../access/policy.ts"
import { accountOf, type By } from "../../domain/by.ts"
import type { Calendar } from "../../domain/calendar.ts"
import { invalid } from "../../domain/errors.ts"
import type { EventStatus, WholeEvent } from "../../domain/event.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { EventInput } from "../../input/event.ts"
import { fieldsOfInput } from "../../input/event-fields.ts"
import { readCalendar } from "../../store/actors.ts"
import { type Db, type Trx, transact } from "../../store/db.ts"
import { audit } from "../audit.ts"
import { announce } from "../outbox/announce.ts"
import type { Site } from "../site.ts"
import { subjectOf } from "./authorized.ts"
import { insertDraft } from "./drafts.ts"
import { freeSlug } from "./slugs.ts"

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

async function calendarFor(trx: Trx, handle: string, prefix: string): Promise<Calendar> {
  const field = prefix ? `${prefix}.calendar` : "calendar"
  const calendar = await readCalendar(trx, handle)
  if (!calendar) throw invalid([fieldProblem(field, "no-calendar", { handle })])
  if (calendar.calendarKind === "interviews") throw invalid([fieldProblem(field, "calendar-of-interviews", { handle })])
  return calendar
}
