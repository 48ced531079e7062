import type { WholeEvent } from "../../domain/event.ts"
import type { News } from "../../domain/news.ts"
import type { Db } from "../db.ts"
import { EVENT_COLUMNS, toEvent } from "../event-columns.ts"
import { withPlaces, withProgrammes } from "../event-parts.ts"
import { type EventSelection, narrowEvents } from "../event-selection.ts"
import { publicEventQuery, publicEvents } from "./events.ts"

/** In the order of their publication, newest first; of those published together, the latest date first. */
export async function latestEvents(db: Db, selection: EventSelection, limit: number): Promise<WholeEvent[]> {
  const rows = await narrowEvents(publicEventQuery(db).select(EVENT_COLUMNS), selection)
    .orderBy("event.publishedAt", "desc")
    .orderBy("event.startsAt", "desc")
    .orderBy("event.id")
    .limit(limit)
    .execute()
  return withProgrammes(db, await withPlaces(db, rows.map(toEvent)))
}

/** The latest news of public events, newest first, each with its event as it is now. */
export async function latestNews(
  db: Db,
  selection: EventSelection,
  limit: number,
): Promise<{ news: News; event: WholeEvent }[]> {
  const rows = await narrowEvents(publicEventQuery(db), selection)
    .innerJoin("news", "news.eventId", "event.id")
    .selectAll("news")
    .orderBy("news.publishedAt", "desc")
    .orderBy("news.id")
    .limit(limit)
    .execute()
  const events = await withProgrammes(db, await publicEvents(db, { ids: [...new Set(rows.map(row => row.eventId))] }))
  const eventOf = new Map(events.map(event => [event.id, event]))
  return rows.flatMap(news => {
    const event = eventOf.get(news.eventId)
    return event ? [{ news, event }] : []
  })
}
