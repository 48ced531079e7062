import { sql } from "kysely"
import type { Db } from "../db.ts"

/** The id behind the slug of a page, also of one that was deleted; null for a draft. */
export async function idOfSlug(db: Db, noun: "event" | "interview", slug: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(`public_${noun}`)} where slug = ${slug}
    union all select id from ${sql.table(`deleted_${noun}`)} where slug = ${slug}`.execute(db)
  return rows[0]?.id ?? null
}

/** Slugs of public events, by event id. */
export async function publicEventSlugs(db: Db, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter(id => id !== null))]
  if (wanted.length === 0) return new Map()
  const rows = await db.selectFrom("publicEvent").select(["id", "slug"]).where("id", "in", wanted).execute()
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}
