import { type Kysely, sql } from "kysely"

/**
 * What pages, feeds and calendars show of a partner's event stands in columns, read from its document once. The documents stored before
 * are read by the worker (`reading_version` 0): their events are listed again as soon as that is done.
 *
 * Only `authors` is filled here, because it decides who may change or delete an event, which cannot wait for the worker.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index partner_event_dates;
    alter table partner_event
      drop column shown,
      -- version of the reader that filled the columns below
      add column reading_version integer not null default 0,
      -- ids of the actors that the document names as its author
      add column authors text[] not null default '{}',
      add column uid text,
      add column start_local text,
      add column end_local text,
      add column all_day boolean,
      add column time_zone text,
      -- the zone of this site, when the event names none
      add column assumed_time_zone text,
      add column over_at timestamptz,
      add column status text,
      add column place_name text,
      add column place_address text,
      add column latitude double precision,
      add column longitude double precision,
      add column tags text[] not null default '{}',
      add column language text,
      add column page text,
      -- sanitised
      add column content_html text,
      add column content_text text,
      -- public, with a date, and of a bearable size
      add column listed boolean not null default false,
      add constraint partner_event_listed check (not listed or num_nulls(
        uid, start_local, all_day, time_zone, starts_at, over_at, status, page, content_html, content_text) = 0);
    create index partner_event_dates on partner_event (remote_id, starts_at) where listed and deleted_at is null;
    update partner_event set authors = array(
      select distinct coalesce(author ->> 'id', author #>> '{}')
      from (
        select jsonb_path_query(document, '$.actor[*]') union all select jsonb_path_query(document, '$.attributedTo[*]')
      ) as named (author)
      where jsonb_typeof(author) = 'string' or jsonb_typeof(author -> 'id') = 'string'
    )
  `.execute(db)
}
