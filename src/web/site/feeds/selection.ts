import type { Calendar } from "../../../domain/calendar.ts"
import type { WholeEvent } from "../../../domain/event.ts"
import type { Db } from "../../../store/db.ts"
import type { EventSelection } from "../../../store/event-selection.ts"
import type { InterviewSelection } from "../../../store/interview-selection.ts"
import { headOfSite, type ListingHead } from "./head.ts"
import { type DayNames, FEED_DAYS } from "./window.ts"

/** What all feeds are made with. */
export interface Feeding {
  db: Db
  origin: string
  now: () => Date
}

/** What the address of a feed selects, in any format. */
export interface FeedSelection {
  head: ListingHead
  /** path of the page that shows the same */
  page: string
  /** the part of the query that belongs to the feed's own address: `?q=…`, or empty */
  query: string
  fileName: string
  /** the calendar whose changes count for Last-Modified; null: all calendars */
  calendar: Calendar | null
  events: EventSelection
  /** null: no interviews */
  interviews: InterviewSelection | null
  /** set when it is one event, which is shown whatever its date */
  event?: WholeEvent
  /** only events that are over; the latest, if there are too many */
  past?: boolean
  /** the names of its first and last day in the query */
  days: DayNames
}

interface PartOfSite {
  /** path of the page that shows the same */
  page: string
  /** before the name of the site */
  title?: string
  fileName: string
  events: EventSelection
  interviews?: InterviewSelection | null
}

/** A selection from all calendars. */
export async function fromSite(
  { db, origin }: Feeding,
  { page, title, fileName, events, interviews = null }: PartOfSite,
): Promise<FeedSelection> {
  const head = await headOfSite(db, origin, page)
  const name = title ? `${title} · ${head.name}` : head.name
  return { head: { ...head, name }, page, query: "", fileName, calendar: null, events, interviews, days: FEED_DAYS }
}
