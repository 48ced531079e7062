import type { News } from "../domain/news.ts"
import type { Db } from "./db.ts"

/** The news of one event, newest first. */
export const listNews = (db: Db, eventId: string): Promise<News[]> =>
  db
    .selectFrom("news")
    .selectAll()
    .where("eventId", "=", eventId)
    .orderBy("publishedAt", "desc")
    .orderBy("id")
    .execute()

export async function insertNews(db: Db, news: News): Promise<void> {
  await db
    .insertInto("news")
    .values({ ...news, before: news.before && JSON.stringify(news.before) })
    .execute()
}
