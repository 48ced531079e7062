import type { Db } from "../../store/db.ts"
import type { Asked } from "../properties.ts"
import { askedOf } from "../properties.ts"
import { Refusal } from "../refusal.ts"
import { child, type Element } from "../request-xml.ts"
import type { CalendarResource } from "../resources.ts"

export interface ReportContext {
  db: Db
  origin: string
  now: () => Date
  /** leaves out what is not there */
  minimal: boolean
}

/** Gives the body of the answer. */
export type Report = (context: ReportContext, resource: CalendarResource, request: Element) => Promise<string>

/** @throws {Refusal} 403 when texts are wanted in a form that is not iCalendar 2.0 */
export function propertiesOf(request: Element): { asked: Asked; withTexts: boolean } {
  const data = child(request, "D:prop") && child(child(request, "D:prop")!, "C:calendar-data")
  const type = data?.attributes.get("content-type") ?? "text/calendar"
  const version = data?.attributes.get("version") ?? "2.0"
  if (type.toLowerCase() !== "text/calendar" || version !== "2.0")
    throw new Refusal(403, `no ${type.slice(0, 60)} ${version.slice(0, 20)}`, { "C:supported-calendar-data": [{}] })
  return { asked: askedOf(request), withTexts: data !== undefined }
}
