import type { News } from "../domain/news.ts"
import type { Db } from "./db.ts"

/** The news of many events, by event id, newest first; one query. */
export async function newsOf(db: Db, eventIds: string[]): Promise<Map<string, News[]>> {
  if (eventIds.length === 0) return new Map()
  const rows = await db
    .selectFrom("news")
    .selectAll()
    .where("eventId", "in", eventIds)
    .orderBy("publishedAt", "desc")
    .orderBy("id")
    .execute()
  return Map.groupBy(rows, row => row.eventId)
}

export async function insertNews(db: Db, news: News): Promise<void> {
  await db
    .insertInto("news")
    .values({ ...news, before: news.before && JSON.stringify(news.before) })
    .execute()
}
