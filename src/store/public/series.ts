import type { Db } from "../db.ts"

/** The UID of the first public occurrence of each series, by series id. */
export async function firstUidsOf(db: Db, series: readonly string[]): Promise<Map<string, string>> {
  if (series.length === 0) return new Map()
  const rows = await db
    .selectFrom("publicEvent")
    .select(["seriesId", "uid"])
    .distinctOn("seriesId")
    .where("seriesId", "in", series)
    .orderBy("seriesId")
    .orderBy("createdAt")
    .orderBy("startsAt")
    .orderBy("id")
    .execute()
  return new Map(rows.map(row => [row.seriesId!, row.uid]))
}
