import type { Calendar } from "../../domain/calendar.ts"
import { absolute } from "../../domain/paths.ts"
import type { FeedHead } from "../../feeds/ical/feed.ts"
import { listCalendars, readPublisher } from "../../store/actors.ts"
import type { Db } from "../../store/db.ts"

export interface Head extends FeedHead {
  /** when what it says last changed */
  updatedAt: Date
}

export function headOf(calendar: Calendar, origin: string, page: string, source: string): Head {
  return {
    name: calendar.name,
    description: calendar.summary,
    language: calendar.language,
    timeZone: calendar.timeZone,
    kind: calendar.calendarKind,
    page: absolute(origin, page),
    source: absolute(origin, source),
    updatedAt: calendar.updatedAt,
  }
}

/** A selection from all calendars speaks for the organisation, in the zone of its first calendar. */
export async function headOfSite(db: Db, origin: string, page: string, source: string): Promise<Head> {
  const [publisher, [first]] = await Promise.all([readPublisher(db), listCalendars(db)])
  return {
    name: publisher?.name ?? "Beffroi",
    description: publisher?.summary ?? "",
    language: publisher?.language ?? "fr",
    timeZone: first?.timeZone ?? "Europe/Paris",
    kind: "agenda",
    page: absolute(origin, page),
    source: absolute(origin, source),
    updatedAt: publisher?.updatedAt ?? new Date(0),
  }
}
