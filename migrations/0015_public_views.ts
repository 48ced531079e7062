import { type Kysely, sql } from "kysely"

/**
 * The one definition of "public": published, and neither a draft nor deleted. Whatever is shown to everybody (pages, feeds, API,
 * ActivityPub, search, export) is read from the views `public_…`; PostgreSQL expands a view into the query around it, so that the
 * indexes of the tables serve as before. What was deleted is known by its address alone: it is answered with 410.
 *
 * A view has the columns that it names: a migration that adds a column to `event` or `interview` adds it to the view as well, with
 * `create or replace view` and the new column at the end.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create view public_event as
      select id, calendar_id, slug, uid, state, status, "full", title, summary, description, language, start_local, end_local, all_day,
        time_zone, previous, times_are, starts_at, ends_at, over_at, online_url, url, category, organisers, access, tags, image, series_id,
        sequence, created_at, published_at, updated_at, deleted_at, changed_at, ical
      from event where state = 'published';
    create view deleted_event as
      select id, calendar_id, slug, deleted_at from event where state = 'deleted';
    -- when something of a calendar went last
    create index event_deleted on event (calendar_id, deleted_at) where state = 'deleted';

    create view public_session as
      select session.id, session.event_id, session.slug, session.position, session.uid, session.title, session.summary,
        session.start_local, session.end_local, session.all_day, session.time_zone, session.starts_at, session.ends_at, session.room,
        session.track, session.format, session.speakers, session.documents, session.sequence, session.changed_at, session.ical
      from session join public_event on public_event.id = session.event_id;
    create view public_news as
      select news.id, news.event_id, news.calendar_id, news.kind, news.text, news.reason, news.before, news.language, news.published_at
      from news join public_event on public_event.id = news.event_id;

    create view public_interview as
      select id, calendar_id, slug, state, title, summary, content, language, interviewees, tags, date, portrait, video_url, original,
        event_id, created_at, published_at, updated_at, deleted_at
      from interview where state = 'published';
    create view deleted_interview as
      select id, calendar_id, slug, deleted_at from interview where state = 'deleted';
    create index interview_deleted on interview (calendar_id, deleted_at) where state = 'deleted';
  `.execute(db)
}
