import { type FieldProblem, fieldProblem } from "./field-problem.ts"

/**
 * When something happens, as its organiser said it: wall-clock text and an IANA zone. Instants are derived, never stored
 * instead, so that a change of a zone's rules moves the instant and not the hour on the door.
 */
export interface When {
  /** `2026-12-01T18:30`, or `2026-12-01` when all day */
  readonly start: string
  /** the same form; inclusive last day when all day; null when the organiser gave none */
  readonly end: string | null
  readonly allDay: boolean
  /** IANA, such as `Indian/Reunion` */
  readonly timeZone: string
}

/** The instants of a {@link When}. */
export interface Instants {
  startsAt: Date
  /** null when no end is known: an end is never invented (snac2, Gancio and Hubzilla would print it) */
  endsAt: Date | null
  /** from then on it belongs to the archives */
  overAt: Date
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/

/** Asking the runtime takes 0.1 ms; there are some 600 names. */
const validZones = new Set<string>()

export function isTimeZone(zone: string): boolean {
  if (validZones.has(zone)) return true
  if (!/^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/.test(zone)) return false
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone })
    validZones.add(zone)
    return true
  } catch {
    return false
  }
}

function plainDate(text: string): Temporal.PlainDate | null {
  try {
    const date = Temporal.PlainDate.from(text, { overflow: "reject" })
    return date.year >= 1900 && date.year <= 2200 ? date : null
  } catch {
    return null
  }
}

/** What keeps a {@link When} from being stored: none when nothing does. The fields are `start`, `end` and `timeZone`. */
export function problemsOfWhen(when: When): FieldProblem[] {
  if (!isTimeZone(when.timeZone)) return [fieldProblem("timeZone", "unknown-time-zone", { value: when.timeZone })]
  const problems: FieldProblem[] = []
  for (const field of ["start", "end"] as const) {
    const text = when[field]
    if (text === null) continue
    if (!(when.allDay ? DATE : DATE_TIME).test(text) || !plainDate(text.slice(0, 10))) {
      problems.push(fieldProblem(field, when.allDay ? "not-a-date" : "not-a-local-time", { value: text }))
    } else if (!when.allDay) {
      problems.push(...problemsOfLocalTime(field, text, when.timeZone))
    }
  }
  if (problems.length > 0 || when.end === null) return problems
  const { startsAt, endsAt } = instantsOf(when)
  return endsAt !== null && (when.allDay ? endsAt <= startsAt : endsAt < startsAt)
    ? [fieldProblem("end", "end-before-start", { end: when.end, start: when.start })]
    : []
}

/** A wall-clock time that the spring change of hour skips exists nowhere; the one that autumn repeats is its first. */
function problemsOfLocalTime(field: "start" | "end", text: string, timeZone: string): FieldProblem[] {
  let plain: Temporal.PlainDateTime
  try {
    plain = Temporal.PlainDateTime.from(text, { overflow: "reject" })
  } catch {
    return [fieldProblem(field, "not-a-time-of-day", { value: text })]
  }
  return plain.toZonedDateTime(timeZone).toPlainDateTime().equals(plain)
    ? []
    : [fieldProblem(field, "skipped-time", { value: text, timeZone })]
}

/** Start as a zoned time: local midnight when all day. */
export const zonedStart = (when: When): Temporal.ZonedDateTime => zoned(when, when.start)

/** End as a zoned time, exclusive: the midnight after the last day when all day; null when unknown. */
export function zonedEnd(when: When): Temporal.ZonedDateTime | null {
  if (when.allDay)
    return zoned(when, when.end ?? when.start)
      .toPlainDate()
      .add({ days: 1 })
      .toZonedDateTime(when.timeZone)
  return when.end === null ? null : zoned(when, when.end)
}

function zoned(when: When, text: string): Temporal.ZonedDateTime {
  return when.allDay
    ? Temporal.PlainDate.from(text.slice(0, 10)).toZonedDateTime(when.timeZone)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(when.timeZone)
}

export function instantsOf(when: When): Instants {
  const start = zonedStart(when)
  const end = zonedEnd(when)
  const over = end ?? start.toPlainDate().add({ days: 1 }).toZonedDateTime(when.timeZone)
  return {
    startsAt: new Date(start.epochMilliseconds),
    endsAt: end && new Date(end.epochMilliseconds),
    overAt: new Date(over.epochMilliseconds),
  }
}

/** `2026-12-12T20:30:00+01:00`: never `Z`, never milliseconds (snac2 hides the one and misreads the other). */
export const withOffset = (time: Temporal.ZonedDateTime): string =>
  `${time.toPlainDateTime().toString({ smallestUnit: "second" })}${time.offset.slice(0, 6)}`

/** Last day on the calendar, inclusive, in the event's own zone. */
export const lastDay = (when: When): Temporal.PlainDate =>
  Temporal.PlainDate.from((when.end ?? when.start).slice(0, 10))

export const firstDay = (when: When): Temporal.PlainDate => Temporal.PlainDate.from(when.start.slice(0, 10))

/** `2026-11-21T16:10:00Z`, the form of `published` and `updated` on the wire and in feeds. */
export const isoSeconds = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`

/**
 * The same length from another start: clocks keep their distance, whatever their zones do. A day-long span that is given a time, or
 * the reverse, loses its end. The result may lie in a skipped hour: {@link problemsOfWhen} says so.
 */
export function movedTo(when: When, start: string, timeZone: string = when.timeZone): When {
  const allDay = !start.includes("T")
  if (allDay !== when.allDay || when.end === null) return { start, end: null, allDay, timeZone }
  return { start, end: plus(when.end, distance(when.start, start)), allDay, timeZone }
}

/** What goes along when its event moves: by the same distance, whole days when one of the two dates says no time. */
export function movedAlong(when: When, from: When, to: When): When {
  const days = from.allDay || to.allDay || when.allDay
  const by = days ? distance(from.start.slice(0, 10), to.start.slice(0, 10)) : distance(from.start, to.start)
  return { ...when, start: plus(when.start, by), end: when.end && plus(when.end, by), timeZone: to.timeZone }
}

const distance = (from: string, to: string): Temporal.Duration =>
  from.includes("T")
    ? Temporal.PlainDateTime.from(from).until(Temporal.PlainDateTime.from(to))
    : Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to))

function plus(text: string, by: Temporal.Duration): string {
  if (!text.includes("T")) return Temporal.PlainDate.from(text).add(by).toString()
  const moved = Temporal.PlainDateTime.from(text).add(by)
  return moved.toString({ smallestUnit: moved.second === 0 ? "minute" : "second" })
}
