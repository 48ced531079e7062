import { z } from "zod"
import { eventFields } from "../../input/event.ts"
import { because } from "../../input/parse.ts"
import { handle, slug } from "../../input/scalars.ts"
import { sessionInput } from "../../input/session.ts"

/** Dates of the demonstration are relative, so that a fresh start always has a future. */
const days = z.string().regex(/^P\d{1,4}D$/, because("not-a-length-in-days"))
const length = z.string().regex(/^PT(?=\d)(\d{1,3}H)?(\d{1,4}M)?$/, because("not-a-length"))
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, because("not-a-clock-time"))

const relative = { startsIn: days, at: clock.nullish(), duration: length.nullish() }

const { start: _eventStart, end: _eventEnd, ...undated } = eventFields
const { start: _sessionStart, end: _sessionEnd, ...undatedSession } = sessionInput.shape

/** An event whose date is so many days after the day of loading, at that hour of its zone. */
export const demonstrationInput = z.strictObject({
  calendar: handle,
  slug,
  ...undated,
  ...relative,
  allDay: z.boolean().default(false),
  days: z.int().min(1).max(60).default(1),
  recurrence: z.strictObject({ every: days, count: z.int().min(2).max(200) }).nullish(),
  programme: z
    .array(z.strictObject({ ...undatedSession, ...relative }))
    .max(500)
    .default([]),
})

export type Demonstration = z.infer<typeof demonstrationInput>

/** Event inputs with real dates, one an occurrence: the first keeps the slug, the next are `-2`, `-3` … */
export function occurrencesOf(input: Demonstration, today: Temporal.PlainDate): Record<string, unknown>[] {
  const { startsIn, at, duration, days, recurrence, programme, slug, ...rest } = input
  const every = recurrence ? Temporal.Duration.from(recurrence.every) : Temporal.Duration.from("P1D")
  return Array.from({ length: recurrence?.count ?? 1 }, (_, n) => {
    const shift = Temporal.Duration.from({ days: every.days * n })
    return {
      ...rest,
      slug: n === 0 ? slug : `${slug}-${n + 1}`,
      ...span({ startsIn, at, duration }, today.add(shift), input.allDay ? days : null),
      programme: programme.map(({ startsIn, at, duration, ...session }) => ({
        ...session,
        ...span({ startsIn, at, duration }, today.add(shift), null),
      })),
      publish: true,
    }
  })
}

function span(
  { startsIn, at, duration }: { startsIn: string; at: string | null | undefined; duration: string | null | undefined },
  from: Temporal.PlainDate,
  allDays: number | null,
): { start: string; end: string | null } {
  const date = from.add(Temporal.Duration.from(startsIn))
  if (allDays !== null || !at)
    return { start: date.toString(), end: allDays ? date.add({ days: allDays - 1 }).toString() : null }
  const start = date.toPlainDateTime(Temporal.PlainTime.from(at))
  const end = duration ? start.add(Temporal.Duration.from(duration)) : null
  return { start: start.toString({ smallestUnit: "minute" }), end: end?.toString({ smallestUnit: "minute" }) ?? null }
}
