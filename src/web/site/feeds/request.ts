import type { Listing } from "../../../feeds/listing.ts"
import type { Chosen, Feeding } from "./selections.ts"

/** One address in one format. */
export interface Request {
  feeding: Feeding
  chosen: Chosen
  /** its `source` is its own address, format included */
  listing: Listing
  query: URLSearchParams
}

/** What is sent: the same bytes as long as nothing changed. */
export interface Made {
  body: string | Buffer
  lastModified: Date
  /** absolute address of what did not fit */
  next?: string
  /** its bytes depend on kept texts and names alone: when time alone may change them, null for never */
  until?: () => Promise<Date | null>
}
