import { createHash } from "node:crypto"
import type { EntryRefusal, SourceContents, SourceEntry } from "../../actions/sources/entry.ts"
import { DAYS_AHEAD, DAYS_BACK, EntryError, type ImportContext } from "../context.ts"
import { oneLine } from "../words/markdown.ts"
import { type Component, split } from "./components.ts"
import { entriesOf, type Reader, type VeventComponent } from "./entries.ts"
import { linesOf } from "./lines.ts"
import { isOurs } from "./own-feed.ts"
import { apart } from "./own-sessions.ts"
import { first, type Property, propertiesOf, readProperty, textAmong, textOf } from "./properties.ts"
import { momentsOf, TimeError } from "./times.ts"
import { PrivateError } from "./vevent.ts"
import { ianaOf, zonesOf } from "./zones.ts"

/** Entries of one file, occurrences counted; what is beyond is reported. */
const MOST_ENTRIES = 10_000
const STEPS = 300_000
/** Readings take turns with everything else that the process does. */
const TURN_MS = 30

/**
 * Reads an iCalendar file. What is wrong in one entry is told with its line and leaves the others; only what is no calendar at all
 * is refused whole.
 * @throws {EntryError} when it is no iCalendar file
 */
export async function readCalendarFile(
  bytes: Buffer,
  context: ImportContext,
  signal?: AbortSignal,
): Promise<SourceContents> {
  const file = split(linesOf(bytes))
  if (!file.isCalendar) throw new EntryError("it is no iCalendar file: BEGIN:VCALENDAR is not in it")
  const head = headOf(file.head)
  const ours = isOurs(textOf(head, "prodid"))
  const entries: SourceEntry[] = []
  const refused: EntryRefusal[] = []
  const zone = ianaOf(textOf(head, "x-wr-timezone"))
  const zones = zonesOf(file.zones, zone && (ours || zone !== "UTC") ? zone : context.calendar.timeZone)
  const { events, sessions } = ours ? apart(file.events) : { events: file.events, sessions: new Map() }
  const reader: Reader = {
    context,
    zones,
    window: windowAround(context.now),
    budget: { steps: STEPS },
    ours,
    sessions,
    refuse: (event, error) => refused.push(refusalOf(event, error)),
  }
  let turn = performance.now()
  for (const components of grouped(events).values()) {
    // read one UID at a time: all properties of 10,000 entries at once are 40 MB
    const events = components
      .splice(0)
      .map(component => veventOf(component, reader, refused))
      .filter(event => event !== null)
    for (const entry of entriesOf(events, reader)) {
      if (entries.length < MOST_ENTRIES) entries.push(entry)
      else
        refused.push(
          refusalOf(events[0]!, new EntryError(`the file has more than ${MOST_ENTRIES} entries`), entry.fields.title),
        )
    }
    if (performance.now() - turn > TURN_MS) {
      await new Promise(setImmediate)
      signal?.throwIfAborted()
      turn = performance.now()
    }
  }
  return {
    name: oneLine(textOf(head, "name") || textOf(head, "x-wr-calname")).slice(0, 200) || null,
    page: addressOf(textOf(head, "url")),
    refreshAfter: durationOf(textOf(head, "refresh-interval") || textOf(head, "x-published-ttl")),
    entries,
    refused: refused.sort((a, b) => a.line - b.line),
    whole: file.whole,
  }
}

const HEAD = /^(PRODID|NAME|X-WR-CALNAME|X-WR-TIMEZONE|URL|REFRESH-INTERVAL|X-PUBLISHED-TTL)[:;]/i

const headOf = (lines: Parameters<typeof propertiesOf>[0]): Property[] =>
  lines
    .filter(({ text }) => text.length < 5000 && HEAD.test(text))
    .map(readProperty)
    .filter(property => "values" in property)

/** By UID, in a Map: `__proto__` is a name like any other. */
const grouped = (components: readonly Component[]): Map<string, Component[]> =>
  // one without a UID belongs to no series
  Map.groupBy(components, component => textAmong(component.lines, "UID") ?? `line ${component.line}`)

function veventOf(component: Component, { zones }: Reader, refused: EntryRefusal[]): VeventComponent | null {
  const { properties, unreadable } = propertiesOf(component.lines)
  const notes = unreadable.map(({ line, reason }) => `line ${line}: ${reason}`)
  const uid = uidOf(properties, notes)
  const event: VeventComponent = { uid, line: component.line, properties, recurrence: null, notes }
  try {
    if (component.broken) throw new EntryError(component.broken)
    const needed = unreadable.find(({ name }) => /^(DTSTART|RRULE|RDATE|RECURRENCE-ID)$/.test(name))
    if (needed) throw new EntryError(`line ${needed.line}: ${needed.reason}`)
    const id = first(properties, "recurrence-id")
    if (id) event.recurrence = momentsOf(id, zones, note => notes.push(note))[0] ?? null
    return event
  } catch (error) {
    if (!(error instanceof EntryError || error instanceof TimeError)) throw error
    refused.push(refusalOf(event, new EntryError(error.message)))
    return null
  }
}

const LONGEST_UID = 250

/** The origin's UID; one that is missing or would fill pages is made of what the entry says. */
function uidOf(properties: readonly Property[], notes: string[]): string {
  const uid = oneLine(textOf(properties, "uid"))
  if (uid !== "" && uid.length <= LONGEST_UID) return uid
  if (uid === "") notes.push("it has no UID: it is known again by its date and title")
  const text = uid || JSON.stringify([first(properties, "dtstart")?.values, textOf(properties, "summary")])
  return `${createHash("sha256").update(text).digest("base64url").slice(0, 27)}@without-uid`
}

function refusalOf(
  { uid, line, properties }: VeventComponent,
  error: EntryError,
  title = textOf(properties, "summary"),
): EntryRefusal {
  return {
    line,
    uid: error.isThere ? uid : null,
    title: error instanceof PrivateError ? null : oneLine(title).slice(0, 200) || null,
    reason: error.message,
  }
}

function windowAround(now: Date): { from: string; to: string } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO("UTC").toPlainDate()
  return {
    from: `${today.subtract({ days: DAYS_BACK })}T00:00:00`,
    to: `${today.add({ days: DAYS_AHEAD })}T23:59:59`,
  }
}

const addressOf = (text: string): string | null => {
  const url = URL.parse(text)
  return url && /^https?:$/.test(url.protocol) && !url.username && !url.password && text.length <= 2000
    ? url.href
    : null
}

function durationOf(text: string): number | null {
  try {
    const duration = Temporal.Duration.from(text)
    return duration.sign > 0 ? duration.total({ unit: "milliseconds", relativeTo: "2026-01-01" }) : null
  } catch {
    return null
  }
}
