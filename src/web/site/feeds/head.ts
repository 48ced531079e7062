import type { Calendar } from "../../../domain/calendar.ts"
import { absolute } from "../../../domain/paths.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { listCalendars, readPublisher } from "../../../store/actors.ts"
import type { Db } from "../../../store/db.ts"
import { readLicence } from "../../../store/licence.ts"

/** A listing before its format is chosen, on which `source` depends. */
export type ListingHead = Omit<Listing, "source">

/** The head of a selection from all calendars: the organisation, in the time zone of its first calendar. */
export async function headOfSite(db: Db, origin: string, page: string): Promise<ListingHead> {
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

export async function headOfCalendar(db: Db, origin: string, calendar: Calendar, page: string): Promise<ListingHead> {
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

/** The latest of these dates; 1970 without any. */
export const newest = (dates: readonly (Date | null | undefined)[]): Date =>
  new Date(Math.max(0, ...dates.map(date => date?.getTime() ?? 0)))
