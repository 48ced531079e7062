import ICAL from "ical.js"
import { oneLine } from "../words/markdown.ts"
import type { Line } from "./lines.ts"

/** One property, as ical.js reads it: values are text, numbers, or parts of them. */
export interface Property {
  /** lower case */
  name: string
  parameters: Record<string, string | string[]>
  /** `date`, `date-time`, `text`, `period` … */
  type: string
  values: unknown[]
  /** what stood behind the colon, to be shown when it cannot be used */
  raw: string
  line: number
}

/** A property that cannot be read, and why. */
export interface Unreadable {
  name: string
  line: number
  reason: string
}

/** What an entry's text is made of; the rest (alarms, attendees, what programs keep for themselves) is not even looked at. */
const WANTED = new Set(
  [
    "UID RECURRENCE-ID SEQUENCE DTSTAMP LAST-MODIFIED CLASS STATUS DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE SUMMARY",
    "DESCRIPTION LOCATION GEO URL CATEGORIES ORGANIZER CONFERENCE X-GOOGLE-CONFERENCE X-MICROSOFT-SKYPETEAMSMEETINGURL IMAGE ATTACH",
    "RELATED-TO X-BEFFROI-PLACE X-BEFFROI-TIMEZONE",
  ]
    .join(" ")
    .split(" "),
)

/** Longer lines are attachments written out; a description is cut far below. */
const LONGEST = 200_000

const nameOf = (text: string): string => /^[\w-]{1,60}(?=[:;])/.exec(text)?.[0].toUpperCase() ?? ""

/** The properties of an event that matter, each read on its own: what is wrong in one leaves the others. */
export function propertiesOf(lines: readonly Line[]): { properties: Property[]; unreadable: Unreadable[] } {
  const properties: Property[] = []
  const unreadable: Unreadable[] = []
  for (const line of lines) {
    const name = nameOf(line.text)
    if (!WANTED.has(name)) {
      if (name === "" && line.text.trim() !== "")
        unreadable.push({ name: "", line: line.number, reason: "the line has neither name nor value" })
      continue
    }
    const read = readProperty(line)
    if ("reason" in read) unreadable.push(read)
    else properties.push(read)
  }
  return { properties, unreadable }
}

export function readProperty({ number, text: written }: Line): Property | Unreadable {
  // Exchange puts a colon into a name of a zone, and no quotes around it
  const text = written.replace(/(;TZID=)(tzone:\/\/[\w/]+)/i, '$1"$2"')
  const name = nameOf(text)
  if (text.length > LONGEST && name !== "DESCRIPTION")
    return { name, line: number, reason: `${name} is ${text.length} long` }
  try {
    // ical.js reads names of TEXT without TYPE as "unknown" and leaves them escaped
    const [lower, parameters, type, ...values] = ICAL.parse.property(text.slice(0, LONGEST), ICAL.design.icalendar) as [
      string,
      Record<string, string | string[]>,
      string,
      ...unknown[],
    ]
    return {
      name: lower,
      parameters,
      type,
      values: type === "unknown" ? values.map(unescaped) : values,
      raw: rawOf(text),
      line: number,
    }
  } catch (error) {
    return {
      name,
      line: number,
      reason: `${name || "the line"} cannot be read: ${(error as Error).message.slice(0, 200)}`,
    }
  }
}

const rawOf = (text: string): string => /^(?:[^":]|"[^"]*")*:(.{0,60})/.exec(text)?.[1] ?? ""

const unescaped = (value: unknown): unknown =>
  typeof value === "string"
    ? value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === "n" ? "\n" : sign))
    : value

/** The first property of that name. */
export const first = (properties: readonly Property[], name: string): Property | null =>
  properties.find(property => property.name === name) ?? null

/** The text of the first property of that name, trimmed; empty when there is none. */
export function textOf(properties: readonly Property[], name: string): string {
  const value = first(properties, name)?.values[0]
  return typeof value === "string" ? value.trim() : ""
}

/** The text of the first line that begins so (`UID`, `RELATED-TO;RELTYPE=PARENT`), before anything else is read; null without one. */
export function textAmong(lines: readonly Line[], beginning: string): string | null {
  const line = lines.find(
    ({ text }) =>
      text.slice(0, beginning.length).toUpperCase() === beginning && /^[:;]/.test(text.slice(beginning.length)),
  )
  const property = line && readProperty(line)
  return property && "values" in property ? oneLine(String(property.values[0])) : null
}

export function parameter(property: Property, name: string): string {
  const value = property.parameters[name]
  return typeof value === "string" ? value : ""
}
