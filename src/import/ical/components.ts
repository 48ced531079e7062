import type { Line } from "./lines.ts"

/** A component of the file: its own lines, without those of the components inside it. */
export interface Component {
  name: string
  /** of its BEGIN */
  line: number
  lines: Line[]
  /** of a VTIMEZONE: its STANDARD and DAYLIGHT; elsewhere (VALARM in VEVENT) they are passed over */
  inside: Component[]
  /** why it cannot be trusted to be whole */
  broken: string | null
}

/** A file taken apart, before anything in it is read. */
export interface Split {
  /** of the VCALENDAR itself */
  head: Line[]
  events: Component[]
  zones: Component[]
  /** other components, by name: tasks, notes … */
  others: Map<string, number>
  /** at least one VCALENDAR began */
  isCalendar: boolean
  /** the last VCALENDAR ended: nothing is missing at the end of the file */
  whole: boolean
}

const MARK = /^(BEGIN|END)\s*:\s*([\w-]{1,60})\s*$/i

/** Nothing real is nested deeper than an alarm in an event in a calendar. */
const DEEPEST = 20

/**
 * Takes a file apart by its BEGIN and END alone, so that what is wrong in one component stays in it. An event that is opened inside
 * another one is where the other one lost its end. However deep components are nested, nothing here is recursive.
 */
export function split(lines: Iterable<Line>): Split {
  const split: Split = { head: [], events: [], zones: [], others: new Map(), isCalendar: false, whole: false }
  let open: Component[] = []
  let deeper = 0
  const close = (component: Component) => {
    if (component.name === "VEVENT") split.events.push(component)
    else if (component.name === "VTIMEZONE") split.zones.push(component)
    else if (component.name !== "VCALENDAR" && component.name.startsWith("V") && component.name !== "VALARM")
      split.others.set(component.name, (split.others.get(component.name) ?? 0) + 1)
  }
  const abandon = (from: number, reason: string) => {
    for (const component of open.splice(from)) {
      if (component.name === "VEVENT") close({ ...component, broken: reason })
    }
  }
  for (const line of lines) {
    const mark = MARK.exec(line.text)
    if (!mark) {
      const top = open.at(-1)
      if (top?.name === "VCALENDAR") split.head.push(line)
      else top?.lines.push(line)
      continue
    }
    const name = mark[2]!.toUpperCase()
    const begins = mark[1]!.toUpperCase() === "BEGIN"
    if (deeper > 0 || (begins && open.length >= DEEPEST)) {
      deeper += begins ? 1 : -1
      continue
    }
    if (begins) {
      if (name === "VEVENT") abandon(lastOf(open, "VEVENT"), `it is not ended before line ${line.number}`)
      if (name === "VCALENDAR") {
        abandon(0, `the calendar ends in it, before line ${line.number}`)
        open = []
        split.isCalendar = true
        split.whole = false
      }
      const component = { name, line: line.number, lines: [], inside: [], broken: null }
      const parent = open.at(-1)
      if (parent?.name === "VTIMEZONE") parent.inside.push(component)
      open.push(component)
      continue
    }
    const at = open.findLastIndex(component => component.name === name)
    // an END of what never began says nothing
    if (at === -1) continue
    abandon(at + 1, `it is not ended before line ${line.number}`)
    close(open[at]!)
    open.length = at
    if (name === "VCALENDAR") split.whole = true
  }
  abandon(0, "the file ends in it")
  return split
}

/** Where the event begins that is still open; the end when there is none. */
function lastOf(open: Component[], name: string): number {
  const at = open.findLastIndex(component => component.name === name)
  return at === -1 ? open.length : at
}
