import { paths } from "../domain/paths.ts"
import { COLOURS } from "../feeds/ical/colours.ts"
import { calendarObject, objectTag, zoneObject } from "../feeds/ical/object.ts"
import type { Xml, XmlValue } from "../feeds/xml.ts"
import type { Told } from "./multistatus.ts"
import { withoutValues } from "./multistatus.ts"
import { Refusal } from "./refusal.ts"
import { child, type Element } from "./request-xml.ts"
import type { CalendarResource, EntryResource, Resource } from "./resources.ts"
import { syncToken } from "./sync-token.ts"

/** Which properties a request wants: those that it names, their names alone, or what RFC 4918 counts as all and some more. */
export type Asked = { names: string[] } | { names: string[]; all: true } | "propname"

/** Each one is looked for in each resource of a collection. */
const MOST_PROPERTIES = 100

/** Of a PROPFIND or a REPORT. @throws {Refusal} 400 */
export function askedOf(request: Element): Asked {
  if (child(request, "D:propname")) return "propname"
  const all = child(request, "D:allprop")
  const list = all ? child(request, "D:include") : child(request, "D:prop")
  const names = [...new Set(list?.children.map(element => element.name))]
  if (names.length > MOST_PROPERTIES) throw new Refusal(400, `asks for more than ${MOST_PROPERTIES} properties`)
  return all ? { names, all: true } : { names }
}

/** `C:calendar-data` is among them where texts were read. */
export function told(resource: Resource, asked: Asked, origin: string): Told {
  const { href } = resource
  const known = propertiesOf(resource)
  if (asked === "propname") {
    const names = Object.keys(known).filter(name => known[name]!(origin) !== undefined)
    return { href, found: withoutValues(names), missing: [] }
  }
  const found: [string, XmlValue][] = []
  const missing: string[] = []
  for (const name of "all" in asked ? new Set([...ALL, ...asked.names]) : asked.names) {
    const value = Object.hasOwn(known, name) ? known[name]!(origin) : undefined
    if (value !== undefined) found.push([name, value])
    else if (asked.names.includes(name)) missing.push(name)
  }
  return { href, found: Object.fromEntries(found), missing }
}

/** RFC 4918, 9.1.5; CalDAV's own are not among them (RFC 4791, 5.2). */
const ALL = ["D:creationdate", "D:displayname", "D:getcontenttype", "D:getetag", "D:getlastmodified", "D:resourcetype"]

type Known = Record<string, (origin: string) => XmlValue>

function propertiesOf(resource: Resource): Known {
  switch (resource.kind) {
    case "calendar":
      return { ...COMMON, ...ofCalendar(resource) }
    case "entry":
      return { ...COMMON, ...ofEntry(resource) }
    case "principal":
      return {
        ...COMMON,
        "D:resourcetype": () => these("D:collection", "D:principal"),
        "D:displayname": () => resource.name,
        "D:principal-URL": () => ({ "D:href": resource.href }),
        "C:calendar-home-set": () => ({ "D:href": paths.davCalendars() }),
      }
    default:
      return { ...COMMON, "D:resourcetype": () => these("D:collection"), "D:displayname": () => resource.name }
  }
}

const these = (...names: string[]): Xml => Object.fromEntries(names.map(name => [name, [{}]]))

const COMMON: Known = {
  "D:current-user-principal": () => ({ "D:href": paths.davPrincipal() }),
  // clients show a calendar that they may only read as such
  "D:current-user-privilege-set": () => ({
    "D:privilege": [these("D:read"), these("D:read-current-user-privilege-set"), these("C:read-free-busy")],
  }),
}

export const REPORTS = ["C:calendar-query", "C:calendar-multiget", "C:free-busy-query", "D:sync-collection"] as const

function ofCalendar({ calendar, seq }: CalendarResource): Known {
  const token = (origin: string) => syncToken(origin, calendar.handle, seq)
  return {
    "D:resourcetype": () => these("D:collection", "C:calendar"),
    "D:displayname": () => calendar.name,
    "D:creationdate": () => calendar.createdAt.toISOString(),
    "D:supported-report-set": () => ({ "D:supported-report": REPORTS.map(name => ({ "D:report": these(name) })) }),
    "D:sync-token": token,
    "CS:getctag": token,
    "C:calendar-description": () => calendar.summary || undefined,
    "C:calendar-timezone": () => zoneObject(calendar.timeZone),
    "C:calendar-timezone-id": () => calendar.timeZone,
    "C:supported-calendar-component-set": () => ({ "C:comp": [{ "@name": "VEVENT" }] }),
    "C:supported-calendar-data": () => ({
      "C:calendar-data": [{ "@content-type": "text/calendar", "@version": "2.0" }],
    }),
    "C:supported-collation-set": () => ({ "C:supported-collation": ["i;ascii-casemap", "i;octet"] }),
    "A:calendar-color": () => COLOURS[calendar.calendarKind].hex,
  }
}

export const CALENDAR_TYPE = "text/calendar; charset=utf-8"

function ofEntry({ entry }: EntryResource): Known {
  const { ical } = entry
  return {
    "D:resourcetype": () => [{}],
    "D:getcontenttype": () => `${CALENDAR_TYPE}; component=vevent`,
    "D:getetag": () => objectTag(entry),
    "D:getlastmodified": () => entry.changedAt.toUTCString(),
    ...(ical !== null && { "C:calendar-data": () => calendarObject({ ...entry, ical }) }),
  }
}
