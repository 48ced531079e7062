import { sql } from "kysely"
import type { News } from "../domain/news.ts"
import type { Db } from "./db.ts"
import { prepared } from "./prepared.ts"

const COLUMNS = ["id", "eventId", "calendarId", "kind", "text", "reason", "before", "language", "publishedAt"] as const

const byEvents = prepared((db, eventIds: readonly string[]) =>
  db
    .selectFrom("news")
    .select(COLUMNS)
    .where("eventId", "=", sql<string>`any(${eventIds}::uuid[])`)
    .orderBy("publishedAt", "desc")
    .orderBy("id"),
)

/** The news of many events, by event id, newest first; one query. */
export async function newsOf(db: Db, eventIds: string[]): Promise<Map<string, News[]>> {
  if (eventIds.length === 0) return new Map()
  const rows = await byEvents(db, eventIds)
  return Map.groupBy(rows, row => row.eventId)
}

export async function insertNews(db: Db, news: News): Promise<void> {
  await db
    .insertInto("news")
    .values({ ...news, before: news.before && JSON.stringify(news.before) })
    .execute()
}
