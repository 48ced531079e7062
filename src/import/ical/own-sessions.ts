import { slugOf } from "../../domain/calendar.ts"
import { isSlug } from "../../domain/patterns.ts"
import type { When } from "../../domain/time.ts"
import { EntryError } from "../context.ts"
import type { EntryWords } from "../fields.ts"
import { oneLine, paragraphsOf } from "../words/markdown.ts"
import type { Component } from "./components.ts"
import { ownTexts } from "./own-feed.ts"
import { type Property, parameter, propertiesOf, textAmong, textOf } from "./properties.ts"
import { endOf, spanOf } from "./span.ts"
import { whenOf } from "./times.ts"
import type { Zones } from "./zones.ts"

type ProgrammeItem = NonNullable<EntryWords["sessions"]>[number]

/**
 * In our own calendars the sessions of an event stand beside it and name it as their parent: they are its programme, and no events of
 * their own. One whose event is not in the file (a calendar of that session alone) stays an event.
 */
export function apart(components: readonly Component[]): { events: Component[]; sessions: Map<string, Component[]> } {
  const parentOf = new Map(components.map(one => [one, textAmong(one.lines, "RELATED-TO;RELTYPE=PARENT")]))
  const uids = new Set(components.filter(one => !parentOf.get(one)).map(one => textAmong(one.lines, "UID")))
  const belongs = (one: Component) => {
    const parent = parentOf.get(one) ?? null
    return parent !== null && uids.has(parent)
  }
  return {
    events: components.filter(one => !belongs(one)),
    sessions: Map.groupBy(components.filter(belongs), one => parentOf.get(one)!),
  }
}

/** More than a programme may hold. */
const MOST = 500

/** @param say is told which sessions were left out */
export function programmeOf(
  components: readonly Component[],
  parent: { properties: readonly Property[]; when: When },
  zones: Zones,
  say: (note: string) => void,
): ProgrammeItem[] {
  if (components.length > MOST) say(`only its first ${MOST} sessions come in`)
  const slugs = new Set<string>()
  return components.slice(0, MOST).flatMap(({ line, lines, broken }) => {
    try {
      if (broken) throw new EntryError(broken)
      return [sessionOf(propertiesOf(lines).properties, parent, zones, slugs)]
    } catch (error) {
      if (!(error instanceof EntryError)) throw error
      say(`line ${line}: the session is left out: ${error.message}`)
      return []
    }
  })
}

function sessionOf(
  properties: readonly Property[],
  { properties: event, when }: { properties: readonly Property[]; when: When },
  zones: Zones,
  slugs: Set<string>,
): ProgrammeItem {
  const { title } = ownTexts(textOf(properties, "summary"), "", textOf(properties, "status"), null)
  const [, named = ""] = /#s-([a-z0-9-]+)$/.exec(textOf(properties, "url")) ?? []
  const slug = freeSlug(isSlug(named) ? named : slugOf(title), slugs)
  const documents = documentsOf(properties)
  const { summary, speakers } = textsOf(
    textOf(properties, "description"),
    documents.map(({ title }) => title),
    textOf(event, "description"),
  )
  const kinds = properties.filter(({ name }) => name === "categories").flatMap(({ values }) => values.map(String))
  const [track, format] = kinds.length > 1 ? kinds : [null, kinds[0] ?? null]
  return {
    slug,
    title: oneLine(title),
    summary,
    ...timesOf(properties, when.timeZone, zones),
    room: roomOf(textOf(properties, "location"), textOf(event, "location")),
    track: track ?? null,
    format: format ?? null,
    speakers,
    documents,
  }
}

/** On the clock of its event, whose zone a programme has. */
function timesOf(properties: readonly Property[], zone: string, zones: Zones): Pick<ProgrammeItem, "start" | "end"> {
  const { start, length } = spanOf(properties, zones, () => {})
  const when = whenOf(start, endOf(start.local, length), zones.usual, true)
  const there = (text: string | null) =>
    text === null || when.allDay || when.timeZone === zone
      ? text
      : Temporal.PlainDateTime.from(text).toZonedDateTime(when.timeZone).withTimeZone(zone).toPlainDateTime().toString()
  return { start: there(when.start), end: there(when.end) }
}

/** What stands before the place of its event; online there is none. */
function roomOf(location: string, place: string): string | null {
  if (location === place || /^https?:/.test(location)) return null
  return (place && location.endsWith(`, ${place}`) ? location.slice(0, -place.length - 2) : location) || null
}

const documentsOf = (properties: readonly Property[]) =>
  properties
    .filter(({ name, values }) => name === "attach" && /^https?:/.test(String(values[0])))
    .map(property => ({
      title: parameter(property, "label") || String(property.values[0]),
      url: String(property.values[0]),
    }))

const SPEAKERS = /^(?:Avec :|With:) /
const PRACTICAL = /^(?:Horaires indicatifs\.$|Times are indicative\.$|En ligne : |Online: )/

/** The reverse of `sessionDescription` in feeds/ical/description.ts. */
function textsOf(text: string, documents: string[], ofEvent: string): { summary: string; speakers: string[] } {
  const paragraphs = paragraphsOf(text)
  // the title of its event and the address of the programme
  paragraphs.pop()
  const isPractical = (line: string) =>
    SPEAKERS.test(line) || PRACTICAL.test(line) || documents.some(title => line.startsWith(title))
  const lines = paragraphs.at(-1)?.split("\n") ?? []
  const practical = lines.length > 0 && lines.every(isPractical)
  if (practical) paragraphs.pop()
  const speakers = practical ? lines.find(line => SPEAKERS.test(line))?.replace(SPEAKERS, "") : undefined
  // why its event changed is said of both
  if (paragraphs.length > 0 && paragraphs[0] === paragraphsOf(ofEvent)[0]) paragraphs.shift()
  return { summary: paragraphs.join("\n\n"), speakers: speakers?.split(", ").map(oneLine).filter(Boolean) ?? [] }
}

function freeSlug(slug: string, taken: Set<string>): string {
  let free = slug
  for (let n = 2; taken.has(free); n++) free = `${slug.slice(0, 70)}-${n}`
  taken.add(free)
  return free
}
