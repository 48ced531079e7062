import { eventEntry, type FeedEntry, interviewEntry, newest, newsEntry } from "../../../feeds/entries/entry.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { latestEvents, latestNews } from "../../../store/public/latest.ts"
import { lastModifiedOf } from "./changes.ts"
import type { FeedContent, FeedRequest } from "./request.ts"
import { daysAsked, daysOf, instants } from "./window.ts"

/** Enough for a reader that was away for a month; the tables have all. */
const MOST_ENTRIES = 100

/** The latest events, changes of events and interviews. */
export const latestOf =
  (render: (listing: Listing, entries: FeedEntry[]) => string) =>
  async (request: FeedRequest): Promise<FeedContent> => {
    const { selection, feeding, listing, query } = request
    const { db, origin } = feeding
    const days = daysAsked(query, listing.timeZone, selection.days)
    const events = { ...selection.events, ...instants(days) }
    const [published, news, interviews, lastModified] = await Promise.all([
      latestEvents(db, events, MOST_ENTRIES),
      latestNews(db, events, MOST_ENTRIES),
      selection.interviews && publicInterviews(db, { ...selection.interviews, ...daysOf(days), limit: MOST_ENTRIES }),
      lastModifiedOf(request),
    ])
    const entries = newest(
      [
        ...news.map(({ news, event }) => newsEntry(news, event, origin)),
        ...published.map(event => eventEntry(event, origin)),
        ...(interviews ?? []).map(interview => interviewEntry(interview, origin)),
      ],
      MOST_ENTRIES,
    )
    return { body: render(listing, entries), lastModified }
  }
