import { type Run, type Transition, yearlyRuns } from "./yearly-rules.ts"

/** A part of a VTIMEZONE: from `start` on, and every year after it when a `rule` is given, the clock shows `to`. */
export interface Observance {
  daylight: boolean
  /** `+01:00` */
  from: string
  to: string
  /** on the clock that is left */
  start: Temporal.PlainDateTime
  /** the parts of a RRULE beside FREQ=YEARLY; it never ends (Python's icalendar cannot read UNTIL here) */
  rule: string | null
}

/** Irregular zones are told from here on: the archives begin in 2018. */
const HORIZON = Temporal.Instant.from("2018-01-01T00:00:00Z")
const FIRST_YEAR = 1970
/** The last year that 32-bit readers take. */
const LAST_YEAR = 2037

export function observancesOf(timeZone: string): Observance[] {
  const transitions = transitionsOf(timeZone)
  const runs = yearlyRuns(transitions, LAST_YEAR)
  const since = regularSince(runs, transitions)
  const start = since ?? HORIZON
  const parts = runs.map(run => after(run, start)).filter(run => run !== null)
  const observances = parts.flatMap(run => observancesOfRun(run, transitions))
  observances.sort((a, b) => Temporal.PlainDateTime.compare(a.start, b.start))
  // Without a rule that held already at the horizon, the clock of that day is said first
  return since === null ? [standing(timeZone), ...observances] : observances
}

function transitionsOf(timeZone: string): Transition[] {
  const transitions: Transition[] = []
  let before = Temporal.PlainDate.from({ year: FIRST_YEAR, month: 1, day: 1 }).toZonedDateTime(timeZone)
  for (;;) {
    const next = before.getTimeZoneTransition("next")
    if (next === null || next.year > LAST_YEAR) return transitions
    const local = next.withTimeZone("UTC").toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds })
    transitions.push({ at: next.toInstant(), local, from: before.offset, to: next.offset })
    before = next
  }
}

/**
 * Since when nothing but the two rules that still hold has moved the clock (Paris: autumn of 1996); null when that is after
 * the horizon, or there are no two.
 */
function regularSince(runs: Run[], transitions: Transition[]): Temporal.Instant | null {
  const holding = runs.filter(({ members, open }) => open && isBefore(members[0]!.at, HORIZON))
  if (holding.length !== 2) return null
  const since = holding.map(({ members }) => members[0]!.at).sort(Temporal.Instant.compare)[1]!
  const regular = new Set(holding.flatMap(({ members }) => members))
  const others = transitions.some(t => !isBefore(t.at, since) && isBefore(t.at, HORIZON) && !regular.has(t))
  return others ? null : since
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0

function after(run: Run, start: Temporal.Instant): Run | null {
  const members = run.members.filter(t => !isBefore(t.at, start))
  return members.length === 0 ? null : { ...run, members }
}

/** A rule when it holds for three years and still does, else each change for itself. */
function observancesOfRun({ members, rule, open }: Run, transitions: Transition[]): Observance[] {
  const ruled = open && members.length >= 3
  return (ruled ? members.slice(0, 1) : members).map(({ from, to, local, at }) => ({
    daylight: isDaylight(at, transitions),
    from,
    to,
    start: local,
    rule: ruled ? rule : null,
  }))
}

/** Ahead for less than a year. A lasting change (Moscow 2011) is a new standard time. */
function isDaylight(at: Temporal.Instant, transitions: Transition[]): boolean {
  const index = transitions.findIndex(t => t.at.equals(at))
  const [change, next] = [transitions[index]!, transitions[index + 1]]
  if (minutes(change.to) < minutes(change.from)) return false
  return next !== undefined && next.at.since(at).total("hours") < 366 * 24
}

const minutes = (offset: string): number =>
  Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6)))

function standing(timeZone: string): Observance {
  const { offset } = HORIZON.toZonedDateTimeISO(timeZone)
  const start = Temporal.PlainDateTime.from({ year: FIRST_YEAR, month: 1, day: 1 })
  return { daylight: false, from: offset, to: offset, start, rule: null }
}
