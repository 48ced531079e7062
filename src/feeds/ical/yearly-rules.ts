/** One change of a zone's clock. */
export interface Transition {
  at: Temporal.Instant
  /** on the clock that is left */
  local: Temporal.PlainDateTime
  /** `+01:00` */
  from: string
  to: string
}

/** Changes of consecutive years that one rule describes. */
export interface Run {
  members: Transition[]
  /** `BYMONTH=3;BYDAY=-1SU` */
  rule: string
  /** still holds in the last year that was looked at */
  open: boolean
}

/** A way to name a weekday of a month: the last one, or the one of the seven days that begin with this. */
type Week = "last" | number

const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

/** Groups changes into runs, in the order of their first; a change that no rule shares is a run of its own. */
export function yearlyRuns(transitions: Transition[], lastYear: number): Run[] {
  const runs: Run[] = []
  for (const alike of Map.groupBy(transitions, likeness).values()) {
    let members: Transition[] = []
    let weeks: Week[] = []
    const close = () => {
      if (members.length > 0)
        runs.push({ members, rule: ruleOf(members[0]!, weeks[0]!), open: members.at(-1)!.local.year === lastYear })
    }
    for (const transition of alike) {
      const shared = weeks.filter(week => isIn(transition.local, week))
      if (members.at(-1)?.local.year === transition.local.year - 1 && shared.length > 0) {
        members.push(transition)
        weeks = shared
      } else {
        close()
        members = [transition]
        weeks = weeksOf(transition.local)
      }
    }
    close()
  }
  return runs.sort((a, b) => Temporal.Instant.compare(a.members[0]!.at, b.members[0]!.at))
}

const likeness = ({ local, from, to }: Transition): string =>
  `${local.month} ${local.dayOfWeek} ${local.toPlainTime()} ${from} ${to}`

function weeksOf({ day, daysInMonth }: Temporal.PlainDateTime): Week[] {
  const weeks = Array.from({ length: 7 }, (_, back) => day - back).filter(from => from >= 1 && from + 6 <= daysInMonth)
  // first, second … come first: every reader knows BYDAY=2SU, few of Outlook's know BYMONTHDAY with BYDAY
  weeks.sort((a, b) => Number(b % 7 === 1) - Number(a % 7 === 1) || a - b)
  return day > daysInMonth - 7 ? ["last", ...weeks] : weeks
}

const isIn = ({ day, daysInMonth }: Temporal.PlainDateTime, week: Week): boolean =>
  week === "last" ? day > daysInMonth - 7 : day >= week && day <= week + 6

function ruleOf({ local }: Transition, week: Week): string {
  const weekday = WEEKDAYS[local.dayOfWeek - 1]!
  const month = `BYMONTH=${local.month}`
  if (week === "last") return `${month};BYDAY=-1${weekday}`
  if (week % 7 === 1) return `${month};BYDAY=${(week + 6) / 7}${weekday}`
  return `${month};BYMONTHDAY=${Array.from({ length: 7 }, (_, n) => week + n).join(",")};BYDAY=${weekday}`
}
