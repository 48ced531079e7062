import type { Db } from "../db.ts"

/** What was public and is no more. */
export interface Deleted {
  deletedAt: Date
  /** IANA zone of its calendar */
  timeZone: string
}

export async function readDeleted(
  db: Db,
  view: "deletedEvent" | "deletedInterview",
  by: { id: string } | { slug: string },
): Promise<Deleted | null> {
  const query = db
    .selectFrom(`${view} as deleted`)
    .innerJoin("calendar", "calendar.id", "deleted.calendarId")
    .select(["deleted.deletedAt", "calendar.timeZone"])
  const [column, value] = "id" in by ? (["deleted.id", by.id] as const) : (["deleted.slug", by.slug] as const)
  return (await query.where(column, "=", value).executeTakeFirst()) ?? null
}
