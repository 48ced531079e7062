import type { Db } from "./db.ts"

/** The uuid behind the slug of a page; drafts have none, what was deleted keeps its own. */
export async function idOfSlug(db: Db, table: "event" | "interview", slug: string): Promise<string | null> {
  const query = db.selectFrom(table).select("id").where("slug", "=", slug).where("state", "<>", "draft")
  return (await query.executeTakeFirst())?.id ?? null
}
