import type { Calendar } from "./calendar.ts"
import type { PublicationState } from "./event.ts"
import type { Image } from "./image.ts"

export interface Interview {
  id: string
  calendarId: string
  slug: string
  state: PublicationState
  title: string
  /** plain text, at most 500 characters */
  summary: string
  /** Markdown */
  content: string
  language: string
  interviewees: string[]
  tags: string[]
  /** its first publication, here or with a partner: `2024-01-29` */
  date: string
  portrait: Image | null
  videoUrl: string | null
  /** where it first appeared: the page names it as canonical */
  original: { name: string; url: string } | null
  /** the event that it documents */
  eventId: string | null
  createdAt: Date
  publishedAt: Date | null
  updatedAt: Date | null
  deletedAt: Date | null
}

export interface WholeInterview extends Interview {
  calendar: Calendar
}

/** An interview first published more than a week ago goes to archives and feeds without a message to followers. */
export function isOldInterview(interview: Pick<Interview, "date">, now: Date): boolean {
  const days = Math.floor((now.getTime() - Date.parse(interview.date)) / (24 * 3600 * 1000))
  return days > 7
}
