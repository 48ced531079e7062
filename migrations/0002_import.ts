import { type Kysely, sql } from "kysely"

/** Calendars of others that come in here, and what came of each of their entries. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table source (
      id uuid primary key,
      calendar_id uuid not null references calendar,
      -- null: the files that were brought into this calendar by hand
      url text,
      -- what it calls itself, and its page for people
      name text,
      page text,
      -- tags of the source in lower case, and what they are called here
      tag_map jsonb not null default '{}',
      -- else its entries become drafts
      publish boolean not null,
      created_at timestamptz not null,
      -- its events stay
      removed_at timestamptz,
      -- null: nobody asks
      due_at timestamptz,
      leased_until timestamptz,
      -- as HTTP told them with the last answer that was applied
      etag text,
      last_modified text,
      -- what it said then was applied
      read_at timestamptz,
      -- seconds until it is asked again
      interval_seconds int not null default 3600,
      failures int not null default 0,
      failing_since timestamptz,
      error text,
      -- why what it says now waits for somebody's word
      held text,
      -- somebody said it: the next reading is applied whatever is missing in it
      accepted boolean not null default false,
      -- of the last reading
      report jsonb,
      unique nulls not distinct (calendar_id, url)
    );
    create index source_due on source (due_at) where due_at is not null;

    create table imported_event (
      source_id uuid not null references source,
      uid text not null,
      -- of an occurrence of a series, where it stood first; empty for what is no series
      recurrence_id text not null,
      -- null: it was taken away here, and stays away
      event_id uuid unique references event on delete set null,
      -- of what the entry said, and that itself: only what its origin changes is changed here
      digest text not null,
      fields jsonb not null,
      -- how its origin had it last: there, cancelled, or gone from it
      state text not null check (state in ('there', 'cancelled', 'gone')),
      page text,
      primary key (source_id, uid, recurrence_id)
    );
    create index imported_event_by_uid on imported_event (uid);
  `.execute(db)
}
