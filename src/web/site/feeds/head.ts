import type { Calendar } from "../../../domain/calendar.ts"
import { absolute } from "../../../domain/paths.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { listCalendars, readPublisher } from "../../../store/actors.ts"
import type { Db } from "../../../store/db.ts"
import { readLicence } from "../../../store/licence.ts"

/** A listing before it is known in which format: its `source` comes with that. */
export type Head = Omit<Listing, "source">

/** A selection from all calendars speaks for the organisation, in the zone of its first calendar. */
export async function headOfSite(db: Db, origin: string, page: string): Promise<Head> {
  const [publisher, [first], licence] = await Promise.all([readPublisher(db), listCalendars(db), readLicence(db)])
  return {
    origin,
    name: publisher?.name ?? "Beffroi",
    description: publisher?.summary ?? "",
    language: publisher?.language ?? "fr",
    timeZone: first?.timeZone ?? "Europe/Paris",
    kind: "agenda",
    page: absolute(origin, page),
    publisher: publisher?.name ?? new URL(origin).host,
    licence: licence && { id: licence.id, name: licence.name, url: licence.url },
    updatedAt: newest([publisher?.updatedAt, licence?.changedAt]),
  }
}

export async function headOfCalendar(db: Db, origin: string, calendar: Calendar, page: string): Promise<Head> {
  const site = await headOfSite(db, origin, page)
  return {
    ...site,
    name: calendar.name,
    description: calendar.summary,
    language: calendar.language,
    timeZone: calendar.timeZone,
    kind: calendar.calendarKind,
    publisher: calendar.publisherName,
    updatedAt: newest([site.updatedAt, calendar.updatedAt]),
  }
}

/** The beginning of time when there is none. */
export const newest = (dates: readonly (Date | null | undefined)[]): Date =>
  new Date(Math.max(0, ...dates.map(date => date?.getTime() ?? 0)))
