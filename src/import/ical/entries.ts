import type { SourceEntry } from "../../actions/sources/entry.ts"
import type { When } from "../../domain/time.ts"
import { EntryError, type ImportContext } from "../context.ts"
import { fieldsOf, onDate } from "../fields.ts"
import type { Component } from "./components.ts"
import { programmeOf } from "./own-sessions.ts"
import { first, type Property, parameter, textOf } from "./properties.ts"
import type { Budget, RecurrenceWindow as Window } from "./recurrence.ts"
import { startsOf } from "./series.ts"
import { type EntrySpan, endOf, shifted, spanOf } from "./span.ts"
import { type IcalTime, isDate, localOn, whenOf } from "./times.ts"
import { type EventProperties, eventPropertiesOf } from "./vevent.ts"
import type { Zones } from "./zones.ts"

/** The properties of one VEVENT. */
export interface VeventComponent {
  uid: string
  line: number
  properties: Property[]
  /** RECURRENCE-ID: which occurrence of its series it speaks of */
  recurrence: IcalTime | null
  /** what had to be left out of it */
  notes: string[]
}

export interface Reader {
  context: ImportContext
  zones: Zones
  window: Window
  budget: Budget
  /** written by Beffroi: UTC is meant, and texts have a known form */
  ours: boolean
  /** of events of ours, by the UID of the event */
  sessions: ReadonlyMap<string, Component[]>
  refuse(event: VeventComponent, error: EntryError): void
}

/** A VEVENT without its dates; made once for all its occurrences. */
interface Version {
  event: VeventComponent
  span: EntrySpan
  content: EventProperties
  fields: SourceEntry["fields"]
  notes: string[]
}

/** The entries of one UID: a single event, or every occurrence of a series with its own changes. */
export function entriesOf(events: readonly VeventComponent[], reader: Reader): SourceEntry[] {
  const attempt = <T>(event: VeventComponent, make: () => T): T | null => {
    try {
      return make()
    } catch (error) {
      if (!(error instanceof EntryError)) throw error
      reader.refuse(event, error)
      return null
    }
  }
  const main = newest(
    events.filter(({ recurrence }) => recurrence === null),
    reader,
  )
  const exceptions = events.filter(({ recurrence }) => recurrence !== null)
  const master = main && attempt(main, () => versionOf(main, reader))
  const series = master && attempt(master.event, () => startsOf(master.event.properties, master.span, reader))
  if (main && !series) return []
  if (series?.recurs) master!.notes.push(...series.problems)

  const entries: SourceEntry[] = []
  const written = new Set<string>()
  const later: { from: string; version: Version }[] = []
  for (const event of exceptions) {
    const version = attempt(event, () => versionOf(event, reader))
    if (!version) continue
    const id = idIn(event.recurrence!, master?.span.start ?? null, series?.starts ?? [])
    if (/^THISANDFUTURE$/i.test(parameter(first(event.properties, "recurrence-id")!, "range")))
      later.push({ from: id, version })
    if (written.has(id)) continue
    written.add(id)
    if (series && isLongAgo(id, version.span.start.local, reader)) continue
    const entry = attempt(event, () => entryOf(version, id, version.span.start.local, reader))
    if (entry) entries.push(entry)
  }
  if (series?.starts.length === 0 && entries.length === 0)
    reader.refuse(
      main!,
      new EntryError(
        `none of its dates lies between ${reader.window.from.slice(0, 10)} and ${reader.window.to.slice(0, 10)}`,
        false,
      ),
    )
  later.sort((a, b) => (a.from < b.from ? 1 : -1))
  for (const local of series?.starts ?? []) {
    if (written.has(local)) continue
    const changed = later.find(({ from }) => from <= local)
    const version = changed?.version ?? master!
    const start = changed ? shifted(local, changed.from, changed.version.span.start.local) : local
    const id = series!.recurs ? local : ""
    const length = changed ? undefined : series!.lengths.get(local)
    const entry = attempt(version.event, () => entryOf(version, id, start, reader, length))
    if (entry) entries.push(entry)
  }
  return entries
}

function versionOf(event: VeventComponent, reader: Reader): Version {
  const notes = [...event.notes]
  const content = eventPropertiesOf(event.properties, reader.ours)
  const span = spanOf(event.properties, reader.zones, note => notes.push(note))
  const when = whenIn(event, span, span.start.local, reader)
  const sessions = programmeOf(reader.sessions.get(event.uid) ?? [], { ...event, when }, reader.zones, note =>
    notes.push(note),
  )
  const { fields, notes: left } = fieldsOf({ ...content.words, when, sessions }, reader.context)
  return { event, span, content, fields, notes: [...notes, ...content.notes, ...left] }
}

/** @param length of this occurrence when it has one of its own */
function entryOf(
  version: Version,
  recurrenceId: string,
  local: string,
  reader: Reader,
  length = version.span.length,
): SourceEntry {
  const { event, content, fields, notes } = version
  const span = { ...version.span, length }
  const { status, full, page } = content
  const same = local === span.start.local
  return {
    uid: event.uid,
    recurrenceId,
    line: event.line,
    status,
    full,
    fields: same ? fields : onDate(fields, whenIn(event, span, local, reader)),
    page,
    notes,
  }
}

function whenIn(event: VeventComponent, { start, length }: EntrySpan, local: string, { zones, ours }: Reader): When {
  const zone = ours && isDate(start) ? textOf(event.properties, "x-beffroi-timezone") : ""
  return whenOf({ ...start, local }, endOf(local, length), zone || zones.usual, ours)
}

const isLongAgo = (id: string, start: string, { window }: Reader): boolean => id < window.from && start < window.from

/** On the clock of the series; when the one names a day and the other an hour, the occurrence of that day. */
function idIn(recurrence: IcalTime, start: IcalTime | null, starts: readonly string[]): string {
  if (start === null) return recurrence.local
  if (isDate(start)) return recurrence.local.slice(0, 10)
  if (isDate(recurrence)) return starts.find(local => local.startsWith(recurrence.local)) ?? recurrence.local
  return localOn(recurrence, start.clock)
}

/** A UID that stands twice: the last revision counts. */
function newest(events: VeventComponent[], reader: Reader): VeventComponent | null {
  const rank = ({ properties }: VeventComponent) => [
    Number(first(properties, "sequence")?.values[0] ?? 0),
    textOf(properties, "last-modified") || textOf(properties, "dtstamp"),
  ]
  const [best, ...others] = events.toSorted((a, b) => {
    const [sequenceA, stampA] = rank(a)
    const [sequenceB, stampB] = rank(b)
    return Number(sequenceB) - Number(sequenceA) || (stampB! > stampA! ? 1 : stampB! < stampA! ? -1 : 0)
  })
  for (const other of others)
    reader.refuse(other, new EntryError(`its UID stands at line ${best!.line} too, in a later revision`, false))
  return best ?? null
}
