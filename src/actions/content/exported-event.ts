import { randomUUID } from "node:crypto"
import { z } from "zod"
import { authorize } from "../../access/policy.ts"
import { accountOf, type By } from "../../domain/by.ts"
import { invalid } from "../../domain/errors.ts"
import type { WholeEvent } from "../../domain/event.ts"
import { fieldProblem } from "../../domain/field-problem.ts"
import type { NewsKind } from "../../domain/news.ts"
import { paths } from "../../domain/paths.ts"
import { problemsOfWhen } from "../../domain/time.ts"
import { eventInput } from "../../input/event.ts"
import { messageOf } from "../../input/parse.ts"
import { line, timeZone } from "../../input/scalars.ts"
import { readCalendar } from "../../store/actors.ts"
import type { Trx } from "../../store/db.ts"
import { uidTaken, updateEventRow } from "../../store/event-rows.ts"
import { readEvent } from "../../store/events.ts"
import { insertNews } from "../../store/news.ts"
import { createEventIn } from "../events/create.ts"
import { publish } from "../events/publish.ts"
import { store } from "../outbox/objects.ts"
import type { Site } from "../site.ts"

const NEWS_KINDS: readonly NewsKind[] = [
  "programme",
  "cancelled",
  "postponed",
  "rescheduled",
  "moved-online",
  "full",
  "restored",
  "reminder",
]

const when = z
  .strictObject({
    start: z.string(),
    end: z
      .string()
      .nullish()
      .transform(end => end ?? null),
    allDay: z.boolean(),
    timeZone,
  })
  .superRefine((value, context) => {
    for (const problem of problemsOfWhen(value))
      context.addIssue({ code: "custom", path: [problem.field], message: messageOf(problem) })
  })

const instant = z.iso.datetime().transform(text => new Date(text))

/** What an export says of an event beyond the words of the API, so that a site that is loaded from it is the same. */
export const exportedEventInput = eventInput.safeExtend({
  uid: line(250).optional(),
  full: z.boolean().default(false),
  /** the date before the last move */
  previous: when.nullish(),
  /** occurrences of one series share it */
  series: z.uuid().nullish(),
  /** when it was first announced */
  published: instant.optional(),
  /** what its followers were told, newest first */
  history: z
    .array(
      z.strictObject({
        kind: z.enum(NEWS_KINDS as [NewsKind, ...NewsKind[]]),
        at: instant,
        text: z.string().max(5000),
        reason: line(500).nullish(),
        before: when.nullish(),
        language: z.string().max(35),
      }),
    )
    .max(1000)
    .default([]),
})

export type ExportedEventInput = z.infer<typeof exportedEventInput>

/** Makes an event as it was exported. Its history is kept and told to nobody: it was told when it happened. */
export async function createExportedEvent(
  trx: Trx,
  site: Site,
  by: By,
  { uid, full, previous, series, published, history, ...input }: ExportedEventInput,
  prefix: string,
): Promise<WholeEvent> {
  if (uid && (await uidTaken(trx, uid)))
    throw invalid([fieldProblem(`${prefix}.uid`, "taken-by-event", { value: uid })])
  const calendar = await readCalendar(trx, input.calendar)
  if (calendar) authorize(by, "event:publish", { calendarId: calendar.id, authorId: accountOf(by)?.id ?? null })
  const draft = await createEventIn(trx, site, by, { ...input, publish: false }, { prefix, seriesId: series ?? null })
  const { id, calendarId } = draft
  await updateEventRow(trx, id, { full, ...(uid && { uid }), ...(previous && { previous }) })
  for (const { at, kind, text, language, reason, before } of history) {
    const message = { reason: reason ?? null, before: before ?? null, publishedAt: at }
    await insertNews(trx, { id: randomUUID(), eventId: id, calendarId, kind, text, language, ...message })
  }
  await publish(trx, site, id, published)
  const event = (await readEvent(trx, { id }))!
  for (const news of event.news)
    await store(trx, site, site.wire.news(news, event), calendarId, paths.eventPage(event.slug))
  return event
}
