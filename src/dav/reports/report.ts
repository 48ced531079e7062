import type { Db } from "../../store/db.ts"
import { childOf, type XmlElement } from "../../text/xml.ts"
import { DavError } from "../error.ts"
import { type PropertyRequest, propertyRequestOf } from "../properties.ts"
import type { CalendarResource } from "../resources.ts"

export interface ReportContext {
  db: Db
  origin: string
  now: () => Date
  /** leaves out missing properties */
  minimal: boolean
}

/** @returns the body of the response */
export type Report = (context: ReportContext, resource: CalendarResource, request: XmlElement) => Promise<string>

/** @throws {DavError} 403 when texts are requested in another form than iCalendar 2.0 */
export function requestedProperties(request: XmlElement): { properties: PropertyRequest; withTexts: boolean } {
  const data = childOf(childOf(request, "D:prop"), "C:calendar-data")
  const type = data?.attributes.get("content-type") ?? "text/calendar"
  const version = data?.attributes.get("version") ?? "2.0"
  if (type.toLowerCase() !== "text/calendar" || version !== "2.0")
    throw new DavError(403, `no ${type.slice(0, 60)} ${version.slice(0, 20)}`, { "C:supported-calendar-data": [{}] })
  return { properties: propertyRequestOf(request), withTexts: data !== null }
}
