import { paths } from "../domain/paths.ts"
import { COLOURS } from "../feeds/ical/colours.ts"
import { calendarObject, objectTag, zoneObject } from "../feeds/ical/object.ts"
import type { Xml, XmlValue } from "../feeds/xml.ts"
import { childOf, type XmlElement } from "../text/xml.ts"
import { DavError } from "./error.ts"
import { type MemberResponse, withoutValues } from "./multistatus.ts"
import type { CalendarResource, EntryResource, Resource } from "./resources.ts"
import { syncToken } from "./sync-token.ts"

/** The properties that a request wants: those that it names, all of RFC 4918 and those, or the names of all without values. */
export type PropertyRequest = { names: string[] } | { names: string[]; all: true } | "propname"

/** Each one is looked up in each resource of a collection. */
const MOST_PROPERTIES = 100

/** Of a PROPFIND or a REPORT. @throws {DavError} 400 */
export function propertyRequestOf(request: XmlElement): PropertyRequest {
  if (childOf(request, "D:propname")) return "propname"
  const all = childOf(request, "D:allprop")
  const list = all ? childOf(request, "D:include") : childOf(request, "D:prop")
  const names = [...new Set(list?.children.map(element => element.name))]
  if (names.length > MOST_PROPERTIES) throw new DavError(400, `asks for more than ${MOST_PROPERTIES} properties`)
  return all ? { names, all: true } : { names }
}

/** `C:calendar-data` is among the properties of entries that were read with their texts. */
export function responseOf(resource: Resource, request: PropertyRequest, origin: string): MemberResponse {
  const { href } = resource
  const available = propertiesOf(resource)
  if (request === "propname") {
    const names = Object.keys(available).filter(name => available[name]!(origin) !== undefined)
    return { href, properties: withoutValues(names), missing: [] }
  }
  const properties: [string, XmlValue][] = []
  const missing: string[] = []
  for (const name of "all" in request ? new Set([...ALL, ...request.names]) : request.names) {
    const value = Object.hasOwn(available, name) ? available[name]!(origin) : undefined
    if (value !== undefined) properties.push([name, value])
    else if (request.names.includes(name)) missing.push(name)
  }
  return { href, properties: Object.fromEntries(properties), missing }
}

/** What `D:allprop` covers (RFC 4918 §9.1.5): no properties of CalDAV (RFC 4791 §5.2). */
const ALL = ["D:creationdate", "D:displayname", "D:getcontenttype", "D:getetag", "D:getlastmodified", "D:resourcetype"]

type AvailableProperties = Record<string, (origin: string) => XmlValue>

function propertiesOf(resource: Resource): AvailableProperties {
  switch (resource.kind) {
    case "calendar":
      return { ...COMMON, ...ofCalendar(resource) }
    case "entry":
      return { ...COMMON, ...ofEntry(resource) }
    case "principal":
      return {
        ...COMMON,
        "D:resourcetype": () => emptyElements("D:collection", "D:principal"),
        "D:displayname": () => resource.name,
        "D:principal-URL": () => ({ "D:href": resource.href }),
        "C:calendar-home-set": () => ({ "D:href": paths.davCalendars() }),
      }
    default:
      return { ...COMMON, "D:resourcetype": () => emptyElements("D:collection"), "D:displayname": () => resource.name }
  }
}

const emptyElements = (...names: string[]): Xml => Object.fromEntries(names.map(name => [name, [{}]]))

const COMMON: AvailableProperties = {
  "D:current-user-principal": () => ({ "D:href": paths.davPrincipal() }),
  // clients show a calendar that they may only read as such
  "D:current-user-privilege-set": () => ({
    "D:privilege": [
      emptyElements("D:read"),
      emptyElements("D:read-current-user-privilege-set"),
      emptyElements("C:read-free-busy"),
    ],
  }),
}

export const REPORTS = ["C:calendar-query", "C:calendar-multiget", "C:free-busy-query", "D:sync-collection"] as const

function ofCalendar({ calendar, seq }: CalendarResource): AvailableProperties {
  const token = (origin: string) => syncToken(origin, calendar.handle, seq)
  return {
    "D:resourcetype": () => emptyElements("D:collection", "C:calendar"),
    "D:displayname": () => calendar.name,
    "D:creationdate": () => calendar.createdAt.toISOString(),
    "D:supported-report-set": () => ({
      "D:supported-report": REPORTS.map(name => ({ "D:report": emptyElements(name) })),
    }),
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

function ofEntry({ entry }: EntryResource): AvailableProperties {
  const { ical } = entry
  return {
    "D:resourcetype": () => [{}],
    "D:getcontenttype": () => `${CALENDAR_TYPE}; component=vevent`,
    "D:getetag": () => objectTag(entry),
    "D:getlastmodified": () => entry.changedAt.toUTCString(),
    ...(ical !== null && { "C:calendar-data": () => calendarObject({ ...entry, ical }) }),
  }
}
