import type { Listing } from "../../../feeds/listing.ts"
import type { Feeding, FeedSelection } from "./selection.ts"

/** A request for a selection in one format. */
export interface FeedRequest {
  feeding: Feeding
  selection: FeedSelection
  /** its `source` is the feed's own address, with the format */
  listing: Listing
  query: URLSearchParams
}

/** What a feed sends: the same bytes as long as nothing changes. */
export interface FeedContent {
  body: string | Buffer
  lastModified: Date
  /** absolute address of the entries that did not fit */
  next?: string
  /**
   * Set if the bytes depend only on the stored texts, the names of calendars and the time: reads when the time may
   * change them next, null for never.
   */
  until?: () => Promise<Date | null>
}
