import { sql } from "kysely"
import type { Db } from "./db.ts"

/** The figures of NodeInfo. */
export interface Usage {
  /** of the organisation, or of the server while there is none */
  name: string
  summary: string
  total: number
  /** actors whose newest public activity is at most 30 days old */
  activeMonth: number
  /** the same for 180 days */
  activeHalfyear: number
  /** published events, interviews and news */
  localPosts: number
}

/** One statement; the newest activity of an actor is the first entry of its index. */
export async function readUsage(db: Db, now: Date): Promise<Usage> {
  const { rows } = await sql<Usage>`
    select
      (select name from actor where kind <> 'calendar' order by kind desc, created_at limit 1) as name,
      (select summary from actor where kind <> 'calendar' order by kind desc, created_at limit 1) as summary,
      count(*) as total,
      count(*) filter (where newest.at > ${now}::timestamptz - interval '30 days') as active_month,
      count(*) filter (where newest.at > ${now}::timestamptz - interval '180 days') as active_halfyear,
      (select count(*) from public_event) + (select count(*) from public_interview) + (select count(*) from public_news)
        as local_posts
    from actor left join lateral (
      select published_at as at from outbox where outbox.actor_id = actor.id and listed order by seq desc limit 1
    ) newest on true
  `.execute(db)
  return rows[0]!
}
