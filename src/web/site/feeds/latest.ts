import { eventEntry, type FeedEntry, interviewEntry, newest, newsEntry } from "../../../feeds/entries/entry.ts"
import type { Listing } from "../../../feeds/listing.ts"
import { publicInterviews } from "../../../store/public/interviews.ts"
import { latestEvents, latestNews } from "../../../store/public/latest.ts"
import { lastModifiedOf } from "./changes.ts"
import type { Made, Request } from "./request.ts"
import { askedDays, daysOf, instants } from "./window.ts"

/** What a reader that was away for a month wants; more is in the tables. */
const MOST_ENTRIES = 100

/** What was published last: events, what changed of them, interviews. */
export const latestOf =
  (render: (listing: Listing, entries: FeedEntry[]) => string) =>
  async (request: Request): Promise<Made> => {
    const { chosen, feeding, listing, query } = request
    const { db, origin } = feeding
    const asked = askedDays(query, listing.timeZone, chosen.days)
    const selection = { ...chosen.events, ...instants(asked) }
    const [events, news, interviews, lastModified] = await Promise.all([
      latestEvents(db, selection, MOST_ENTRIES),
      latestNews(db, selection, MOST_ENTRIES),
      chosen.interviews && publicInterviews(db, { ...chosen.interviews, ...daysOf(asked), limit: MOST_ENTRIES }),
      lastModifiedOf(request),
    ])
    const entries = newest(
      [
        ...news.map(({ news, event }) => newsEntry(news, event, origin)),
        ...events.map(event => eventEntry(event, origin)),
        ...(interviews ?? []).map(interview => interviewEntry(interview, origin)),
      ],
      MOST_ENTRIES,
    )
    return { body: render(listing, entries), lastModified }
  }
