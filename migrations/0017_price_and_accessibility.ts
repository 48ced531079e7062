import { type Kysely, sql } from "kysely"

/** What it costs to take part, and what is provided so that people can. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table event
      add column price jsonb,
      add column accessibility text[] not null default '{}';
    create or replace view public_event as
      select id, calendar_id, slug, uid, state, status, "full", title, summary, description, language, start_local, end_local, all_day,
        time_zone, previous, times_are, starts_at, ends_at, over_at, online_url, url, category, organisers, access, tags, image, series_id,
        sequence, created_at, published_at, updated_at, deleted_at, changed_at, ical, price, accessibility
      from event where state = 'published'
  `.execute(db)
}
