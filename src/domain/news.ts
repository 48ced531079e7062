import type { When } from "./time.ts"

/** What can be said about an event after it was announced. */
export type NewsKind =
  | "programme"
  | "cancelled"
  | "postponed"
  | "rescheduled"
  | "moved-online"
  | "full"
  | "restored"
  | "reminder"

/** News about an event: a Note of its own, since Mastodon tells followers nothing of an Update and Misskey ignores it. */
export interface News {
  id: string
  eventId: string
  calendarId: string
  kind: NewsKind
  /** plain text as sent, understandable alone */
  text: string
  /** the officer's sentence, plain */
  reason: string | null
  /** the date before the change */
  before: When | null
  language: string
  publishedAt: Date
}
