import type { Licence } from "../domain/licence.ts"
import type { CalendarFeedHead } from "./ical/feed.ts"

/** What a feed of any format says of itself. Its bytes depend on this and on what it lists, never on the clock. */
export interface Listing extends CalendarFeedHead {
  origin: string
  /** the organisation that answers for it */
  publisher: string
  /** null: nobody said what may be done with it */
  licence: Licence | null
  /** when any of it last changed */
  updatedAt: Date
}
